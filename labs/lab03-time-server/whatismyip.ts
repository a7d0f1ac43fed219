// Lab 03, bonus: what is my address? The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab03-time-server/whatismyip.ts
//   check it:  npm run check lab03 -- --bonus
import net from 'node:net';

const port = Number(process.argv[2] ?? process.env.PORT ?? 50000);
const host = process.env.HOST ?? '127.0.0.1';

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

const server = net.createServer((socket) => {
  clients.add(socket);

  // TODO: tell the client its own address and port, as one line: 127.0.0.1 54321

  // As in the time server: end our side, and read what the client says.
  socket.end();
  socket.resume();
  socket.on('error', (error) => console.error(`client lost: ${error.message}`));
  socket.on('close', () => clients.delete(socket));
});

server.listen(port, host, () => console.log(`listening on ${host}:${port}`));

function stop() {
  server.close();
  for (const socket of clients) socket.destroy();
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
