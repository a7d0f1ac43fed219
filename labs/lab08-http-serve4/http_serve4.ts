// Lab 08: http_serve4 lists folders. The handout is README.md in this folder.
//
//   start it:  npx tsx labs/lab08-http-serve4/http_serve4.ts
//   check it:  npm run check lab08
//
// Lab 07 has become four files: request.ts takes a request apart, response.ts writes the responses, http_error.ts
// has the error that carries a status, and the server itself is here. The first three may stay as they are.
import net from 'node:net';
import path from 'node:path';
import { HttpError } from './http_error.ts';
import { headLimit, parseRequest, type Request, tooLong } from './request.ts';
import { clientErrorResponse, okResponse } from './response.ts';

// Where to listen, and which folder the web site is in. The defaults are port 8080 and labs/web.
const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const webRoot = process.argv[3] ?? process.env.WEB_ROOT ?? path.join(import.meta.dirname, '../../labs/web');

// The file or folder that a target means.
async function resolveUri(uri: string): Promise<string> {
  console.log(uri);
  // TODO 2: add the path of the target to the web root. The query is no part of it.
  // TODO 5: decode it, once, and before anything is decided. What if a % is not followed by two digits?
  // TODO 7: and if the path leads out of the web root? By .., by a symbolic link, by anything else?
  return webRoot;
}

// A page with a link to everything in a folder.
async function listing(folder: string): Promise<Buffer> {
  // TODO 1: read the folder, and make a link of every name in it.
  // TODO 6: a name may hold anything: encode it in the link, and escape it in the text.
  return Buffer.from(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>A folder</title>
<h1>A folder</h1>
<p>What is in it will stand here.
`);
}

// The answer to a GET.
async function answerGet({ target }: Request): Promise<Buffer> {
  const file = await resolveUri(target);
  // TODO 3: is it a folder at all? Files are 501, Not Implemented, in this lab.
  // TODO 4: the links of a listing begin where the URL ends. What if the URL of a folder does not end with a slash?
  return okResponse(await listing(file));
}

// The answer to a request that went wrong.
function errorResponse(error: unknown): Buffer {
  if (error instanceof HttpError) return clientErrorResponse(error);
  // TODO 3: stat() and its friends throw an error with a code when there is no such file: 'ENOENT' and others.
  console.error(error); // our own mistake: the details are for us, not for the client
  return clientErrorResponse(new HttpError(500, 'Something went wrong in the server.'));
}

// The answer to a request, whatever it is. The disk takes its time, so it is a promise.
async function answer(head: string): Promise<Buffer> {
  try {
    return await answerGet(parseRequest(head));
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
