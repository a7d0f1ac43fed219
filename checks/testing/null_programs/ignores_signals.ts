import net from 'node:net';

process.on('SIGINT', () => console.log('no'));
process.on('SIGTERM', () => console.log('no'));
net
  .createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket))
  .listen(Number(process.argv[2]), '127.0.0.1');
