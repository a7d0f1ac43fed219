// Lab 07: http_serve3 reads the request. The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab07-http-serve3/http_serve3.ts
//   check it:  npm run check lab07
import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

// Where to listen, and which folder the web site is in. The defaults are port 8080 and labs/web.
const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const webRoot = process.argv[3] ?? process.env.WEB_ROOT ?? path.join(import.meta.dirname, '../../labs/web');

// The bytes of the file, as they are on the disk: no text is made of them.
const page = readFileSync(path.join(webRoot, 'tiny_html.html'));

// No request that means well has a head of more bytes than this.
const headLimit = 64 * 1024;

// What a request asks for.
interface Request {
  method: string;
  target: string;
}

// A request that gets no page but a status. Wherever you find that something is wrong:
//   throw new HttpError(400, 'What is wrong, in a sentence.');
class HttpError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

// A response: the status line, the headers, a blank line, and then the body.
function okResponse(body: Buffer): Buffer {
  const head = [
    'HTTP/1.1 200 OK',
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${body.length}`, // of a Buffer: its bytes, not its characters
    'Connection: close',
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n')), body]);
}

// The response to a request that went wrong.
function clientErrorResponse(error: HttpError): Buffer {
  // TODO 2: an error is a response like any other, with another status line and perhaps more headers. Make a
  //         function response(status, headers, body) out of okResponse, and let both of these call it.
  return okResponse(Buffer.from(error.message));
}

// Takes the head of a request apart. `head` has one character per byte.
function parseRequest(head: string): Request {
  const [requestLine = ''] = head.split('\r\n');
  // TODO 1: the request line is a method, a target and a version, with one space between them.
  const method = 'GET';
  const target = `somewhere (${requestLine.length} characters)`;
  // TODO 3: a method that is not GET: 405, with a header Allow; one that nobody knows: 501.
  // TODO 4: a version that does not begin with HTTP/1. gets 505.
  // TODO 5: a word too few, a word too many, a version that is none: 400.
  // TODO 6: the other lines are headers: a name, a colon, a value. A space before the colon: 400.
  // TODO 7: a request line of more than 8000 characters: 414.
  return { method, target };
}

// The answer to a request, whatever it is.
function answer(head: string): Buffer {
  try {
    const request = parseRequest(head);
    console.log(request.target);
    return okResponse(page);
  } catch (error) {
    if (error instanceof HttpError) return clientErrorResponse(error);
    console.error(error); // our own mistake: the details are for us, not for the client
    return clientErrorResponse(new HttpError(500, 'Something went wrong in the server.'));
  }
}

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

// allowHalfOpen: a client may end its side as soon as it has asked. It still gets its answer.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  clients.add(socket);
  let received = Buffer.alloc(0);
  let answered = false;

  socket.on('data', (bytes) => {
    // What comes behind the request is read and thrown away: closing with unread bytes would reset
    // the connection, and a reset can take the answer with it.
    if (answered) return;
    received = Buffer.concat([received, bytes]);
    const end = received.indexOf('\r\n\r\n');
    if (end >= 0) {
      answered = true;
      socket.end(answer(received.toString('latin1', 0, end)));
    } else if (received.length > headLimit) {
      answered = true;
      // TODO 7: say why: 414 when not even the first line has ended, and 431 otherwise.
      socket.end();
    }
  });

  // The client has ended its side. If it has not asked by now, it never will.
  socket.on('end', () => {
    if (!answered) socket.end();
  });

  // Half a minute without a byte in either direction: nobody is there any more.
  socket.setTimeout(30_000, () => socket.destroy());

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
