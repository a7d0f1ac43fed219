import type net from 'node:net';
import { pipeline } from 'node:stream/promises';
import { HttpError } from './http_error.ts';
import { headLimit, parseRequest, type Request, tooLong } from './request.ts';
import { clientErrorResponse, errorResponse, type Response, reasons } from './response.ts';

// What makes the response to a request.
type Answer = (request: Request, socket: net.Socket) => Promise<Response>;

// How long a client may take for one request, from the end of the one before: after this it is let go of.
const idleLimit = 1000 * Number(process.env.IDLE_SECONDS ?? 10);

// A body of more bytes than this is refused.
const bodyLimit = 4 * 1024 * 1024;

// How long a client that has its answer may take to end its side.
const lingerLimit = 2000;

// Files up to this size are sent in one go, with the head.
const smallFile = 64 * 1024;

// Sends the status line, the headers, a blank line and the body. HEAD gets no body, but all of its headers.
async function send(
  socket: net.Socket,
  { status, reason = reasons[status] ?? '', headers, body }: Response,
  withBody: boolean,
  keepOpen: boolean,
) {
  const lines = [
    `HTTP/1.1 ${status} ${reason}`,
    `Date: ${new Date().toUTCString()}`,
    ...Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value) => `${name}: ${value}`),
    ),
    ...(status === 304 || status === 204 ? [] : [`Content-Length: ${body.length}`]),
    ...(keepOpen ? [] : ['Connection: close']),
    '',
    '',
  ];
  const head = Buffer.from(lines.join('\r\n'), 'latin1');
  if (Buffer.isBuffer(body)) {
    const mayHaveBody = withBody && status !== 204 && status !== 304; // whatever a script prints
    return write(socket, mayHaveBody ? Buffer.concat([head, body]) : head);
  }

  const { file, start, length } = body;
  try {
    if (!withBody || length === 0) return await write(socket, head);
    if (length <= smallFile) {
      const part = Buffer.alloc(length);
      const { bytesRead } = await file.read(part, 0, length, start);
      if (bytesRead < length) throw new Error('the file has become shorter');
      return await write(socket, Buffer.concat([head, part]));
    }
    await write(socket, head);
    const stream = file.createReadStream({ start, end: start + length - 1, autoClose: false });
    await pipeline(stream, socket, { end: false });
    if (stream.bytesRead < length) throw new Error('the file has become shorter');
  } finally {
    await file.close();
  }
}

// Writes, and waits until the system has taken it: a client that does not read gets no more.
function write(socket: net.Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

// Whether the client may send its next request on the same connection (RFC 9112, section 9.3).
function mayGoOn({ version, headers }: Omit<Request, 'readBody'>): boolean {
  const options = (headers.get('connection') ?? '').toLowerCase().split(/[ \t]*,[ \t]*/);
  return version !== 'HTTP/1.0' && !options.includes('close');
}

// How many bytes of body a request announces.
function bodyLength({ headers }: Omit<Request, 'readBody'>): number {
  if (headers.has('transfer-encoding'))
    throw new HttpError(411, 'Say with Content-Length how long the body is.');
  const length = Number(headers.get('content-length') ?? 0);
  if (length > bodyLimit) throw new HttpError(413, 'The body is too large.');
  return length;
}

// One client, from its first request to its last.
export function converse(socket: net.Socket, answer: Answer) {
  let received: Buffer = Buffer.alloc(0);
  let clientEnded = false;
  let state: 'waiting' | 'answering' | 'closing' = 'waiting';
  let patience = setTimeout(outOfPatience, idleLimit);

  // Reads a body of so many bytes, however they are cut up.
  async function readBody(length: number): Promise<Buffer> {
    console.log(`${length} bytes of body are announced, and ${received.length} bytes are here`);
    // TODO 7: wait until they are all here: `received` has the first of them already, and 'data' below brings
    //         more (where it pauses, you have to resume). Then take them out of `received`: what is behind them
    //         is the next request. And if the client ends its side too early?
    return Buffer.alloc(0);
  }

  // Answers one request, whatever it is, and says whether another may follow.
  async function answerHead(head: string): Promise<boolean> {
    let keepOpen = false;
    let hasBody = true;
    let response: Response;
    try {
      const request = parseRequest(head);
      const length = bodyLength(request);
      hasBody = length > 0;
      keepOpen = mayGoOn(request);
      console.log(request.target);
      const body = () => (length === 0 ? Promise.resolve(Buffer.alloc(0)) : readBody(length));
      response = await answer({ ...request, readBody: body }, socket);
    } catch (error) {
      response = errorResponse(error);
    }
    // Behind a body that nobody has read the next request would not be found. (Also TODO 7.)
    const mayFollow = keepOpen && !hasBody;
    await send(socket, response, !head.startsWith('HEAD '), mayFollow);
    return mayFollow;
  }

  // Answers what has come, one request after another: clients may send the next before they have the answer.
  async function serve() {
    state = 'answering';
    clearTimeout(patience);
    try {
      for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
        const head = received.toString('latin1', 0, end);
        received = received.subarray(end + 4);
        if (!(await answerHead(head))) return close();
      }
      if (received.length > headLimit) return await refuse(tooLong(received));
    } catch (error) {
      // The client has gone, or the file has shrunk under our hands: what was promised cannot be sent any more.
      console.error(`answer broken off: ${(error as Error).message}`);
      socket.destroy();
      return;
    }
    if (clientEnded) return close();
    state = 'waiting';
    patience = setTimeout(outOfPatience, idleLimit);
    socket.resume();
  }

  function outOfPatience() {
    if (received.length === 0) close();
    else refuse(new HttpError(408, 'The request took too long.')).catch(() => socket.destroy());
  }

  async function refuse(error: HttpError) {
    state = 'closing';
    await send(socket, clientErrorResponse(error), true, false);
    close();
  }

  // Ends our side. What still comes is read and thrown away for a while: closing with unread bytes would
  // reset the connection, and a reset can take the answer with it.
  function close() {
    state = 'closing';
    clearTimeout(patience);
    received = Buffer.alloc(0);
    socket.resume();
    socket.end(() => {
      patience = setTimeout(() => socket.destroy(), lingerLimit);
    });
  }

  socket.on('data', (bytes) => {
    if (state === 'closing') return;
    received = Buffer.concat([received, bytes]);
    if (state === 'answering') {
      // It sends faster than it is answered: leave the rest to the system until we have caught up.
      if (received.length > headLimit) socket.pause();
    } else if (received.includes('\r\n\r\n') || received.length > headLimit) void serve();
  });

  // The client has ended its side. If it has not asked by now, it never will.
  socket.on('end', () => {
    clientEnded = true;
    if (state === 'waiting') close();
  });

  socket.on('close', () => clearTimeout(patience));
}
