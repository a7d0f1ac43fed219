import net from 'node:net';

const port = Number(process.argv[2] ?? process.env.PORT ?? 50000);
const host = process.env.HOST ?? '127.0.0.1';
const binary = process.argv.includes('--binary');

// RFC 867: one line of text. This one is ISO 8601; its Z says that the time is UTC.
function textTime(now: Date): string {
  return `${now.toISOString()}\r\n`;
}

// RFC 868: the seconds since the beginning of 1900, as one number of 32 bits, the highest byte first.
function binaryTime(now: Date): Buffer {
  const secondsFrom1900To1970 = 2_208_988_800;
  const seconds = Math.floor(now.getTime() / 1000) + secondsFrom1900To1970;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(seconds % 2 ** 32); // in February 2036 it starts again at 0
  return bytes;
}

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

const server = net.createServer((socket) => {
  clients.add(socket);

  // The client need not ask: say the time at once, and end our side.
  const now = new Date();
  socket.end(binary ? binaryTime(now) : textTime(now));

  // What the client says does not matter, but it must be read: a connection that is closed
  // with unread bytes is reset, and then the answer can be lost on its way.
  socket.resume();

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
