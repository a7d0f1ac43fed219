import net from 'node:net';

const port = Number(process.argv[2] ?? process.env.PORT ?? 50000);
const host = process.env.HOST ?? '127.0.0.1';

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

// allowHalfOpen: when the client ends its side, ours stays open until everything is sent back.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  clients.add(socket);

  socket.on('data', (bytes) => {
    // false: this client reads more slowly than it sends. Wait until it has caught up.
    if (!socket.write(bytes)) {
      socket.pause();
      socket.once('drain', () => socket.resume());
    }
  });

  // The client has ended its side: end ours.
  socket.on('end', () => socket.end());

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
