import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { HttpError, notFound } from './http_error.ts';

// Whether a path is the web root or below it. (With the separator: /srv/web-old is not below /srv/web.)
export function isInside(file: string, webRoot: string): boolean {
  return file === webRoot || file.startsWith(webRoot.endsWith(path.sep) ? webRoot : webRoot + path.sep);
}

// The name that a target means: percent-decoded once, and before anything is decided.
export function nameIn(uri: string): string {
  const encoded = uri.replace(/[?#].*/, ''); // the query is not part of the name
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    throw new HttpError(400, 'A % in the target is not followed by what it announces.');
  }
  // NUL ends a name in the language of the system, C. In Windows a colon names a drive or a hidden part of a file.
  if (name.includes('\0') || (path.sep === '\\' && name.includes(':'))) {
    throw new HttpError(400, 'No name has such a character in it.');
  }
  return name;
}

// The file or folder of a name. A name that leads out of the web root means nothing.
export async function realFile(name: string, webRoot: string): Promise<string> {
  const file = path.join(webRoot, name); // with . and .. worked out
  if (!isInside(file, webRoot)) throw notFound();
  const real = await realpath(file); // with symbolic links followed: they may lead out, too
  if (!isInside(real, webRoot)) throw notFound();
  return real;
}

export const resolveUri = (uri: string, webRoot: string) => realFile(nameIn(uri), webRoot);

// The path of a file or folder as a URL shows it: from the web root, every name percent-encoded.
export function uriOf(file: string, webRoot: string): string {
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
async function entryOf(name: string, folder: string, webRoot: string) {
  try {
    const file = await realpath(path.join(folder, name));
    if (!isInside(file, webRoot)) return undefined;
    const stats = await stat(file);
    return { name, size: stats.size, changed: stats.mtime, isFolder: stats.isDirectory() };
  } catch {
    return undefined; // it is gone by now, or a link that leads nowhere
  }
}

// A page with a link to everything in a folder, folders first.
export async function listing(folder: string, webRoot: string): Promise<Buffer> {
  const names = await readdir(folder);
  const entries = (await Promise.all(names.map((name) => entryOf(name, folder, webRoot)))).filter(
    (entry) => entry !== undefined,
  );
  entries.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name));
  const rows = entries.map(({ name, size, changed, isFolder }) => {
    const slash = isFolder ? '/' : '';
    const link = `<a href="${encodeURIComponent(name)}${slash}">${escapeHtml(name)}${slash}</a>`;
    return `<tr><td>${link}<td>${isFolder ? '' : size}<td>${changed.toISOString().slice(0, 16).replace('T', ' ')}`;
  });
  if (folder !== webRoot) rows.unshift('<tr><td><a href="../">../</a><td><td>');
  const title = escapeHtml(decodeURIComponent(uriOf(folder, webRoot)));
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
