import { expect, test } from 'vitest';
import { COLOUR } from '../../checks/engine/report/style.ts';
import { fitted, flowing, shownWidth } from './rows.ts';

test.for([
  ['', 5, ['']],
  ['short', 5, ['short']],
  ['longer', 5, ['longe', 'r']],
  ['日本語', 5, ['日本', '語']],
  ['日', 1, ['日']],
] as const)('%j in %d columns', ([line, columns, rows]) => {
  expect(fitted(line, columns)).toEqual(rows);
});

test('colours and links take no room', () => {
  const line = `${COLOUR.bad('12345')}\x1b]8;;file:///x\x1b\\678\x1b]8;;\x1b\\`;
  expect(shownWidth(line)).toBe(8);
  expect(fitted(line, 8)).toEqual([line]);
  expect(fitted(line, 5)).toHaveLength(2);
  expect(fitted(line, 5).join('')).toBe(line);
});

test('words side by side', () => {
  expect(flowing(['a', 'bb', 'ccc', 'd'], 6, ' · ')).toEqual(['a · bb', 'ccc', 'd']);
  expect(flowing([], 6, ' ')).toEqual([]);
});
