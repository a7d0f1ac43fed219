import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is not answered: a status code and a sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** What the gate must know. */
export interface GateSetting {
  port: number;
  token: string;
}

/**
 * Lets a request in, or throws a Refusal.
 *
 * The server listens on 127.0.0.1 alone, but any web page that the student visits can make their browser send
 * requests to it. Three things keep those out:
 * - Host: a page whose name was made to lead to 127.0.0.1 ("DNS rebinding") still sends its own name (RFC 9110, 7.2).
 * - Origin and Sec-Fetch-Site: a browser says which page a request comes from (RFC 6454; W3C Fetch Metadata).
 * - The token: whatever changes something needs a word that only a page served by us can read, in a header that
 *   no other page may send.
 */
export function letIn(request: IncomingMessage, { port, token }: GateSetting): void {
  const { method = '', headers } = request;
  if (!['GET', 'HEAD', 'POST'].includes(method)) {
    throw new Refusal(405, 'Only GET, HEAD and POST are understood here.', { Allow: 'GET, HEAD, POST' });
  }
  // Node joins a repeated Origin with commas and keeps the first Host: what is said twice is not believed.
  if (countOf(request, 'host') !== 1) throw new Refusal(400, 'A request has one Host header.');
  if (!hostsOf(port).includes(headers.host?.toLowerCase() ?? '')) {
    throw new Refusal(421, `This server is http://127.0.0.1:${port}/ and has no other name.`);
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host?.toLowerCase()}`) {
    throw new Refusal(403, 'This request comes from another page.');
  }
  const site = headers['sec-fetch-site'];
  // `none`: the person typed the address. Following a link from elsewhere may show the page, and do nothing more.
  const navigation = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !(navigation && !isApi(request))) {
    throw new Refusal(403, 'This request comes from another page.');
  }
  if (method === 'POST') {
    const type = headers['content-type']?.toLowerCase() ?? '';
    if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/.test(type)) {
      throw new Refusal(415, 'A POST needs the header Content-Type: application/json.');
    }
    if (!sameText(String(headers['x-workbook'] ?? ''), token)) {
      throw new Refusal(403, 'The token is missing or old. Reload the page.');
    }
  }
}

const hostsOf = (port: number): string[] =>
  // A browser leaves out the port that its scheme implies.
  [`127.0.0.1:${port}`, `localhost:${port}`, ...(port === 80 ? ['127.0.0.1', 'localhost'] : [])];

const isApi = (request: IncomingMessage): boolean => request.url?.startsWith('/api/') ?? false;

const countOf = (request: IncomingMessage, name: string): number =>
  request.rawHeaders.filter((word, i) => i % 2 === 0 && word.toLowerCase() === name).length;

/** Compares in a time that does not tell how much of it is right. */
function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
