import { HttpError } from './http_error.ts';

// No request that means well has a head of more bytes than this, or a request line of more than that.
export const headLimit = 64 * 1024;
const requestLineLimit = 8000;

export interface Request {
  method: string;
  target: string;
  version: string;
  // By name in small letters. What came several times is joined with commas.
  headers: Map<string, string>;
  // Reads the body; a request that has none gives no bytes.
  readBody: () => Promise<Buffer>;
}

const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

// The names of methods and headers are made of these characters (RFC 9110, section 5.6.2).
const token = /^[\w!#$%&'*+.^`|~-]+$/;

// Takes the head of a request apart (RFC 9112, sections 2 to 5). `head` has one character per byte.
export function parseRequest(head: string): Omit<Request, 'readBody'> {
  // One empty line before the request is forgiven.
  const [requestLine = '', ...lines] = head.replace(/^\r\n/, '').split('\r\n');
  if (requestLine.length > requestLineLimit) throw new HttpError(414, 'The request line is too long.');

  const [method = '', target = '', version = '', ...more] = requestLine.split(' ');
  if (!token.test(method) || !/^[!-~]+$/.test(target) || more.length > 0) {
    throw new HttpError(
      400,
      'A request line is a method, a target and a version, with one space between them.',
    );
  }
  if (!/^HTTP\/\d\.\d$/.test(version)) throw new HttpError(400, 'The version is missing, or it is not one.');
  if (!version.startsWith('HTTP/1.')) throw new HttpError(505, 'This server speaks HTTP/1.1 and HTTP/1.0.');

  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const text = line.slice(colon + 1);
    if (colon < 0 || !token.test(name) || !/^[\t -~\x80-\xff]*$/.test(text)) {
      throw new HttpError(400, 'A header line is a name, a colon and a value.');
    }
    // Spaces and tabs around a value do not belong to it. The pattern finds its last character from behind:
    // one such as /[ \t]+$/ would try every place in a long run of spaces, and be busy for seconds.
    const value = /^[ \t]*(.*[^ \t])?/.exec(text)?.[1] ?? '';
    const before = headers.get(name);
    if (before !== undefined && name === 'host') throw new HttpError(400, 'There are two Host headers.');
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  // Who is wrong about the length of the body is wrong about where the next request begins.
  const length = headers.get('content-length');
  if (length !== undefined && (!/^\d{1,15}$/.test(length) || headers.has('transfer-encoding'))) {
    throw new HttpError(400, 'The length of the body is not clear.');
  }
  if (version !== 'HTTP/1.0' && !headers.has('host')) {
    throw new HttpError(400, 'HTTP/1.1 asks for a Host header.');
  }

  if (!knownMethods.includes(method)) throw new HttpError(501, 'This server does not know that method.');

  // A client that takes this server for a proxy sends the whole URL (absolute-form). Its path is what counts.
  const uri = target.replace(/^https?:\/\/[^/?]+(?=[/?]|$)/i, '').replace(/^(?=\?|$)/, '/');
  if (!uri.startsWith('/')) throw new HttpError(400, 'A target begins with a slash.');
  return { method, target: uri, version, headers };
}

// The error for a head that does not end.
export function tooLong(received: Buffer): HttpError {
  const firstLineEnds = received.includes('\r\n');
  return firstLineEnds
    ? new HttpError(431, 'The head of the request is too long.')
    : new HttpError(414, 'The request line is too long.');
}
