import { pipeline } from 'node:stream/promises';
import { contentTypeOf } from '../content_types.mjs';
import { isUnchanged, rangeOf, validatorsOf } from './conditions.mjs';
import { listing } from './listing.mjs';
import { isWithin, joined, openResource, realWithin } from './resource.mjs';
import { Refusal } from './target.mjs';

/**
 * Answers GET and HEAD for a file or folder of the site. `site` is the real path of the web root;
 * `hidden`, a real folder in it, is never shown; with `listingOnly` a file is 501 (lab08).
 */
export async function serveStatic(request, response, target, { site, hidden, listingOnly = false }) {
  if (!['GET', 'HEAD'].includes(request.method)) throw new Refusal(405, { Allow: 'GET, HEAD' });
  const real = await realWithin(site, joined(site, target.segments));
  if (hidden && isWithin(hidden, real)) throw new Refusal(404);
  const { stats, file } = await openResource(real);
  if (file) {
    try {
      if (target.slash) throw new Refusal(404);
      if (listingOnly) throw new Refusal(501);
      await sendFile(request, response, { file, stats, name: target.segments.at(-1).toString('latin1') });
    } finally {
      await file.close().catch(() => {}); // a stream may have closed it
    }
    return;
  }
  if (!target.slash) {
    // Relative links of the page need the slash. Two slashes at the start would name another host.
    const path = target.path.replace(/^\/+/, '/');
    throw new Refusal(301, { Location: `${path}/${target.query === undefined ? '' : `?${target.query}`}` });
  }
  const index = listingOnly ? undefined : await indexOf(site, real);
  if (index) {
    try {
      await sendFile(request, response, { ...index, name: 'index.html' });
    } finally {
      await index.file.close().catch(() => {});
    }
    return;
  }
  sendPage(request, response, 200, await listing(site, real, shownPath(target)));
}

const shownPath = ({ segments }) => `/${segments.map((segment) => `${segment}/`).join('')}`;

async function indexOf(site, real) {
  try {
    const index = await openResource(await realWithin(site, joined(real, [Buffer.from('index.html')])));
    return index.file && index;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Sends a page of HTML; without its content when the request is HEAD. */
export function sendPage(request, response, status, html, headers = {}) {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : html);
}

async function sendFile(request, response, { file, stats, name }) {
  const validators = validatorsOf(stats);
  response.setHeader('ETag', validators.etag);
  response.setHeader('Last-Modified', validators.modified.toUTCString());
  if (isUnchanged(request.headers, validators)) {
    response.writeHead(304).end();
    return;
  }
  // Range is defined for GET alone.
  const range = request.method === 'GET' ? rangeOf(request.headers, stats.size, validators) : undefined;
  if (range === 'unsatisfiable') throw new Refusal(416, { 'Content-Range': `bytes */${stats.size}` });
  const { start, end } = range ?? { start: 0, end: stats.size - 1 };
  response.writeHead(range ? 206 : 200, {
    'Content-Type': contentTypeOf(name),
    'Content-Length': end - start + 1,
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    ...(range && { 'Content-Range': `bytes ${start}-${end}/${stats.size}` }),
  });
  if (request.method === 'HEAD' || end < start) {
    response.end();
    return;
  }
  const stream = file.createReadStream({ start, end });
  try {
    await pipeline(stream, response, { end: false });
    // Cut short since we looked: nothing but the end of the connection can say so now.
    if (stream.bytesRead < end - start + 1) response.destroy();
    else response.end();
  } catch {
    response.destroy(); // the client left, or the disk failed half-way
  }
}
