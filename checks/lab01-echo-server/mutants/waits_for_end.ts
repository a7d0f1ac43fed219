// Collects everything and answers when the client has ended.
import net from 'node:net';

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const pieces: Buffer[] = [];
  socket.on('data', (bytes) => pieces.push(bytes));
  socket.on('end', () => socket.end(Buffer.concat(pieces)));
  socket.on('error', () => {});
});
server.listen(Number(process.argv[2]), '127.0.0.1');
