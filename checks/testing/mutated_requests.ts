import type { Random } from '../engine/random.ts';

/** Requests that are right, to be broken. */
const SEEDS = [
  'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /small.txt?a=b&c=%20 HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n',
  'HEAD /sub/../small.txt HTTP/1.0\r\n\r\n',
  'GET http://a/sub/ HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nX-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n\r\n',
  'POST /small.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\nhello=world',
  'POST /sub/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nGET /small.txt HTTP/1.1\r\nHost: a\r\n\r\n',
];

/** Pieces that are interesting in the wrong place. */
const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  ' ',
  '\t',
  ':',
  '\0',
  '%',
  '%00',
  '%zz',
  '%2e%2e%2f',
  '../',
  '//',
  '\\',
  '?',
  '#',
  'HTTP/9.9',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Host: b\r\n',
  'Range: bytes=-0\r\n',
  'Range: bytes=9999999-1\r\n',
  'Connection: close\r\n',
  '\xff\xfe',
  'a'.repeat(9000),
  'A: b\r\n'.repeat(300),
];

/** A request with one to four things wrong with it. */
export function mutatedRequest(random: Random): Buffer {
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(0, items.length)] as Item;
  let text = pick(SEEDS);
  for (let count = random.integer(1, 5); count > 0; count--) {
    const at = random.integer(0, text.length + 1);
    const end = Math.min(text.length, at + random.integer(0, 12));
    switch (random.integer(0, 5)) {
      case 0: // another byte
        text = text.slice(0, at) + String.fromCharCode(random.integer(0, 256)) + text.slice(at + 1);
        break;
      case 1: // something taken out
        text = text.slice(0, at) + text.slice(end);
        break;
      case 2: // something twice
        text = text.slice(0, end) + text.slice(at);
        break;
      case 3: // something put in
        text = text.slice(0, at) + pick(PIECES) + text.slice(at);
        break;
      default: // the end missing
        text = text.slice(0, Math.max(1, at));
    }
  }
  return Buffer.from(text, 'latin1');
}
