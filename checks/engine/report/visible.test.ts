import { expect, test } from 'vitest';
import { visible, visibleAt, visibleWithin } from './visible.ts';

test.for([
  ['hello\r\n\tx', 'hello\\r\\n\\tx'],
  ['back\\slash', 'back\\\\slash'],
  ['Montréal €', 'Montréal €'],
  ['\x00\x7f\x1b[31m', '\\x00\\x7f\\x1b[31m'],
  ['\u200b\u202e', '\\xe2\\x80\\x8b\\xe2\\x80\\xae'], // invisible, and turns the text around
  ['\uFFFD', '\\xef\\xbf\\xbd'],
] as const)('%j is shown as %s', ([bytes, shown]) => expect(visible(bytes)).toBe(shown));

test('what is not UTF-8 is shown byte by byte', () =>
  expect(visible(Buffer.from([0xff, 0xc3, 0x28, 0xe2, 0x82, 0x41, 0xc3, 0xa9]))).toBe(
    '\\xff\\xc3(\\xe2\\x82Aé',
  ));

test('cut to a width', () => {
  expect(visibleWithin('short', 10)).toBe('short');
  expect(visibleWithin('a longer text', 8)).toBe('a longe…');
  expect(visibleWithin(Buffer.alloc(1e6), 20)).toHaveLength(20);
});

test.for([
  ['abcdef', 3, ['abcdef', '   ^']],
  ['ab\r\ncd', 3, ['ab\\r\\ncd', '    ^']],
  ['aé€x', 6, ['aé€x', '   ^']],
  ['aé€x', 4, ['aé€x', '  ^']], // in the middle of €
  ['abc', 3, ['abc', '   ^']], // the end: something is missing
  ['', 0, ['', '^']],
] as const)('%j, byte %i', ([text, at, expected]) =>
  expect(visibleAt(Buffer.from(text), at, 40)).toEqual(expected),
);

test.for([0, 1, 500, 998, 999, 1000])('byte %i of 1000 is always in sight, within the width', (at) => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => 97 + (i % 26)));
  const [text, caret] = visibleAt(bytes, at, 30);
  expect(text.length).toBeLessThanOrEqual(30);
  expect(text[caret.length - 1] ?? '').toBe(at < 1000 ? String.fromCharCode(97 + (at % 26)) : '');
});
