import type { Random } from '../engine/random.ts';
import { LANGUAGE } from './script_texts.ts';
import type { Stage } from './stage.ts';

const MIB = 1024 * 1024;

/** All 256 bytes, line ends of every kind among them. */
const ALL_BYTES = Buffer.concat([
  Buffer.from('a\r\n\r\nb\n\nc\rd\n'),
  Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
  Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
]);

/** Random bytes in which no two parts are the same; a number in each block of the same 64 KiB makes it so. */
function manyBytes(random: Random, size: number): Buffer {
  const block = random.bytes(64 * 1024);
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += block.length) {
    block.copy(bytes, at);
    bytes.writeUInt32BE(at, at);
  }
  return bytes;
}

const TEXT = 'Content-Type: text/plain; charset=utf-8';

/** What the scripts print that do nothing but print, by their names. */
export const OUTPUTS: Readonly<Record<string, (stage: Stage, random: Random) => string | Buffer>> = {
  hello: ({ greeting }) => `${TEXT}\n\n${greeting}`,
  'hello-crlf': ({ greeting }) => `${TEXT}\r\n\r\n${greeting}`,
  bytes: () => Buffer.concat([Buffer.from('Content-Type: application/x-bytes\n\n'), ALL_BYTES]),
  large: (_, random) =>
    Buffer.concat([Buffer.from('Content-Type: application/x-large\n\n'), manyBytes(random, 5 * MIB)]),
  // Letters large and small, two cookies, and a colon in a value.
  headers: ({ word }) =>
    `CONTENT-type: text/html; charset=iso-8859-1\nX-${word}: one: two\nSet-Cookie: a=${word}\nset-cookie: b=${word}; Expires=Thu, 01 Jan 2099 00:00:00 GMT\n\n<p>${word}\n`,
  untyped: ({ word }) => `X-${word}: yes\n\nuntyped ${word}\n`,
  'status-404': ({ word }) => `Status: 404 Not Found\n${TEXT}\n\nno ${word} here\n`,
  'status-418': ({ word }) => `${TEXT}\nstatus: 418\n\n${word}\n`,
  'status-503': ({ word }) => `${TEXT}\r\nSTATUS: 503 Come back later\r\n\r\n${word}\r\n`,
  'status-204': () => 'Status: 204 No Content\n\n',
  'status-304': ({ word }) => `Status: 304 Not Modified\n${TEXT}\n\n${word}\n`,
  'status-none': ({ word }) => `Status: fine\n${TEXT}\n\n${word}\n`,
  'status-99': ({ word }) => `${TEXT}\nStatus: 99\n\n${word}\n`,
  garbage: ({ word }) => `This is no head at all, ${word}\n`,
  'garbage-line': ({ word }) => `${TEXT}\nwhat is ${word} doing here\n\n${word}\n`,
  // The beginning of a response, and no more.
  half: ({ word }) => `${TEXT}\n\nhalf of ${word}`,
  'length-large': ({ word }) => `${TEXT}\nContent-Length: 100\n\n${word}`,
  'length-small': ({ word }) => `${TEXT}\nContent-Length: 2\n\n${word}`,
  away: ({ word }) => `Location: http://example.com/${word}?a=b\n\n`,
  near: ({ word }) => `Location: /text-${word}/hello.txt\n\n`,
  // To a script, with a query.
  'near-script': ({ word }) => `Location: /cgi-bin/${scriptName('environment', word)}?from=${word}\r\n\r\n`,
  circle: ({ word }) => `Location: /cgi-bin/${scriptName('circle', word)}\n\n`,
  'nph-hello': ({ word }) =>
    `HTTP/1.1 299 ${word}\r\nX-Nph: ${word}\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nunparsed ${word}\r\n`,
};

const scriptName = (name: string, word: string): string => `${name}-${word}.${LANGUAGE}`;

/** What a script prints behind its head. */
export function contentPart(output: Buffer): Buffer {
  const blank = /\r?\n\r?\n/.exec(output.toString('latin1', 0, 1000));
  return blank ? output.subarray(blank.index + blank[0].length) : output;
}
