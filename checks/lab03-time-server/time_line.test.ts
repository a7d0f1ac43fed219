import { describe, expect, test } from 'vitest';
import { parseTimeLine } from './time_line.ts';

/** The moments that a line can mean, as ISO 8601 in UTC; or why it is refused, and where. */
function meaning(line: string): string {
  const found = parseTimeLine(line);
  if ('diagnosis' in found)
    return found.at === undefined ? found.diagnosis : `${found.diagnosis} at ${found.at}`;
  const { year, month, day, hour, minute, second, millisecond } = found.fields;
  const digits = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const moments = found.offsets.map((offset) => new Date(digits - offset * 60_000).toISOString());
  return moments.join(' or ').replaceAll('.000Z', 'Z');
}

const MOMENT = '2026-11-21T09:52:22Z';

describe('lines that name one moment', () => {
  test.for([
    // ISO 8601, RFC 3339
    '2026-11-21T09:52:22Z',
    '2026-11-21T15:37:22+05:45',
    '2026-11-21T15:37:22+0545',
    '2026-11-21T10:52:22+01',
    '2026-11-21T06:22:22-03:30',
    '2026-11-21T09:52:22-00:00',
    '2026-11-21t09:52:22z',
    '20261121T095222Z',
    '20261121T153722+0545',
    '2026-11-21 09:52:22 UTC',
    '2026-11-21 09:52:22UTC',
    '2026/11/21 09:52:22 GMT',
    '2026-11-21, 09:52:22 (UTC)',
    '"2026-11-21T09:52:22Z"',
    // RFC 1123, IMF-fixdate, RFC 850, RFC 5322
    'Sat, 21 Nov 2026 09:52:22 GMT',
    'Sat, 21 Nov 2026 15:37:22 +0545',
    'Saturday, 21-Nov-26 09:52:22 GMT',
    'Saturday, 21-Nov-2026 09:52:22 UTC',
    // ctime and date
    'Sat Nov 21 09:52:22 2026 UTC',
    'Sat Nov 21 15:37:22 2026 +0545',
    'Sat Nov 21 09:52:22 UTC 2026',
    'Sat Nov 21 15:37:22 +0545 2026',
    'Sat Nov 21 06:22:22 NST 2026',
    'Sat 21 Nov 09:52:22 UTC 2026',
    'Sat Nov 21 09:52:22 AM UTC 2026',
    'Sat Nov 21 10:52:22 2026 CET',
    // RFC 867, xinetd, NTP's friends
    'Saturday, November 21, 2026 09:52:22-UTC',
    'Saturday, November 21, 2026 04:52:22-EST',
    '21 NOV 26 09:52:22 UTC',
    '21 NOV 2026 09:52:22 UTC',
    // JavaScript
    'Sat Nov 21 2026 15:37:22 GMT+0545 (Nepal Time)',
    'Sat Nov 21 2026 09:52:22 GMT+0000 (Coordinated Universal Time)',
    'November 21, 2026 at 9:52:22 AM UTC',
    'Saturday, November 21, 2026 at 3:37:22\u202fPM GMT+5:45',
    'Saturday 21 November 2026 at 09:52:22 Coordinated Universal Time',
    // Python, Java, Go, PHP, Apache's log
    '2026-11-21T15:37:22+05:45[Asia/Kathmandu]',
    'Sat Nov 21 09:52:22 +0000 2026',
    'Sat Nov 21 09:52:22 UTC 2026',
    '2026-11-21 09:52:22 +0000 UTC',
    '[21/Nov/2026:09:52:22 +0000]',
    // time first, other orders and marks
    '09:52:22 UTC, 21 November 2026',
    '09:52:22Z 2026-11-21',
    '10:52:22+01:00 2026-11-21',
    '21.11.2026 09:52:22 UTC',
    '21. 11. 2026 10:52:22 +01:00',
    '21st of November 2026, 09:52:22 UTC',
    '2026 Nov 21 09:52:22 UTC',
    '2026-11-21 UTC 09:52:22',
    'UTC 2026-11-21 09:52:22',
    '2026-11-21 15:37:22 UTC+5:45',
    '2026-11-21 06:22:22 UTC\u22123:30',
    '2026-11-21 04:52:22 -0500 EST',
  ])('%s', (line) => {
    expect(meaning(line)).toBe(MOMENT);
  });

  test.for([
    ['2026-11-21T09:52:22.123Z', '2026-11-21T09:52:22.123Z'],
    ['2026-11-21 15:37:22.123456+05:45', '2026-11-21T09:52:22.123Z'],
    ['2026-11-21T09:52:22,5Z', '2026-11-21T09:52:22.500Z'],
    ['09:52:22 UTC 2026-11-05', '2026-11-05T09:52:22Z'],
    ['Sat Nov  7 09:52:22 2026 UTC', '2026-11-07T09:52:22Z'],
    ['7 May 2026 09:52:22 UTC', '2026-05-07T09:52:22Z'],
    ['12:00:05 AM UTC 2026-11-05', '2026-11-05T00:00:05Z'],
    ['12:00:05 p.m. UTC 2026-11-05', '2026-11-05T12:00:05Z'],
    ['2026-11-21 03:52:22 PM UTC', '2026-11-21T15:52:22Z'],
    ['2026-11-21 15:52:22 PM UTC', '2026-11-21T15:52:22Z'],
    // a name that several zones share
    ['2026-11-21 09:52:22 CST', '2026-11-21T15:52:22Z or 2026-11-21T14:52:22Z or 2026-11-21T01:52:22Z'],
    // numbers that are wrong are read all the same: what is wrong with them is found by comparing
    ['126-11-21 09:52:22 UTC', '0126-11-21T09:52:22Z'],
    ['2026-11-21 24:00:00 UTC', '2026-11-22T00:00:00Z'],
    ['2026-11-21 9:5:3 UTC', '2026-11-21T09:05:03Z'],
  ])('%s', ([line = '', moment]) => {
    expect(meaning(line)).toBe(moment);
  });
});

