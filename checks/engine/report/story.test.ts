import { expect, test } from 'vitest';
import type { WireEvent } from '../wire/transcript.ts';
import { byHand } from './by_hand.ts';
import { story } from './story.ts';
import { wrap } from './style.ts';

const event = (
  kind: WireEvent['kind'],
  from: WireEvent['from'],
  data?: string,
  conversation = 1,
  text?: string,
): WireEvent => ({
  at: 0,
  conversation,
  from,
  kind,
  ...(data !== undefined && { bytes: Buffer.from(data), size: Buffer.byteLength(data) }),
  ...(text !== undefined && { text }),
});

test('one line per step; pieces that follow each other are one step', () =>
  expect(
    story([
      event('connect', 'checker', undefined, 1, '127.0.0.1:50000'),
      event('data', 'checker', 'h'),
      event('data', 'checker', 'é'),
      event('data', 'checker', '\n'),
      event('data', 'program', 'hé\n'),
      event('fin', 'checker'),
      event('silence', 'program', undefined, 1, '2.0 s'),
    ]),
  ).toEqual([
    '   1  0.000 s  the checker connects to 127.0.0.1:50000',
    '   2  0.000 s  the checker sends 4 bytes in 3 pieces  hé\\n',
    '   3  0.000 s  the program sends 4 bytes  hé\\n',
    '   4  0.000 s  the checker ends its side (FIN)',
    '   5  0.000 s  nothing more comes for 2.0 s',
  ]));

test('several connections are numbered; the middle of a long story is left out', () => {
  const events = Array.from({ length: 50 }, (_, i) =>
    event('data', i % 2 ? 'program' : 'checker', `${i}`, 1 + (i % 3)),
  );
  const lines = story(events, 9);
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe('   1  0.000 s  #1 the checker sends 1 byte  0');
  expect(lines[3]).toBe('      … 41 more …');
  expect(lines[9]).toContain('  50  ');
});

test('no line is wider than a terminal', () => {
  const lines = story([
    event('data', 'checker', 'x'.repeat(500)),
    event('data', 'program', '\x00'.repeat(500), 2),
  ]);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test('by hand: bytes that mean something to a shell are escaped', () => {
  const wire = [
    event('connect', 'checker'),
    event('data', 'checker', `a'"$\`!%^&|\\\r\n\x00é`),
    event('fin', 'checker'),
  ];
  expect(byHand('server', wire)).toBe(
    `node -e "const s=require('net').connect(50000,'127.0.0.1').on('data',d=>process.stdout.write(d));s.end('a\\x27\\x22\\x24\\x60\\x21\\x25\\x5e\\x26\\x7c\\x5c\\r\\n\\x00\\xc3\\xa9','latin1')"`,
  );
});

test('by hand: the conversation that went wrong, in its pieces, on the port of the lab', () => {
  const wire = [
    event('connect', 'checker', undefined, 1),
    event('data', 'checker', 'good', 1),
    event('connect', 'checker', undefined, 2),
    event('data', 'checker', 'GET / HTTP/1.1\r\nHost: 127.0.0.1:23456\r\n', 2),
    event('data', 'checker', '\r\n', 2),
  ];
  expect(byHand('server', wire, 8080)).toBe(
    `node -e "const s=require('net').connect(8080,'127.0.0.1').on('data',d=>process.stdout.write(d));s.write('GET / HTTP/1.1\\r\\nHost: 127.0.0.1:8080\\r\\n','latin1');setTimeout(()=>s.write('\\r\\n','latin1'),500)"`,
  );
});

test('by hand: too much to type is not shown', () =>
  expect(
    byHand('server', [event('connect', 'checker'), event('data', 'checker', 'x'.repeat(500))]),
  ).toBeUndefined());

test('wrap keeps to the width and to the line breaks in the text', () => {
  expect(wrap('one two three\nfour', '  ', 10)).toBe('  one two\n  three\n  four');
  expect(wrap('averyveryverylongword x', '', 8)).toBe('averyveryverylongword\nx');
});
