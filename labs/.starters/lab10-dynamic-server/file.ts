import { open } from 'node:fs/promises';
import path from 'node:path';
import { HttpError } from './http_error.ts';
import type { Request } from './request.ts';
import { okResponse, type Response } from './response.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.pdf': 'application/pdf',
};

// Whether the client has the file already, unchanged since then (RFC 9110, section 13.1.3). A date in
// another form than the one we send is no date for us, and the client gets the whole file.
function isUnchanged(headers: Request['headers'], changed: Date): boolean {
  const since = headers.get('if-modified-since') ?? '';
  if (!/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(since) || headers.has('if-none-match'))
    return false;
  return Math.floor(changed.getTime() / 1000) * 1000 <= Date.parse(since);
}

// The part of a file that a client asks for: `bytes=0-499`, `bytes=500-`, `bytes=-500` (the last 500).
// `undefined`: the whole file, also where the range is none or there are several (RFC 9110, section 14.2).
function rangeOf(headers: Request['headers'], size: number, lastModified: string) {
  const found = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(headers.get('range') ?? '');
  if (!found || (headers.get('if-range') ?? lastModified) !== lastModified) return undefined;
  const [, first, last, suffix] = found;
  const start = first === undefined ? Math.max(0, size - Number(suffix)) : Number(first);
  const end = Math.min(size, last ? Number(last) + 1 : size);
  if (last && Number(last) < start) return undefined;
  if (start >= size) {
    throw new HttpError(416, 'The file is shorter than that.', { 'Content-Range': `bytes */${size}` });
  }
  return { start, length: end - start };
}

// A file, or a part of it, or the news that it has not changed.
export async function fileResponse(name: string, { method, headers: asked }: Request): Promise<Response> {
  const file = await open(name);
  try {
    const { size, mtime } = await file.stat();
    const headers: Record<string, string> = {
      'Content-Type': types[path.extname(name).toLowerCase()] ?? 'application/octet-stream',
      'X-Content-Type-Options': 'nosniff',
      'Last-Modified': mtime.toUTCString(),
      'Accept-Ranges': 'bytes',
    };
    if (isUnchanged(asked, mtime)) {
      await file.close();
      return { status: 304, headers, body: Buffer.alloc(0) };
    }
    const range = method === 'GET' ? rangeOf(asked, size, mtime.toUTCString()) : undefined;
    if (!range) return okResponse({ file, start: 0, length: size }, headers);
    headers['Content-Range'] = `bytes ${range.start}-${range.start + range.length - 1}/${size}`;
    return { status: 206, headers, body: { file, ...range } };
  } catch (error) {
    await file.close();
    throw error;
  }
}
