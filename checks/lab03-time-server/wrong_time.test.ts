import { expect, test } from 'vitest';
import { parseTimeLine } from './time_line.ts';
import { explainWrong } from './wrong_time.ts';

const KATHMANDU = { name: 'Asia/Kathmandu', offset: 345 };
const ST_JOHNS = { name: 'America/St_Johns', offset: -210 };

/** The diagnosis of a line that was sent at this moment by a program in Kathmandu and St John's at once. */
function diagnosis(line: string, at: string, startedAt?: string): string | undefined {
  const reading = parseTimeLine(line);
  if ('diagnosis' in reading) throw new Error(`${line}: ${reading.message}`);
  const moment = Date.parse(at);
  return explainWrong(
    reading,
    { from: moment, to: moment + 5, ...(startedAt && { startedAt: Date.parse(startedAt) }) },
    [KATHMANDU, ST_JOHNS],
  )?.diagnosis;
}

const NOW = '2026-11-21T09:52:22.700Z';

test.for([
  // Two seconds are allowed in both directions, and a fraction that was cut off is not late.
  ['2026-11-21T09:52:22Z', NOW, undefined],
  ['2026-11-21T09:52:20Z', NOW, undefined],
  ['2026-11-21T09:52:19Z', NOW, 'wrong-time'],
  ['2026-11-21T09:52:24Z', NOW, undefined],
  ['2026-11-21T09:52:25Z', NOW, 'wrong-time'],
  ['2026-11-21T09:52:20.701Z', NOW, undefined],
  ['2026-11-21T09:52:20.690Z', NOW, 'wrong-time'],
  ['2026-11-21T15:37:22+05:45', NOW, undefined],
  ['Sat Nov 21 06:22:22 NST 2026', NOW, undefined],
  ['2026-11-21 03:52:22 CST', NOW, undefined],
  ['2026-11-21 17:52:22 CST', NOW, undefined],
  // The calendar.
  ['2026-10-21T09:52:22Z', NOW, 'month-off-by-one'],
  ['2026-11-31T09:52:22Z', '2026-12-31T09:52:22Z', 'month-off-by-one'],
  ['126-11-21 09:52:22 UTC', NOW, 'year-since-1900'],
  ['2026-11-06T09:52:22Z', NOW, 'weekday-as-day'],
  ['Fri, 21 Nov 2026 09:52:22 GMT', NOW, 'wrong-weekday'],
  ['Sat, 21 Nov 2026 09:52:22 GMT', NOW, undefined],
  ['2026-01-01 00:00:02 UTC', '2027-01-01T00:00:02Z', 'wrong-time'],
  // The clock.
  ['2027-01-01 24:00:02 UTC', '2027-01-01T00:00:02Z', 'midnight-24'],
  ['2026-11-21 03:52:22 UTC', '2026-11-21T15:52:22Z', 'twelve-hours'],
  ['2026-11-21 12:52:22 UTC', '2026-11-21T12:52:22Z', undefined],
  // The zone.
  ['2026-11-21T15:37:22Z', NOW, 'local-time'],
  ['2026-11-21T06:22:22Z', NOW, 'local-time'],
  ['Sat, 21 Nov 2026 15:37:22 GMT', NOW, 'local-time'],
  ['2026-11-21T09:52:22+05:45', NOW, 'wrong-offset'],
  ['2026-11-21T15:37:22-05:45', NOW, 'wrong-offset'],
  ['2026-11-21T06:22:22-04:30', NOW, 'wrong-offset'],
  ['2026-11-21T15:37:22+05:00', NOW, 'wrong-offset'],
  ['2026-11-21T10:52:22Z', NOW, 'wrong-offset'],
  ['2026-11-21T21:22:22Z', NOW, 'wrong-offset'],
  // Standing still.
  ['2026-11-21T09:50:00Z', NOW, 'wrong-time', '2026-11-21T09:49:00Z'],
  ['2026-11-21T09:50:00Z', NOW, 'frozen', '2026-11-21T09:49:59.900Z'],
] as const)('%s at %s: %s', ([line, at, expected, startedAt]) => {
  expect(diagnosis(line, at, startedAt)).toBe(expected);
});

test('a line that is right for any moment of a slow exchange is right', () => {
  const reading = parseTimeLine('2026-11-21T09:52:22Z');
  if ('diagnosis' in reading) throw new Error(reading.message);
  const asked = { from: Date.parse('2026-11-21T09:52:20Z'), to: Date.parse('2026-11-21T09:53:40Z') };
  expect(explainWrong(reading, asked, [])).toBe(undefined);
});
