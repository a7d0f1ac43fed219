import type net from 'node:net';
import path from 'node:path';
import { environmentOf } from './environment.ts';
import { HttpError } from './http_error.ts';
import { run } from './process.ts';
import type { Request } from './request.ts';
import type { Response } from './response.ts';
import { commandFor, type Script } from './script.ts';

// The response that a script makes; or the path on this server where the response is to be found.
export async function cgiResponse(
  script: Script,
  request: Request,
  webRoot: string,
  socket: net.Socket,
  gone: AbortSignal,
): Promise<Response | string> {
  const command = commandFor(script);
  const body = await request.readBody();
  const env = environmentOf(request, body, script, webRoot, socket);
  const output = await run(command, env, body, gone);
  // A script with such a name speaks HTTP itself, and is passed on as it is (RFC 3875, section 5).
  if (path.basename(script.file).startsWith('nph-'))
    return { status: 200, headers: {}, body: output, asItIs: true };
  return parseOutput(output);
}

// These are the server's own: how long the body is and what becomes of the connection, it knows better.
const ours = [
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'trailer',
  'upgrade',
  'date',
];

// Takes what a script printed apart: header lines, a blank line, the body (RFC 3875, section 6). Lines may
// end with LF alone.
export function parseOutput(output: Buffer): Response | string {
  const text = output.toString('latin1', 0, 64 * 1024); // one character per byte, as far as a head may go
  const blank = /^\r?\n|\r?\n\r?\n/.exec(text);
  if (!blank) throw new HttpError(502, 'The script printed no header.');
  const body = output.subarray(blank.index + blank[0].length);

  let status: number | undefined;
  let reason: string | undefined;
  const headers: Record<string, string | string[]> = {};
  for (const line of text
    .slice(0, blank.index)
    .split(/\r?\n/)
    .filter((one) => one !== '')) {
    const [, name = '', text = ''] = /^([\w!#$%&'*+.^`|~-]+):([\t -~\x80-\xff]*)$/.exec(line) ?? [];
    const value = /^[ \t]*(.*[^ \t])?/.exec(text)?.[1] ?? '';
    if (name === '') throw new HttpError(502, 'A header line of the script is not one.');
    if (name.toLowerCase() === 'status') {
      const found = /^([2-5]\d\d)(?: (.*))?$/.exec(value);
      if (!found) throw new HttpError(502, 'The status of the script is not one.');
      status = Number(found[1]);
      reason = found[2];
    } else if (!ours.includes(name.toLowerCase())) {
      const known = Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase());
      if (known === undefined) headers[name] = value;
      else headers[known] = [headers[known] ?? [], value].flat(); // Set-Cookie, for one, may come often
    }
  }

  const has = (wanted: string) => Object.keys(headers).some((name) => name.toLowerCase() === wanted);
  const [location] =
    Object.entries(headers)
      .find(([name]) => name.toLowerCase() === 'location')
      ?.slice(1)
      .flat() ?? [];
  // A path alone: the client is not told, it gets what lies there (RFC 3875, section 6.2.2).
  if (location?.startsWith('/') && !location.startsWith('//') && status === undefined) return location;
  if (!has('content-type') && body.length > 0) headers['Content-Type'] = 'text/plain; charset=utf-8';
  const found = status ?? (location === undefined ? 200 : 302);
  return { status: found, ...(reason && { reason }), headers, body };
}
