// Lab 02: an echo client. The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab02-echo-client/echo_client.ts 127.0.0.1 50000 Montréal
//   check it:  npm run check lab02
import net from 'node:net';

// Whom to talk to, and what to say: three words from the command line.
const host = process.argv[2] ?? '127.0.0.1';
const port = Number(process.argv[3] ?? 50000);
const message = process.argv[4] ?? 'hello';

// TODO 5: when one of the three is missing, say how the program is called, and end with exit code 2.

const socket = net.connect(port, host);

socket.on('connect', () => {
  console.log(`connected to ${host}:${port}, and "${message}" is still to be sent`);
  // TODO 1: send the message, and end our side.
});

socket.on('data', (bytes) => {
  console.log(`a piece of ${bytes.length} bytes came`);
  // TODO 2: keep the piece.
});

socket.on('end', () => {
  console.log('the server has ended its side');
  // TODO 3: print how many bytes were sent and received, and the text of all pieces together.
  //         No piece at all? Then say that there was no reply, and end with exit code 1.
});

socket.on('error', (error) => {
  console.error(error.message);
  // TODO 4: this went wrong, but the exit code is still 0.
});
