import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const webRoot = process.argv[3] ?? process.env.WEB_ROOT ?? path.join(import.meta.dirname, '../../labs/web');

// The bytes of the file, as they are on the disk: no text is made of them.
const page = readFileSync(path.join(webRoot, 'tiny_html.html'));

// No request that means well has a head of more bytes than this.
const headLimit = 64 * 1024;

// A request as text for the terminal. Bytes that could be commands to the terminal become question marks.
function printable(request: string): string {
  return request.replaceAll('\r\n', '\n').replace(/[^\n\t -~]/g, '?');
}

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

// allowHalfOpen: a client may end its side as soon as it has asked. It still gets its answer.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  clients.add(socket);
  let received = Buffer.alloc(0);
  let answered = false;

  socket.on('data', (bytes) => {
    // What comes behind the request is read and thrown away: closing with unread bytes would reset
    // the connection, and a reset can take the answer with it.
    if (answered) return;
    received = Buffer.concat([received, bytes]);
    const end = received.indexOf('\r\n\r\n');
    if (end >= 0) {
      answered = true;
      console.log(printable(received.toString('latin1', 0, end)));
      socket.end(page);
    } else if (received.length > headLimit) {
      answered = true;
      socket.end();
    }
  });

  // The client has ended its side. If it has not asked by now, it never will.
  socket.on('end', () => {
    if (!answered) socket.end();
  });

  // Half a minute without a byte in either direction: nobody is there any more.
  socket.setTimeout(30_000, () => socket.destroy());

  // The client has vanished. Without this line that would end the whole server.
  socket.on('error', (error) => console.error(`client lost: ${error.message}`));

  socket.on('close', () => clients.delete(socket));
});

server.listen(port, host, () => console.log(`listening on ${host}:${port}`));

// Ctrl-C: accept nobody any more and let go of those who are there. Then nothing is left to do, and Node ends.
function stop() {
  server.close();
  for (const socket of clients) socket.destroy();
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
