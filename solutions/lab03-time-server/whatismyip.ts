import net from 'node:net';

const port = Number(process.argv[2] ?? process.env.PORT ?? 50000);
const host = process.env.HOST ?? '127.0.0.1';

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

const server = net.createServer((socket) => {
  clients.add(socket);

  // A connection has two ends: local is ours, remote is the client's.
  socket.end(`${socket.remoteAddress} ${socket.remotePort}\r\n`);

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
