import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.for([
  ['lab1O', ['lab01', 'lab02', 'lab10'], 'lab10'],
  ['--soluton', ['--solution', '--seed'], '--solution'],
  ['LAB01', ['lab01'], 'lab01'],
  ['al', ['lab01', 'all'], 'all'],
  ['completely-different', ['lab01', 'all'], undefined],
] as const)('%s among %j: %s', ([typed, known, expected]) => expect(nearest(typed, known)).toBe(expected));
