// Thinks for a moment, and cuts off a client that talks meanwhile.
import net from 'node:net';

const server = net.createServer((socket) => {
  socket.on('error', () => {});
  const answer = setTimeout(() => socket.end(`${new Date().toISOString()}\r\n`), 100);
  socket.on('data', () => {
    clearTimeout(answer);
    socket.resetAndDestroy();
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
process.on('SIGINT', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
