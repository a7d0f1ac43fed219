// Collects until the line is whole: a prompt without a newline is never answered.
import net from 'node:net';

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let line = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    line = Buffer.concat([line, bytes]);
    const end = line.lastIndexOf('\n') + 1;
    socket.write(line.subarray(0, end));
    line = line.subarray(end);
  });
  socket.on('end', () => socket.end(line));
  socket.on('error', () => {});
});
server.listen(Number(process.argv[2]), '127.0.0.1');
