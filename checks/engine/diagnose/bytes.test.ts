import { expect, test } from 'vitest';
import { explainDifference, firstDifference } from './bytes.ts';

const utf8 = (bytes: Buffer) => Buffer.from(bytes.toString('utf8'));
const binary = Buffer.from(Array.from({ length: 300 }, (_, i) => i % 256));

test.for([
  ['nothing', 'hello\n', '', 'cut-short', 0],
  ['the beginning', 'hello\n', 'hel', 'cut-short', 3],
  ['in upper case', 'hello\n', 'HELLO\n', 'case-changed', 0],
  ['with a CR', 'hello\n', 'hello\r\n', 'line-ends-changed', 5],
  ['without its newline', 'hello\n', 'hello', 'line-ends-changed', 5],
  ['with words before', 'hello\n', 'I heard: hello\n', 'decorated', 0],
  ['with words behind', 'hello\n', 'hello\n> ', 'decorated', 6],
  ['twice', 'hello\n', 'hello\nhello\n', 'sent-twice', 6],
  ['something else', 'hello\n', 'help!\n', 'other-bytes', 3],
] as const)('%s', ([, expected, actual, diagnosis, at]) =>
  expect(explainDifference(Buffer.from(expected), Buffer.from(actual))).toMatchObject({ diagnosis, at }),
);

test('read as UTF-8', () =>
  expect(explainDifference(binary, utf8(binary))).toMatchObject({ diagnosis: 'through-text', at: 128 }));

test('read as one character a byte', () =>
  expect(explainDifference(binary, Buffer.from(binary.toString('latin1')))).toMatchObject({
    diagnosis: 'through-text',
  }));

test('a replacement character that was sent is no mistake', () =>
  expect(explainDifference(Buffer.from('\uFFFDx'), Buffer.from('\uFFFDy'))).toMatchObject({
    diagnosis: 'other-bytes',
  }));

test('equal is no difference', () => expect(explainDifference(binary, Buffer.from(binary))).toBeUndefined());

test.for([0, 1, 4095, 4096, 4097, 9999])('the first difference at %i', (at) => {
  const expected = Buffer.alloc(10_000, 1);
  const actual = Buffer.from(expected);
  actual[at] = 2;
  expect(firstDifference(expected, actual)).toBe(at);
});
