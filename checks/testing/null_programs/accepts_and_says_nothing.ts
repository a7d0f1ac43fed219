import net from 'node:net';

net
  .createServer({ allowHalfOpen: true }, (socket) => socket.resume())
  .listen(Number(process.argv[2]), '127.0.0.1');
