import { expect, test } from 'vitest';
import { NO_COLOUR } from '../../checks/engine/report/style.ts';
import { widthOf } from '../talk/rows.ts';
import { Display } from './display.ts';
import type { Passage } from './looking_glass.ts';

/** What the display prints for these passages, each a millisecond after the one before. */
function shown(
  passages: readonly (Omit<Passage, 'conversation' | 'bytes'> & {
    conversation?: number;
    bytes?: string | Buffer;
  })[],
  hex = false,
) {
  let text = '';
  let now = 0;
  const display = new Display({
    style: NO_COLOUR,
    columns: 80,
    hex,
    write: (more) => (text += more),
    now: () => now++,
    server: '127.0.0.1:8080',
  });
  for (const { conversation = 1, bytes, ...passage } of passages) {
    const buffer = bytes === undefined ? {} : { bytes: Buffer.from(bytes as string) };
    display.on({ conversation, ...passage, ...buffer });
  }
  display.flush();
  for (const row of text.split('\n')) expect(widthOf(row), row).toBeLessThanOrEqual(80);
  return text;
}

const client = { from: 'client' } as const;
const server = { from: 'server' } as const;
const data = 'data';

test('a good exchange', () => {
  const text = shown([
    { ...client, kind: 'connect', text: '127.0.0.1:40000' },
    { ...client, kind: data, bytes: 'GET / HTTP/1.0\r\nHo' },
    { ...client, kind: data, bytes: 'st: 127.0.0.1:8081\r\n\r\n' },
    { ...server, kind: data, bytes: 'HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello\n' },
    { ...server, kind: 'fin' },
    { ...client, kind: 'fin' },
  ]);
  expect(text).toMatchInlineSnapshot(`
    "#1    0.000 s  the client connects from 127.0.0.1:40000
    #1    0.001 s  client → server  18 bytes
          GET / HTTP/1.0\\r\\n                   request line: method, target, version
          Ho
    #1    0.002 s  client → server  22 bytes, from byte 18 on
          st: 127.0.0.1:8081\\r\\n         the name and port that the client asked for
          \\r\\n                                                        end of headers
    #1    0.003 s  client ← server  44 bytes
          HTTP/1.0 200 OK\\r\\n                                  status 200: it worked
          Content-Length: 6\\r\\n                     how many bytes of content follow
          \\r\\n                                                        end of headers
          hello\\n                                              content, 6 of 6 bytes
    #1    0.004 s  the server ends its side (FIN)
    #1    0.005 s  the client ends its side (FIN)
    "
  `);
});

test('what is wrong is said', () => {
  const text = shown([
    {
      ...server,
      kind: data,
      bytes: 'HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Length : 9\n\ncafé',
    },
    { ...server, kind: 'fin' },
  ]);
  for (const words of [
    'a bare LF: the CR in front of it is missing',
    'no blank is allowed in front of the colon',
    'end of headers, but a bare LF: the CR is missing',
    'content, 5 of 9 bytes',
    '(FIN)\n      4 bytes of content are missing',
  ]) {
    expect(text).toContain(words);
  }
});

test.for<[string, string]>([
  ['HTTP/1.1 200 OK\r\nA: b\r\n', 'the blank line that ends the headers is missing'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', 'the last chunk is missing'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n', '1 byte of content is missing'],
])('the server ends behind %j', ([bytes, words]) => {
  const text = shown([
    { ...server, kind: data, bytes },
    { ...server, kind: 'fin' },
  ]);
  expect(text).toContain(`(FIN)\n      ${words}\n`);
});

test('the answer to HEAD lacks nothing', () => {
  const text = shown([
    { ...client, kind: data, bytes: 'HEAD / HTTP/1.0\r\n\r\n' },
    { ...server, kind: data, bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n' },
    { ...server, kind: 'fin' },
  ]);
  expect(text).toContain('(FIN)\n');
});

test('a reset, and a server that is not there', () => {
  const text = shown([
    { ...server, kind: 'reset' },
    { ...server, kind: 'refused', text: 'ECONNREFUSED', conversation: 2 },
  ]);
  expect(text).toContain('#1    0.000 s  the server cuts the connection (RST)');
  expect(text).toContain('#2    0.001 s  nobody listens on 127.0.0.1:8080');
});

test('50 MB: the beginning is shown and the rest is counted', () => {
  const piece = Buffer.alloc(65_536, 'x');
  const text = shown([
    { ...server, kind: data, bytes: `HTTP/1.1 200 OK\r\nContent-Length: ${65_536 * 763}\r\n\r\n` },
    ...Array.from({ length: 763 }, () => ({ ...server, kind: 'data' as const, bytes: piece })),
    { ...server, kind: 'fin' },
  ]);
  expect(text.length).toBeLessThan(7000);
  expect(text).toContain('more, not shown, content 50003968 of 50003968\n');
  expect(text.trimEnd().endsWith('(FIN)')).toBe(true);
});

test('5,000 tiny chunks', () => {
  const text = shown(Array.from({ length: 5000 }, () => ({ ...server, kind: 'data' as const, bytes: 'x' })));
  expect(text.split('\n').length).toBeLessThan(150);
  expect(text).toContain('← … 4936 bytes more, not shown');
});

test('binary noise and hexadecimal keep to the width', () => {
  const noise = Buffer.from(Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >> 3));
  expect(shown([{ ...client, kind: data, bytes: noise }])).not.toMatch(/[^\n\x20-\x7e\u00a0-\uffff]/u);
  const hex = shown(
    [
      { ...client, kind: data, bytes: 'ab' },
      { ...client, kind: data, bytes: noise },
    ],
    true,
  );
  expect(hex).toContain('    0000  61 62 ');
  expect(hex).toContain('    0012  ');
});
