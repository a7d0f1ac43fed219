import net from 'node:net';

const kept: Buffer[] = [];
setInterval(() => kept.push(Buffer.alloc(64 * 1024 * 1024, kept.length)), 5);
net
  .createServer({ allowHalfOpen: true }, (socket) => socket.resume())
  .listen(Number(process.argv[2]), '127.0.0.1');
