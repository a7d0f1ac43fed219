import { expect, test } from 'vitest';
import { changedLines } from './changed_lines.ts';

test.for([
  ['a\nb\nc', 'a\nb\nc', []],
  ['a\nb\nc', 'a\nx\nb\nc', [1]],
  ['a\nb', '  a\n  b\n  c', [2]],
  ['', 'a\n\nb', [0, 2]],
  ['a\nb\nc', 'c\na', [1]],
] as const)('from %j to %j', ([before, after, expected]) => {
  expect(changedLines(before, after)).toEqual(expected);
});
