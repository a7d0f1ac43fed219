import { expect, test } from 'vitest';
import { showsSize, showsTime } from './written_numbers.ts';

test.for([
  'a.txt 1234',
  'a.txt 1,234 bytes',
  'a.txt 1 234',
  'a.txt 1.2K',
  'a.txt 1.21 KiB',
  'a.txt 1.2 kB',
  'a.txt 1k 2019',
  '15-Mar-2019 12:00  1234',
  '1234 B',
])('%s shows 1234 bytes', (row) => {
  expect(showsSize(row, 1234)).toBe(true);
});

test.for(['a.txt', 'a.txt 234', 'a.txt 12345', 'a.txt 2.4K', '2019-03-15 12:34'])('%s does not', (row) => {
  expect(showsSize(row, 1234)).toBe(false);
});

const MARCH = new Date(Date.UTC(2019, 2, 15, 12));

test.for([
  '2019-03-15 12:00',
  '15-Mar-2019 12:00',
  '3/15/2019, 12:00:00 PM',
  '15.03.2019',
  'Fri, 15 Mar 2019 12:00:00 GMT',
  'Fri Mar 15 2019 12:00:00 GMT+0000',
  'Fri Mar 15 12:00:00 2019',
  'March 15, 2019',
  '2019-Mar-15 12:00:00',
])('%s shows March 2019', (row) => {
  expect(showsTime(row, MARCH)).toBe(true);
});

test.for(['a.txt 1234', '2018-03-15', '2019-04-15', '12:00'])('%s does not show March 2019', (row) => {
  expect(showsTime(row, MARCH)).toBe(false);
});
