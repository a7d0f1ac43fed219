// Lab 03: a time server. The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab03-time-server/time_server.ts
//   check it:  npm run check lab03
import net from 'node:net';

// Where to listen: the port from the command line, or from the environment, or 50000.
const port = Number(process.argv[2] ?? process.env.PORT ?? 50000);
const host = process.env.HOST ?? '127.0.0.1';

// TODO 1: this is half a time. Make it one line with date, seconds and the offset from UTC, and \r\n at its end.
function textTime(now: Date): string {
  return `${now.getHours()}:${now.getMinutes()}`;
}

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

// This function is called once for every client.
const server = net.createServer((socket) => {
  console.log(`a client came at ${textTime(new Date())}`);
  clients.add(socket);

  // TODO 2: the client need not ask. Send it the time of this moment.

  // TODO 3: nothing more will come from us: end our side.

  // TODO 4: a client may talk all the same. Read what it says, and throw it away.

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
