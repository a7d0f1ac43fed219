// Lab 05: one page for everybody. The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab05-http-serve1/http_serve1.ts
//   check it:  npm run check lab05
import net from 'node:net';
import path from 'node:path';

// Where to listen: the port from the command line, or from the environment, or 8080.
const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';

// The web root, the folder with the page: from the command line, or from the environment, or labs/web.
const webRoot = process.argv[3] ?? process.env.WEB_ROOT ?? path.join(import.meta.dirname, '../../labs/web');
const pageFile = path.join(webRoot, 'tiny_html.html');
console.log(`the page is ${pageFile}`);

// TODO 1: read the bytes of the page, once. readFileSync from node:fs gives them as a Buffer.

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

// This function is called once for every client: what it declares belongs to that client alone.
// allowHalfOpen: a client may end its side as soon as it has asked. It still gets its answer.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  clients.add(socket);
  let answered = false;

  // TODO 4: a request may come in pieces. Keep here what has come from this client so far.

  socket.on('data', (bytes) => {
    // Whatever comes behind the request is read and thrown away.
    if (answered) return;
    // TODO 4: put the pieces together, and go on only when a blank line is among them: '\r\n\r\n'.
    // TODO 3: print the request, as text.
    console.log(`${bytes.length} bytes came`);
    answered = true;
    // TODO 2: this is still an echo server. Send the page instead.
    socket.end(bytes);
  });

  // The client has ended its side. If it has not asked by now, it never will.
  socket.on('end', () => {
    if (!answered) socket.end();
  });

  // Half a minute without a byte in either direction: nobody is there any more.
  socket.setTimeout(30_000, () => socket.destroy());

  // As in lab 01: a client can vanish, and that must not end the server.
  socket.on('error', (error) => console.error(`client lost: ${error.message}`));

  socket.on('close', () => clients.delete(socket));
});

server.listen(port, host, () => console.log(`listening on ${host}:${port}`));

// As in lab 01: on Ctrl-C accept nobody any more, and let go of those who are there.
function stop() {
  server.close();
  for (const socket of clients) socket.destroy();
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
