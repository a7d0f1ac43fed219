// Turns to the next client only when the one before has gone, as a program with blocking calls does.
import net from 'node:net';

const waiting: net.Socket[] = [];
function serveNext() {
  waiting[0]?.resume().end(`${new Date().toISOString()}\r\n`);
}
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.on('close', () => {
    waiting.splice(waiting.indexOf(socket), 1);
    serveNext();
  });
  if (waiting.push(socket) === 1) serveNext();
});
server.listen(Number(process.argv[2]), '127.0.0.1');
process.on('SIGINT', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
