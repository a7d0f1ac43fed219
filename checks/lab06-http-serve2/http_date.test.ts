import { describe, expect, test } from 'vitest';
import { explainMoment, readHttpDate } from './http_date.ts';

describe('readHttpDate', () => {
  test.for([
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
    ['Thu, 29 Feb 2024 00:00:00 GMT', '2024-02-29T00:00:00Z'],
    ['Fri, 31 Dec 1999 23:59:59 GMT', '1999-12-31T23:59:59Z'],
  ])('%s is a moment', ([value, moment]) => {
    expect(readHttpDate(value as string)).toEqual({ moment: Date.parse(moment as string) });
  });

  // The value, the name of the mistake, and what stands at the place that is shown.
  test.for([
    ['1994-11-06T08:49:37.000Z', 'iso-date', '1994'],
    ['Sun Nov 06 1994 08:49:37 GMT+0000 (Coordinated Universal Time)', 'not-imf-fixdate', 'Sun'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 'not-imf-fixdate', 'Sunday'],
    ['Sun Nov  6 08:49:37 1994', 'not-imf-fixdate', 'Sun'],
    ['06/11/1994, 08:49:37', 'not-imf-fixdate', '06'],
    ['784111777', 'not-imf-fixdate', '784'],
    ['', 'not-imf-fixdate', ''],
    ['sun, 06 nov 1994 08:49:37 gmt', 'not-imf-fixdate', 'sun'],
    ['Sun, 06 Nov 1994 08:49:37 UTC', 'not-gmt', ' UTC'],
    ['Sun, 06 Nov 1994 08:49:37 +0000', 'not-gmt', ' +0000'],
    ['Sun, 06 Nov 1994 08:49:37', 'not-gmt', ''],
    ['Sun, 6 Nov 1994 08:49:37 GMT', 'unpadded', '6 Nov'],
    ['Sun, 06 Nov 1994 8:49:37 GMT', 'unpadded', '8:49'],
    ['Sun, 06 Nov 1994 08:4:37 GMT', 'unpadded', '4:37'],
    ['Sun, 06 Nov 1994 08:49:7 GMT', 'unpadded', '7 GMT'],
    ['Mon, 06 Nov 1994 08:49:37 GMT', 'wrong-weekday', 'Mon'],
    ['Sun, 06 Nov 1994 24:49:37 GMT', 'not-imf-fixdate', 'Sun'],
    ['Fri, 30 Feb 2024 08:49:37 GMT', 'not-imf-fixdate', 'Fri'],
    ['Sun, 06 Xyz 1994 08:49:37 GMT', 'not-imf-fixdate', 'Sun'],
  ])('%s is refused: %s', ([value = '', diagnosis, shown = '']) => {
    const refused = readHttpDate(value);
    expect(refused).toMatchObject({ diagnosis });
    expect(value.slice(('at' in refused ? refused.at : 0) ?? 0).startsWith(shown)).toBe(true);
  });
});

describe('explainMoment', () => {
  const now = Date.parse('2024-04-07T01:03:02Z');
  // Seconds ahead of the truth, the offset of the zone in minutes, and the name of the mistake.
  test.for([
    [0, 0, undefined],
    [-29, 345, undefined],
    [29, 0, undefined],
    [90, 0, 'wrong-time'],
    [-150 * 60, -150, 'local-time'],
    [-150 * 60, 0, 'wrong-time'],
    [86_400, -150, 'wrong-time'],
  ] as const)('%d seconds off, with a zone of %d minutes: %s', ([seconds, offset, diagnosis]) => {
    expect(explainMoment(now + seconds * 1000, now, now + 50, offset)?.diagnosis).toBe(diagnosis);
  });
});
