import { realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { cgiResponse } from './cgi.ts';
import { converse } from './connection.ts';
import { fileResponse } from './file.ts';
import { isInside, listing, resolveUri, uriOf } from './folder.ts';
import { HttpError } from './http_error.ts';
import type { Request } from './request.ts';
import { errorResponse, notFoundResponse, okResponse, type Response } from './response.ts';
import { findScript } from './script.ts';

const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const webRoot = realpathSync(
  process.argv[3] ?? process.env.WEB_ROOT ?? path.join(import.meta.dirname, '../../labs/web'),
);

// The page of a folder: its index.html, if there is one, else the listing.
async function folderResponse(folder: string, request: Request): Promise<Response> {
  try {
    const index = await resolveUri(`${uriOf(folder, webRoot)}/index.html`, webRoot);
    if ((await stat(index)).isFile()) return await fileResponse(index, request);
  } catch (error) {
    if (errorResponse(error).status !== 404) throw error;
  }
  return okResponse(await listing(folder, webRoot));
}

// A page that is made anew for everybody who asks.
function timePage(): Buffer {
  return Buffer.from(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>The time</title>
<h1>The time</h1>
<p>On this server it is <time>${new Date().toISOString()}</time>.
`);
}

// The answer to a GET for a file or folder. HEAD gets the same, and `send` leaves the body out.
async function answerGet(request: Request): Promise<Response> {
  const [uri = '', query = ''] = request.target.split(/(?=\?)/);
  const file = await resolveUri(uri, webRoot);
  if (isInside(file, path.join(webRoot, 'cgi-bin'))) throw new HttpError(403, 'Scripts are run, not shown.');
  const stats = await stat(file);
  if (stats.isFile() && !uri.endsWith('/')) return fileResponse(file, request);
  if (stats.isFile()) return notFoundResponse();
  if (!stats.isDirectory()) throw new HttpError(403, 'This is neither a file nor a folder.');
  // The links of a listing begin where the URL ends, so the URL of a folder ends with a slash.
  if (!uri.endsWith('/')) {
    const location = path.posix.join(uriOf(file, webRoot), '/'); // one slash, also behind the web root's own
    throw new HttpError(301, 'This is a folder.', { Location: `${location}${query}` });
  }
  return folderResponse(file, request);
}

function refuseOthers({ method }: Request, allowed: string[]) {
  if (allowed.includes(method)) return;
  const list = allowed.join(', ');
  throw new HttpError(405, `Only ${list} are possible here.`, { Allow: list });
}

// A script may send the client to another path of ours so many times.
const mostHops = 5;

// The answer to any request: made by the server itself, by a script, or found in a file.
async function answer(request: Request, socket: net.Socket, gone: AbortSignal): Promise<Response> {
  let asked = request;
  for (let hop = 0; hop < mostHops; hop++) {
    const [uri = ''] = asked.target.split('?');
    const script = await findScript(uri, webRoot);
    refuseOthers(asked, script ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD']);
    if (uri === '/time' || uri === '/time-page') return okResponse(timePage());
    if (!script) return answerGet(asked);
    const found = await cgiResponse(script, asked, webRoot, socket, gone);
    if (typeof found !== 'string') return found;
    asked = {
      ...asked,
      method: asked.method === 'HEAD' ? 'HEAD' : 'GET',
      target: found,
      readBody: async () => Buffer.alloc(0),
    };
  }
  throw new HttpError(500, 'The scripts send the request round in circles.');
}

// The sockets of the clients that are connected now.
const clients = new Set<net.Socket>();

// allowHalfOpen: a client may end its side as soon as it has asked. It still gets its answer.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  clients.add(socket);
  converse(socket, answer);

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
