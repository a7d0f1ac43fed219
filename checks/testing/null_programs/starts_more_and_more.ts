import { spawn } from 'node:child_process';
import net from 'node:net';

// Small programs, more and more of them; they end by themselves, should nobody else end them.
let started = 0;
setInterval(() => {
  for (let i = 0; i < 10 && started < 600; i++, started++) spawn('sleep', ['30'], { stdio: 'ignore' });
}, 20);
net
  .createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket))
  .listen(Number(process.argv[2]), '127.0.0.1');
