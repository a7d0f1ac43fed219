// Turns to the next client only when the one before has gone, as a program with blocking calls does.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const page = readFileSync(path.join(process.argv[3] ?? '', 'tiny_html.html'));

const waiting: net.Socket[] = [];
function serveNext() {
  const socket = waiting[0];
  if (!socket) return;
  let received = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    if (received.includes('\r\n\r\n')) socket.end(page);
  });
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
