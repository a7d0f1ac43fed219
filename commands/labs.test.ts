import { expect, test } from 'vitest';
import { ROOT } from '../checks/testing/labs.ts';
import { allLabs, findLab } from './labs.ts';

const labs = [
  { id: 'lab01', folder: 'lab01-echo-server' },
  { id: 'lab10', folder: 'lab10-dynamic-server' },
];

test.for([
  ['lab01', 'lab01'],
  ['LAB01', 'lab01'],
  ['1', 'lab01'],
  ['01', 'lab01'],
  ['lab1', 'lab01'],
  ['10', 'lab10'],
  ['lab01-echo-server', 'lab01'],
  ['labs/lab01-echo-server/', 'lab01'],
  ['labs\\lab01-echo-server', 'lab01'],
  ['lab02', undefined],
  ['', undefined],
] as const)('"%s" is %s', ([name, id]) => expect(findLab(labs, name)?.id).toBe(id));

test('a lab is found by its folder', () => {
  const found = allLabs(ROOT);
  expect(found[0]).toEqual({ id: 'lab01', folder: 'lab01-echo-server' });
  expect(found.map(({ id }) => id)).toEqual([...found.map(({ id }) => id)].sort());
});