describe('lines that are refused', () => {
  test.for([
    ['', 'unreadable-time'],
    ['hello', 'unreadable-time'],
    ['three o’clock', 'unreadable-time'],
    ['\u0001\u0002\u0003\u0004', 'unreadable-time'],
    ['2026-11-21T99:52:22Z', 'unreadable-time at 11'],
    ['2026-21-11T09:52:22Z', 'unreadable-time at 5'],
    ['1795254742', 'epoch-number'],
    ['1795254742123', 'epoch-number'],
    ['1795254742.123', 'epoch-number'],
    ['09:52:22 UTC', 'incomplete-time'],
    ['2026-11-21 UTC', 'incomplete-time'],
    ['2026-11-21 09:52 UTC', 'incomplete-time'],
    ['Sat Nov 21 09:52:22 UTC', 'incomplete-time'],
    ['2026-11-21 09:52:22', 'no-offset at 19'],
    ['2026-11-05T09:52:22', 'no-offset at 19'],
    ['09:52:22 2026-11-05', 'no-offset at 19'],
    ['Sat Nov 21 09:52:22 2026', 'no-offset at 24'],
    ['21-11-2026 09:52:22', 'ambiguous-date at 0'],
    ['2026-11-21 15:37:22 Asia/Kathmandu', 'no-offset at 20'],
    ['2026-11-21 15:37:22 NPT', 'no-offset at 20'],
    ['Sat Nov 21 2026 15:37:22 (Nepal Time)', 'no-offset at 37'],
    ['11/21/2026, 9:52:22 AM UTC', 'ambiguous-date at 0'],
    ['05/11/2026, 09:52:22 UTC', 'ambiguous-date at 0'],
    ['26-11-21T09:52:22Z', 'two-digit-year at 0'],
    ['21.11.26 09:52:22 UTC', 'two-digit-year at 0'],
    ['2026-00-21T09:52:22Z', 'month-off-by-one at 5'],
    ['2026-0-21 09:52:22 UTC', 'month-off-by-one at 5'],
    ['20260021T095222Z', 'month-off-by-one at 4'],
    ['The time is 2026-11-21T09:52:22Z', 'decorated at 4'],
    ['2026-11-21T09:52:22Z Welcome!', 'decorated at 21'],
    ['{"time":"2026-11-21T09:52:22Z"}', 'decorated at 0'],
    ['HTTP/1.1 200 OK', 'unreadable-time'],
  ])('%s', ([line = '', refusal]) => {
    expect(meaning(line)).toBe(refusal);
  });
});

test.for([
  ['2026-11-21 09:05:03 UTC', undefined],
  ['2026-11-21 9:05:03 UTC', 11],
  ['2026-11-21 09:5:03 UTC', 14],
  ['2026-11-21 09:05:3 UTC', 17],
  ['2026-11-21 09:015:03 UTC', 14],
  ['2026-1-21 09:05:03 UTC', 5],
  ['2026-01-2 09:05:03 UTC', 8],
  ['2026-010-21 09:05:03 UTC', 5],
  ['Sat Nov  7 9:05:03 2026 UTC', 11],
  // a clock of twelve hours is not padded, nor is the day beside the name of a month
  ['November 7, 2026 at 9:05:03 AM UTC', undefined],
  ['7 Nov 2026 09:05:03 UTC', undefined],
] as const)('the first number without two digits in %s', ([line, place]) => {
  const found = parseTimeLine(line);
  expect('diagnosis' in found ? found : found.unpadded).toBe(place);
});
