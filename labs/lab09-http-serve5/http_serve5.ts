// Lab 09: http_serve5 sends files. The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab09-http-serve5/http_serve5.ts
//   check it:  npm run check lab09
//
// This is lab 08, finished. The listing and resolveUri() have moved into folder.ts, and file.ts is new.
import { realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { listing, resolveUri, uriOf } from './folder.ts';
import { HttpError } from './http_error.ts';
import { headLimit, parseRequest, type Request, tooLong } from './request.ts';
import { clientErrorResponse, notFoundResponse, okResponse } from './response.ts';

// Where to listen, and which folder the web site is in. The defaults are port 8080 and labs/web.
const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const webRoot = realpathSync(
  process.argv[3] ?? process.env.WEB_ROOT ?? path.join(import.meta.dirname, '../../labs/web'),
);

// The answer to a GET.
async function answerGet({ target }: Request): Promise<Buffer> {
  // TODO 4: /time-page is no file. Its page is made here, for everybody who asks.
  const file = await resolveUri(target, webRoot);
  // TODO 1: send the file: its bytes, as they are on the disk.
  // TODO 2: and say what it is. typeOf() in file.ts knows, once you have filled its table.
  if (!(await stat(file)).isDirectory()) throw new HttpError(501, 'Files are coming soon.');
  // The links of a listing begin where the URL ends, so the URL of a folder ends with a slash.
  const [uri = '', query] = target.split(/(?=\?)/);
  if (!uri.endsWith('/')) {
    const location = path.posix.join(uriOf(file, webRoot), '/'); // one slash, also behind the web root's own
    throw new HttpError(301, 'This is a folder.', { Location: `${location}${query ?? ''}` });
  }
  // TODO 3: a folder that has an index.html shows that, and not its listing.
  return okResponse(await listing(file, webRoot));
}

// What the system says when there is no such file, in one of its many ways.
const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL'];
const forbidden = ['EACCES', 'EPERM'];

// The answer to a request that went wrong.
function errorResponse(error: unknown): Buffer {
  if (error instanceof HttpError) return clientErrorResponse(error);
  const { code = '' } = error as NodeJS.ErrnoException;
  if (missing.includes(code)) return notFoundResponse();
  if (forbidden.includes(code)) return clientErrorResponse(new HttpError(403, 'This may not be read.'));
  console.error(error); // our own mistake: the details are for us, not for the client
  return clientErrorResponse(new HttpError(500, 'Something went wrong in the server.'));
}

// The answer to a request, whatever it is.
// TODO 5: HEAD. parseRequest() in request.ts turns it down; it should let it pass. Then: everything but the body.
// TODO 6: a whole response in one Buffer: with a film of 2 GB in it? Write the head, and then send the file
//         piece by piece, as fast as the client reads. And close it when the client has gone.
async function answer(head: string): Promise<Buffer> {
  try {
    const request = parseRequest(head);
    console.log(request.target);
    return await answerGet(request);
  } catch (error) {
    return errorResponse(error);
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
      answer(received.toString('latin1', 0, end)).then((response) => socket.end(response));
    } else if (received.length > headLimit) {
      answered = true;
      socket.end(clientErrorResponse(tooLong(received)));
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
