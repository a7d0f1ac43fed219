// Closes its socket a moment after the answer, with whatever the client has sent still unread in it.
import net from 'node:net';

const server = net.createServer({ pauseOnConnect: true }, (socket) => {
  socket.on('error', () => {});
  setTimeout(() => socket.write(`${new Date().toISOString()}\r\n`, () => socket.destroy()), 50);
});
server.listen(Number(process.argv[2]), '127.0.0.1');
process.on('SIGINT', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
