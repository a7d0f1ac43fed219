import { expect, test } from 'vitest';
import { hasShortTime, isWithin, timesOn } from './page_time.ts';

test.each([
  ['It is 2026-11-23T14:35:07.123Z', [[14, 35, 7]]],
  ['11/23/2026, 2:35:07 PM', [[2, 35, 7]]],
  ['Mon Nov 23 2026 20:20:07 GMT+0545 (Nepal Time)', [[20, 20, 7]]],
  [
    '14:35, that is 2026-11-23T20:20:07+05:45',
    [
      [14, 35, undefined],
      [20, 20, 7],
    ],
  ],
  ['::1, 1:2:3:4, 127.0.0.1:8080', []],
])('times on a page: %s', (text, expected) => {
  expect(timesOn(text).map(({ hour, minute, second }) => [hour, minute, second])).toEqual(expected);
});

test.each([
  ['It is 12:5:3.', true],
  ['12:05:3', true],
  ['12:05:03', false],
  ['::1, 1:2:3:4, 127.0.0.1:8080', false],
])('numbers of one digit: %s', (text, short) => {
  expect(hasShortTime(text)).toBe(short);
});

const at = (moment: string) => ({ from: Date.parse(moment), to: Date.parse(moment) + 30 });

test.each([
  ['14:35:07', '2026-11-23T14:35:07.900Z', true],
  ['2:35:08', '2026-11-23T14:35:07.900Z', true],
  ['20:20:07', '2026-11-23T14:35:07.000Z', true], // Nepal
  ['14:35', '2026-11-23T14:35:59.000Z', true],
  ['14:36', '2026-11-23T14:35:59.000Z', true],
  ['14:34', '2026-11-23T14:35:30.000Z', false],
  ['14:35:12', '2026-11-23T14:35:07.000Z', false],
  ['14:36:07', '2026-11-23T14:35:07.000Z', false],
])('%s at %s is right: %s', (text, moment, right) => {
  const [time] = timesOn(text);
  expect(time && isWithin(time, at(moment))).toBe(right);
});

test('exactly, in UTC', () => {
  const [time] = timesOn('07:41:59');
  const moment = at('2031-05-06T07:42:00Z');
  expect(time && isWithin(time, moment, { early: 0 })).toBe(false);
  expect(time && isWithin(time, moment)).toBe(true);
});
