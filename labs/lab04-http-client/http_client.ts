// Lab 04: an HTTP client. The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab04-http-client/http_client.ts http://127.0.0.1:50000/hello
//   check it:  npm run check lab04
import net from 'node:net';

const address = process.argv[2];

if (address === undefined) {
  console.error('usage: http_client.ts url');
  process.exit(2);
}

// TODO 6: what if this is no URL, or one that begins with https://? Say so, and exit with code 1.
const url = new URL(address);

// TODO 1: a request line, a Host header, and a blank line, each with CR LF (\r\n) at its end.
const request = `please give me ${url.pathname}\n`;

let received = Buffer.alloc(0);
const socket = net.connect(Number(url.port || 80), url.hostname);

socket.on('connect', () => socket.write(request));

// The response may come in any number of pieces.
socket.on('data', (bytes) => {
  received = Buffer.concat([received, bytes]);
  // TODO 4: with a Content-Length, the response may be complete now. Then do not wait any longer.
});

// The server has ended its side: nothing more will come.
socket.on('end', () => {
  // TODO 2: cut what was received at the first blank line: in front of it the head, behind it the body.
  //         The head goes to standard error, the body to standard output, byte for byte.
  console.log(received.toString());
  // TODO 3: the exit code: 0 for a status below 400, 1 for the others.
  // TODO 5: no answer, no HTTP, a body that is cut short: say so, and exit with code 1.
});

// TODO 6: nobody listens there, or there is no such host: then the socket emits 'error'.
