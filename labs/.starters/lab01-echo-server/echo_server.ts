// Lab 01: an echo server. The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab01-echo-server/echo_server.ts
//   check it:  npm run check lab01
import net from 'node:net';

// Where to listen: the port from the command line, or from the environment, or 50000.
const port = Number(process.argv[2] ?? process.env.PORT ?? 50000);
const host = process.env.HOST ?? '127.0.0.1';

// This function is called once for every client. `socket` is the connection to that one client.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  console.log(`a client came: ${socket.remoteAddress}:${socket.remotePort}`);

  socket.on('data', (bytes) => {
    console.log(`it sent ${bytes.length} bytes`);
    // TODO 1: send the bytes back.
  });

  socket.on('end', () => {
    console.log('it ended its side');
    // TODO 2: end our side too.
  });

  // TODO 3: a client can vanish in the middle. Then the socket emits 'error',
  //         and an 'error' that nobody listens to ends the whole program.
});

server.listen(port, host, () => console.log(`listening on ${host}:${port}`));

// TODO 4: on Ctrl-C (the signal SIGINT) and on SIGTERM: stop accepting, and let go of
//         the clients that are still connected.
