import { expect, test } from 'vitest';
import { timesOfDay, wrongBy } from './time_of_day.ts';

test.each([
  ['<time>2026-11-23T14:05:09.123Z</time>', ['14:05:09.123']],
  ['Mon, 23 Nov 2026 14:05:09 GMT and 2:05:09 PM', ['14:05:09', '2:05:09']],
  ['It is 14:05.', []],
])('finds the times of day in %s', (text, expected) => {
  expect(timesOfDay(text).map((time) => time.text)).toEqual(expected);
});

test.each([
  ['14:05:09', '2026-11-23T14:05:09Z', 0],
  ['2:05:09', '2026-11-23T14:05:09Z', 0],
  ['23:59:59', '2026-11-23T00:00:01Z', 2],
  ['00:00:01', '2026-11-23T23:59:59Z', 2],
  ['14:05:19', '2026-11-23T14:05:09Z', 10],
])('%s at %s is wrong by %d s', (text, moment, seconds) => {
  const [time] = timesOfDay(text);
  const at = Date.parse(moment);
  if (!time) throw new Error('no time');
  // In whatever zone the test runs, UTC is one of the two that count.
  expect(wrongBy(time, at, at)).toBeLessThanOrEqual(seconds);
});
