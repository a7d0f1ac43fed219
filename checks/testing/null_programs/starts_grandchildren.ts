import { spawn } from 'node:child_process';
import net from 'node:net';

// One in our own group, and one that has put itself into a session of its own.
const sleeper = ['-e', 'setInterval(() => {}, 1_000_000)'];
spawn(process.execPath, sleeper, { stdio: 'ignore' });
spawn(process.execPath, sleeper, { stdio: 'ignore', detached: true }).unref();
net
  .createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket))
  .listen(Number(process.argv[2]), '127.0.0.1');
