import { describe, expect, test } from 'vitest';
import { annotate, explainField, type Part, type Reading, type Role } from './annotate.ts';
import { Annotator } from './annotator.ts';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

/** `kind bytes` and the note, one line per part. */
function shown(text: string, parts: readonly Part[]): string[] {
  return parts.map(({ kind, from, to, note, wrong }) => {
    const bytes = JSON.stringify(text.slice(from, to)).slice(1, -1);
    return `${kind} ${bytes}${note ? ` ${wrong ? '!' : '|'} ${note}` : ''}`;
  });
}

const read = (text: string, role: Role = 'unknown', methods?: string[]) => {
  const reading = annotate(bytesOf(text), role, methods);
  return { ...reading, shown: shown(text, reading.parts) };
};

test('a request, part by part', () => {
  const { shown, http, content, messages } = read('GET / HTTP/1.0\r\nHost:  a\r\n\r\n', 'request');
  expect(shown).toEqual([
    'start-line GET / HTTP/1.0 | request line: method, target, version',
    'line-end \\r\\n',
    'field-name Host | the name and port that the client asked for',
    'separator :  ',
    'field-value a',
    'line-end \\r\\n',
    'blank-line \\r\\n | end of headers',
  ]);
  expect([http, content, messages[0]?.method]).toEqual([true, undefined, 'GET']);
});

test('a response with too little content, bare LF and a blank too many', () => {
  const { shown, content } = read('HTTP/1.1 404 Not Found\nContent-Length : 9 \n\nhello', 'response');
  expect(shown).toEqual([
    'start-line HTTP/1.1 404 Not Found | status 404: the request is at fault',
    'bare-lf \\n ! a bare LF: the CR in front of it is missing',
    'field-name Content-Length | how many bytes of content follow',
    'separator  :  ! no blank is allowed in front of the colon',
    'field-value 9',
    'separator  ',
    'bare-lf \\n ! a bare LF: the CR in front of it is missing',
    'blank-line \\n ! end of headers, but a bare LF: the CR is missing',
    'content hello | content, 5 of 9 bytes',
  ]);
  expect(content).toEqual({ announced: 9, came: 5 });
});

test('more content than announced is counted, and told apart', () => {
  const { shown, content } = read('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ncaf\r\nx');
  expect(shown.slice(-4)).toEqual([
    'blank-line \\r\\n | end of headers',
    'content caf | content, 3 of 3 bytes',
    'line-end \\r\\n ! more than Content-Length announced',
    'text x',
  ]);
  expect(content).toEqual({ announced: 3, came: 6 });
});

test('chunks, with a trailer, and the next message', () => {
  const { shown, content, messages } = read(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\nHTTP/1.1 204 \r\n\r\n',
  );
  expect(shown.slice(6)).toEqual([
    'blank-line \\r\\n | end of headers',
    'chunk-size 5;a=b | a chunk of 5 bytes',
    'line-end \\r\\n',
    'content hello | content, 5 bytes so far',
    'line-end \\r\\n',
    'chunk-size 0 | size 0: the last chunk',
    'line-end \\r\\n',
    'field-name X',
    'separator : ',
    'field-value y',
    'line-end \\r\\n',
    'blank-line \\r\\n | end of the content',
    'start-line HTTP/1.1 204  | status 204: it worked',
    'line-end \\r\\n',
    'blank-line \\r\\n | end of headers',
  ]);
  expect(messages.map((message) => message.content)).toEqual([{ announced: 'chunked', came: 5 }, undefined]);
  expect(content).toBeUndefined();
});

describe('how much content', () => {
  test.for<[string, Role, string[], Reading['content']]>([
    ['HTTP/1.0 200 OK\r\n\r\nabc', 'response', [], { announced: 'until-close', came: 3 }],
    ['HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n', 'response', ['HEAD'], undefined],
    ['HTTP/1.0 304 x\r\nContent-Length: 5\r\n\r\n', 'response', [], undefined],
    [
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n',
      'response',
      ['HEAD'],
      undefined,
    ],
    ['POST / HTTP/1.1\r\ncontent-length: 0\r\n\r\n', 'request', [], { announced: 0, came: 0 }],
    ['POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nabGET / HTTP/1.1\r\n\r\n', 'request', [], undefined],
    ['HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nab', 'response', [], { announced: 'until-close', came: 2 }],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1', 'response', [], undefined],
  ])('%j', ([text, role, methods, content]) => expect(read(text, role, methods).content).toEqual(content));
});

describe('what is not HTTP is text, a part per line', () => {
  test.for<[string, Role, string[]]>([
    ['hello\nyou\r\n', 'request', ['text hello', 'bare-lf \\n', 'text you', 'line-end \\r\\n']],
    ['<!doctype html>\n', 'response', ['text <!doctype html>', 'bare-lf \\n']],
    ['Sec: 1\r\n', 'unknown', ['text Sec: 1', 'line-end \\r\\n']],
    ['\r\n', 'response', ['line-end \\r\\n']],
    ['\xff\x00', 'unknown', ['text ÿ\\u0000']],
    ['', 'unknown', []],
  ])('%j', ([text, role, expected]) => {
    const { shown, http } = read(text, role);
    expect([shown, http]).toEqual([expected, false]);
  });
});

