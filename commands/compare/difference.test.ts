import { describe, expect, test } from 'vitest';
import { compared, isSame, type Row } from './difference.ts';

/** A row in short: ` 1:1 text`, `-1 text`, `+1 text`, `| 1 text | 1 text`. */
function short(row: Row): string {
  if (row.kind === 'folded') return `… ${row.lines}`;
  const [own, reference] = [row.own, row.reference].map((line) => line && `${line.number} ${line.text}`);
  if (row.kind === 'same') return `  ${own}`;
  return own && reference ? `| ${own} | ${reference}` : own ? `< ${own}` : `> ${reference}`;
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`);

test.for([
  ['nothing at all', '', '', []],
  ['the same', 'a\n', 'a\n', ['  1 a']],
  ['a line that is another', 'a\nb\nc\n', 'a\nx\nc\n', ['  1 a', '| 2 b | 2 x', '  3 c']],
  ['a line of the student alone', 'a\nb\n', 'a\n', ['  1 a', '< 2 b']],
  ['a line of the reference alone', 'a\n', 'b\na\n', ['> 1 b', '  1 a']],
  ['one line against two', 'a\n', 'x\ny\n', ['| 1 a | 1 x', '> 2 y']],
  ['a file that only one side has', '', 'a\nb\n', ['> 1 a', '> 2 b']],
  ['other ends of lines', 'a\r\nb\r\n', 'a\nb', ['… 2']],
  ['what a terminal would obey', '\x1b[2Ja\t\u202eb', '', ['< 1 \ufffd[2Ja  \ufffdb']],
] as const)('%s', ([, own, reference, rows]) => expect(compared(own, reference).map(short)).toEqual(rows));

describe('equal stretches', () => {
  test('are folded, but for three lines around each difference', () => {
    const own = numbers(20);
    const reference = own.with(9, 'other\n');
    expect(compared(own.join(''), reference.join('')).map(short)).toEqual([
      '… 6',
      ...[7, 8, 9].map((n) => `  ${n} line ${n}`),
      '| 10 line 10 | 10 other',
      ...[11, 12, 13].map((n) => `  ${n} line ${n}`),
      '… 7',
    ]);
  });

  test('a single line is not folded: that would save nothing', () => {
    const own = numbers(5);
    expect(compared(own.join(''), own.with(4, 'other\n').join('')).map(short)[0]).toBe('  1 line 1');
  });
});

test('isSame', () => {
  expect(isSame(compared('a\r\n', 'a\n'))).toBe(true);
  expect(isSame(compared('a\n', 'b\n'))).toBe(false);
});
