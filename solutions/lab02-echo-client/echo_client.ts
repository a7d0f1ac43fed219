import net from 'node:net';

const host = process.argv[2];
const port = Number(process.argv[3]);
const message = process.argv[4];

if (host === undefined || !(port > 0 && port < 65536) || message === undefined) {
  console.error('usage: echo_client.ts host port message   (message - is read from standard input)');
  process.exit(2);
}

const pieces: Buffer[] = [];
const socket = net.connect(port, host);

// Connected: send the message and end our side, so that the server knows that it has all of it.
socket.on('connect', () => {
  if (message === '-') process.stdin.pipe(socket);
  else socket.end(message);
});

// The reply may come in any number of pieces.
socket.on('data', (bytes) => pieces.push(bytes));

// The server has ended its side: now the reply is complete.
socket.on('end', () => {
  const reply = Buffer.concat(pieces);
  console.log(`sent ${socket.bytesWritten} bytes`);
  console.log(`received ${reply.length} bytes`);
  if (reply.length === 0) {
    console.error('the server ended the connection without a reply');
    process.exitCode = 1;
    return;
  }
  // Text only now: the bytes of one letter may have come in two pieces.
  console.log(reply.toString('utf8'));
});

socket.on('error', (error) => {
  console.error(`the conversation with ${host}:${port} failed: ${error.message}`);
  process.exitCode = 1;
});
