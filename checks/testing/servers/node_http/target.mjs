/** A request that is refused: what the client is told, as a status code (RFC 9110, section 15). */
export class Refusal extends Error {
  constructor(status, headers = {}) {
    super(`refused with ${status}`);
    this.status = status;
    this.headers = headers;
  }
}

const SLASH = 0x2f;

/**
 * A request target (RFC 9112, section 3.2) taken apart: `path` and `query` as they came (`query` without
 * `?`, `undefined` when there is none), the decoded `segments` as bytes, because a file name is bytes, and
 * whether the path ends in a slash. Throws a Refusal: 400 when it is malformed, 404 when it leads out of
 * the root or can be no file's name.
 */
export function readTarget(target) {
  const origin = target.replace(/^https?:\/\/[^/?#]*(?=(.?))/i, (_, next) => (next === '/' ? '' : '/'));
  // A fragment is never sent; what is not a visible ASCII character has to be encoded.
  if (!origin.startsWith('/') || /[^!-~]|#/.test(origin)) throw new Refusal(400);
  const mark = origin.indexOf('?');
  const path = mark < 0 ? origin : origin.slice(0, mark);
  const query = mark < 0 ? undefined : origin.slice(mark + 1);
  if (/%(?![0-9a-f]{2})/i.test(path)) throw new Refusal(400);

  const segments = [];
  let slash = true;
  for (const encoded of path.slice(1).split('/')) {
    // First split, then decode, and decode once: `%2F` is not a separator, `%252e` is no dot.
    const segment = decoded(encoded);
    const text = segment.toString('latin1');
    slash = text === '' || text === '.' || text === '..';
    if (segment.includes(0)) throw new Refusal(400);
    if (segment.includes(SLASH) || (process.platform === 'win32' && /[\\:]/.test(text)))
      throw new Refusal(404);
    if (text === '..') {
      if (segments.pop() === undefined) throw new Refusal(404);
    } else if (!slash) segments.push(segment);
  }
  return { path, query, segments, slash };
}

/** Percent-decoding to bytes (RFC 3986, section 2.1). */
const decoded = (text) =>
  Buffer.from(
    text.replaceAll(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** A file name as a path segment of a URL, byte by byte. */
export const encoded = (name) =>
  [...name]
    .map((byte) => String.fromCharCode(byte))
    .map((char) => (/[\w.~-]/.test(char) ? char : `%${hex(char.charCodeAt(0))}`))
    .join('');

const hex = (byte) => byte.toString(16).toUpperCase().padStart(2, '0');
