import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const webRoot = process.argv[3] ?? process.env.WEB_ROOT ?? path.join(import.meta.dirname, '../../labs/web');

// The bytes of the file, as they are on the disk: no text is made of them.
const page = readFileSync(path.join(webRoot, 'tiny_html.html'));

// No request that means well has a head of more bytes than this, or a request line of more than that.
const headLimit = 64 * 1024;
const requestLineLimit = 8000;

interface Request {
  method: string;
  target: string;
  // By name in small letters. What came several times is joined with commas.
  headers: Map<string, string>;
}

// A request that gets no page but a status: 400, 405, 414, 431, 501 or 505.
class HttpError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

const reasons: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  405: 'Method Not Allowed',
  414: 'URI Too Long',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  505: 'HTTP Version Not Supported',
};

// A response: the status line, the headers, a blank line, and then the body.
function response(status: number, headers: Record<string, string>, body: Buffer): Buffer {
  const head = [
    `HTTP/1.1 ${status} ${reasons[status]}`,
    `Date: ${new Date().toUTCString()}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`, // of a Buffer: its bytes, not its characters
    'Connection: close',
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n')), body]);
}

function okResponse(body: Buffer): Buffer {
  return response(200, { 'Content-Type': 'text/html; charset=utf-8' }, body);
}

// Says what is wrong, as text: what a client sent must never become part of a page.
function clientErrorResponse(error: HttpError): Buffer {
  const body = Buffer.from(`${error.status} ${reasons[error.status]}\n\n${error.message}\n`);
  return response(error.status, { ...error.headers, 'Content-Type': 'text/plain; charset=utf-8' }, body);
}

const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

// The names of methods and headers are made of these characters (RFC 9110, section 5.6.2).
const token = /^[\w!#$%&'*+.^`|~-]+$/;

// Takes the head of a request apart (RFC 9112, sections 2 to 5). `head` has one character per byte.
function parseRequest(head: string): Request {
  // One empty line before the request is forgiven.
  const [requestLine = '', ...lines] = head.replace(/^\r\n/, '').split('\r\n');
  if (requestLine.length > requestLineLimit) throw new HttpError(414, 'The request line is too long.');

  const [method = '', target = '', version = '', ...more] = requestLine.split(' ');
  if (!token.test(method) || !/^[!-~]+$/.test(target) || more.length > 0) {
    throw new HttpError(
      400,
      'A request line is a method, a target and a version, with one space between them.',
    );
  }
  if (!/^HTTP\/\d\.\d$/.test(version)) throw new HttpError(400, 'The version is missing, or it is not one.');
  if (!version.startsWith('HTTP/1.')) throw new HttpError(505, 'This server speaks HTTP/1.1 and HTTP/1.0.');

  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const text = line.slice(colon + 1);
    if (colon < 0 || !token.test(name) || !/^[\t -~\x80-\xff]*$/.test(text)) {
      throw new HttpError(400, 'A header line is a name, a colon and a value.');
    }
    // Spaces and tabs around a value do not belong to it. The pattern finds its last character from behind:
    // one such as /[ \t]+$/ would try every place in a long run of spaces, and be busy for seconds.
    const value = /^[ \t]*(.*[^ \t])?/.exec(text)?.[1] ?? '';
    const before = headers.get(name);
    if (before !== undefined && name === 'host') throw new HttpError(400, 'There are two Host headers.');
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  if (version !== 'HTTP/1.0' && !headers.has('host')) {
    throw new HttpError(400, 'HTTP/1.1 asks for a Host header.');
  }

  if (!knownMethods.includes(method)) throw new HttpError(501, 'This server does not know that method.');
  if (method !== 'GET') throw new HttpError(405, 'Only GET is possible here.', { Allow: 'GET' });

  // A client that takes this server for a proxy sends the whole URL (absolute-form). Its path is what counts.
  const uri = target.replace(/^https?:\/\/[^/?]+(?=[/?]|$)/i, '').replace(/^(?=\?|$)/, '/');
  if (!uri.startsWith('/')) throw new HttpError(400, 'A target begins with a slash.');
  return { method, target: uri, headers };
}

// What HEAD gets ends with the blank line, also when the answer is no (RFC 9110, section 9.3.2).
function withoutBody(response: Buffer): Buffer {
  return response.subarray(0, response.indexOf('\r\n\r\n') + 4);
}

// The answer to a request, whatever it is.
function answer(head: string): Buffer {
  try {
    const request = parseRequest(head);
    console.log(request.target);
    return okResponse(page);
  } catch (error) {
    const isHead = head.startsWith('HEAD ');
    if (error instanceof HttpError && isHead) return withoutBody(clientErrorResponse(error));
    if (error instanceof HttpError) return clientErrorResponse(error);
    console.error(error); // our own mistake: the details are for us, not for the client
    return clientErrorResponse(new HttpError(500, 'Something went wrong in the server.'));
  }
}

// The answer to a head that does not end.
function tooLong(received: Buffer): Buffer {
  const firstLineEnds = received.includes('\r\n');
  return clientErrorResponse(
    firstLineEnds
      ? new HttpError(431, 'The head of the request is too long.')
      : new HttpError(414, 'The request line is too long.'),
  );
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
      socket.end(tooLong(received));
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
