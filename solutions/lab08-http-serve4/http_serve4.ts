import { realpathSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { HttpError, notFound } from './http_error.ts';
import { headLimit, parseRequest, type Request, tooLong } from './request.ts';
import { clientErrorResponse, notFoundResponse, okResponse } from './response.ts';

const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const host = process.env.HOST ?? '127.0.0.1';
const webRoot = realpathSync(
  process.argv[3] ?? process.env.WEB_ROOT ?? path.join(import.meta.dirname, '../../labs/web'),
);

// Whether a path is the web root or below it. (With the separator: /srv/web-old is not below /srv/web.)
function isInside(file: string): boolean {
  return file === webRoot || file.startsWith(webRoot.endsWith(path.sep) ? webRoot : webRoot + path.sep);
}

// The file or folder that a target means. A target that leads out of the web root means nothing.
async function resolveUri(uri: string): Promise<string> {
  const encoded = uri.replace(/[?#].*/, ''); // the query is not part of the name
  let name: string;
  try {
    name = decodeURIComponent(encoded); // once, and before anything is decided
  } catch {
    throw new HttpError(400, 'A % in the target is not followed by what it announces.');
  }
  // NUL ends a name in the language of the system, C. In Windows a colon names a drive or a hidden part of a file.
  if (name.includes('\0') || (path.sep === '\\' && name.includes(':'))) {
    throw new HttpError(400, 'No name has such a character in it.');
  }
  const file = path.join(webRoot, name); // with . and .. worked out
  if (!isInside(file)) throw notFound();
  const real = await realpath(file); // with symbolic links followed: they may lead out, too
  if (!isInside(real)) throw notFound();
  return real;
}

// The path of a file or folder as a URL shows it: from the web root, every name percent-encoded.
function uriOf(file: string): string {
  const names = path.relative(webRoot, file).split(path.sep);
  return `/${names.map(encodeURIComponent).join('/')}`;
}

// Text that becomes part of a page: no character of it may be taken for markup.
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

// What the listing says about one entry of a folder; `undefined` for what cannot be visited.
async function entryOf(folder: string, name: string) {
  try {
    const file = await realpath(path.join(folder, name));
    if (!isInside(file)) return undefined;
    const stats = await stat(file);
    return { name, size: stats.size, changed: stats.mtime, isFolder: stats.isDirectory() };
  } catch {
    return undefined; // it is gone by now, or a link that leads nowhere
  }
}

// A page with a link to everything in a folder, folders first.
async function listing(folder: string): Promise<Buffer> {
  const names = await readdir(folder);
  const entries = (await Promise.all(names.map((name) => entryOf(folder, name)))).filter(
    (entry) => entry !== undefined,
  );
  entries.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name));
  const rows = entries.map(({ name, size, changed, isFolder }) => {
    const slash = isFolder ? '/' : '';
    const link = `<a href="${encodeURIComponent(name)}${slash}">${escapeHtml(name)}${slash}</a>`;
    return `<tr><td>${link}<td>${isFolder ? '' : size}<td>${changed.toISOString().slice(0, 16).replace('T', ' ')}`;
  });
  if (folder !== webRoot) rows.unshift('<tr><td><a href="../">../</a><td><td>');
  const title = escapeHtml(decodeURIComponent(uriOf(folder)));
  return Buffer.from(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
<h1>${title}</h1>
<table>
<tr><th>Name<th>Size<th>Changed (UTC)
${rows.join('\n')}
</table>
`);
}

// The answer to a GET.
async function answerGet({ target }: Request): Promise<Buffer> {
  const file = await resolveUri(target);
  if (!(await stat(file)).isDirectory()) throw new HttpError(501, 'Files are coming soon.');
  // The links of a listing begin where the URL ends, so the URL of a folder ends with a slash.
  const [uri = '', query] = target.split(/(?=\?)/);
  if (!uri.endsWith('/')) {
    const location = path.posix.join(uriOf(file), '/'); // one slash, also behind the web root's own
    throw new HttpError(301, 'This is a folder.', { Location: `${location}${query ?? ''}` });
  }
  return okResponse(await listing(file));
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

// What HEAD gets ends with the blank line, also when the answer is no (RFC 9110, section 9.3.2).
function withoutBody(response: Buffer): Buffer {
  return response.subarray(0, response.indexOf('\r\n\r\n') + 4);
}

// The answer to a request, whatever it is.
async function answer(head: string): Promise<Buffer> {
  try {
    const request = parseRequest(head);
    console.log(request.target);
    return await answerGet(request);
  } catch (error) {
    if (head.startsWith('HEAD ')) return withoutBody(errorResponse(error));
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
