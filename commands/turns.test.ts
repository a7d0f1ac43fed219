import { expect, test } from 'vitest';
import { turns } from './turns.ts';

test('prints in the order of the works, the first of those that go on at once', () => {
  const printed: string[] = [];
  const [first, second, third] = turns((text) => printed.push(text), 3);
  second?.print('2a');
  third?.print('3a');
  first?.print('1a');
  expect(printed).toEqual(['1a']);
  second?.print('2b');
  second?.end();
  first?.print('1b');
  first?.end();
  expect(printed).toEqual(['1a', '1b', '2a', '2b', '3a']);
  third?.print('3b');
  third?.end();
  expect(printed.at(-1)).toBe('3b');
});
