// Reads from the next client only when the one before has gone, as a program with blocking calls does.
import net from 'node:net';

const waiting: net.Socket[] = [];
function serveNext() {
  const socket = waiting[0];
  if (!socket) return;
  socket.on('data', (bytes) => socket.write(bytes));
  socket.on('end', () => socket.end());
}
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {});
  socket.on('close', () => {
    waiting.splice(waiting.indexOf(socket), 1);
    serveNext();
  });
  if (waiting.push(socket) === 1) serveNext();
});
server.listen(Number(process.argv[2]), '127.0.0.1');