test.for<[string, string]>([
  ['GET /', 'start-line GET /'],
  ['GET /\r\n', 'start-line GET / ! request line without a version'],
  ['get / HTTP/1.0\r\n', 'start-line get / HTTP/1.0 | request line: method, target, version'],
  [
    'GET  / HTTP/1.0\r\n',
    'start-line GET  / HTTP/1.0 ! request line, but not as it should be: method, target, version',
  ],
  [
    'HTTP/1.1 2000 OK\r\n',
    'start-line HTTP/1.1 2000 OK ! status line, but not as it should be: version, status, reason',
  ],
  ['HTT', 'start-line HTT'],
  ['Hallo', 'text Hallo'],
])('the first line %j', ([text, first]) => expect(read(text).shown[0]).toBe(first));

test.for<[string, string]>([
  ['<html>', 'text <html> ! content already? Then the blank line in front of it is missing'],
  ['Date', 'text Date ! a header needs a colon'],
  [' more', 'field-value  more ! begins with a blank: it continues the line above'],
  [': x', 'separator :  ! the name of the header is missing'],
])('in a head: %j', ([line, part]) => expect(read(`HTTP/1.1 200 OK\r\n${line}\r\n\r\n`).shown[2]).toBe(part));

test('a Content-Length that is no number, or is another one the second time', () => {
  const notes = read('HTTP/1.1 200 OK\r\nContent-Length: 5 bytes\r\nContent-Length: 5\r\n\r\n').parts;
  expect(notes.filter(({ kind }) => kind === 'field-value').map(({ note }) => note)).toEqual([
    'not a number of bytes',
    'differs from the Content-Length before',
  ]);
});

const SAMPLES = [
  'GET / HTTP/1.0\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\n\r\n',
  'HTTP/1.1 200 OK\nContent-Length: 5\nX : y \n\nhello, and more\r\nand more',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\nzz',
  'GETTING\r\r\n\n\r\n',
  'HTTP/1.1 200 OK\r\n folded\r\n:\r\n\r\n\r\n',
  `GET /${'long'.repeat(30)}\r\r HTTP/1.0\r\nX: ${'\r'.repeat(90)}\n${'n'.repeat(100)}: x\n\r\n`,
  'x'.repeat(200),
];

/** Kinds of the bytes one by one, and the parts in one line. */
const cover = (parts: readonly Part[], length: number) => {
  expect(parts.map(({ from }) => from)).toEqual([0, ...parts.map(({ to }) => to)].slice(0, parts.length));
  expect(parts.at(-1)?.to ?? 0).toBe(length);
  expect(parts.every(({ from, to }) => from < to)).toBe(true);
};

test('the parts cover every byte once, however the bytes come', () => {
  for (const text of SAMPLES) {
    const bytes = bytesOf(text);
    const whole = annotate(bytes, 'unknown');
    cover(whole.parts, bytes.length);
    for (let cut = 1; cut < bytes.length; cut++)
      cover(annotate(bytes.subarray(0, cut), 'unknown').parts, cut);
    for (const size of [1, 2, 7]) {
      const annotator = new Annotator('unknown');
      const parts: Part[] = [];
      for (let at = 0; at < bytes.length; at += size)
        parts.push(...annotator.push(bytes.subarray(at, at + size)));
      cover(parts, bytes.length);
      expect(annotator.messages).toEqual(whole.messages);
      const lineEnds = (all: readonly Part[]) =>
        all.filter(({ kind }) => kind === 'bare-lf').map(({ from }) => from);
      expect(lineEnds(parts)).toEqual(lineEnds(whole.parts));
    }
  }
});

test('noise never throws, and a megabyte takes no time to speak of', () => {
  let seed = 7;
  const noise = Uint8Array.from({ length: 1_000_000 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed >> 16;
  });
  const began = performance.now();
  cover(annotate(noise, 'unknown').parts, noise.length);
  noise.set(bytesOf('HTTP/1.1 200 OK\r\n'));
  cover(annotate(noise, 'response').parts, noise.length);
  noise.set(bytesOf('\r\n\r\n'), 100);
  cover(annotate(noise, 'response').parts, noise.length);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test.for<[string, string | undefined]>([
  ['Content-Length', 'how many bytes of content follow'],
  ['content-LENGTH', 'how many bytes of content follow'],
  ['Sec-Fetch-Mode', 'what the browser wants it for'],
  ['X-My-Own', undefined],
  ['constructor', undefined],
])('%s is explained: %s', ([name, meaning]) => expect(explainField(name)).toBe(meaning));
