/** A script's output that is no CGI response (RFC 3875, section 6). */
export class BadOutput extends Error {}

/** More than this before the blank line is no header. */
const LONGEST = 64 * 1024;

/** Fields about the connection, which the server sets, and the length, which it finds out itself. */
const OURS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
]);

/**
 * Reads the header of a script's output: `undefined` while the blank line has not come, otherwise its
 * `status`, `reason`, `location`, the other `fields` as [name, value] in their order, and the `bodyAt`
 * where the content begins. Lines end in CRLF or LF (section 7.2). Throws BadOutput.
 */
export function readHeader(output) {
  const fields = [];
  const single = new Map();
  for (let at = 0; ; ) {
    const end = output.indexOf(0x0a, at);
    if (end < 0 || end > LONGEST) {
      if (output.length > LONGEST) throw new BadOutput('no blank line in 64 KiB');
      return undefined;
    }
    const line = output.toString('latin1', at, end).replace(/\r$/, '');
    at = end + 1;
    if (line === '') return { ...meaningOf(single, fields), fields, bodyAt: at };
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined) throw new BadOutput(`not a header line: ${JSON.stringify(line.slice(0, 100))}`);
    const key = name.toLowerCase();
    if (['status', 'location', 'content-type'].includes(key)) {
      if (single.has(key)) throw new BadOutput(`${name} comes twice`);
      single.set(key, value);
    }
    if (key !== 'status' && key !== 'location' && !OURS.has(key)) fields.push([name, value]);
  }
}

function meaningOf(single, fields) {
  const location = single.get('location');
  const text = single.get('status');
  if (text === undefined && location === undefined && !single.has('content-type') && fields.length === 0) {
    throw new BadOutput('no header field');
  }
  if (text === undefined) return { status: location === undefined ? 200 : 302, reason: undefined, location };
  const [, code, reason] = /^([2-5]\d\d)(?: (.*))?$/.exec(text) ?? [];
  if (code === undefined) throw new BadOutput(`no status: ${JSON.stringify(text.slice(0, 100))}`);
  return { status: Number(code), reason, location, explicit: true };
}

/** Whether the server itself is to fetch the page that the script names (section 6.2.2). */
export const isLocalRedirect = ({ location, explicit }) =>
  location !== undefined && !explicit && /^\/(?!\/)/.test(location);
