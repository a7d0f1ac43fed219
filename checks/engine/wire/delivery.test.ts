import { expect, test } from 'vitest';
import {
  byteByByte,
  headPlaces,
  inPieces,
  type Schedule,
  schedules,
  smallestFailing,
  splitAt,
} from './delivery.ts';

const HEAD = Buffer.from('GET /abc HTTP/1.1\r\nHost: a\r\n\r\n');
const whole = ({ pieces }: Schedule) => Buffer.concat([...pieces]).toString();

test('every schedule delivers the same bytes', () => {
  const all = [...schedules(HEAD, headPlaces(HEAD)), inPieces(HEAD, 8), splitAt(HEAD, 5)];
  expect(new Set(all.map(whole))).toEqual(new Set([HEAD.toString()]));
  expect(new Set(all.map(({ how }) => how)).size).toBe(all.length);
  expect(all.flatMap(({ pieces }) => pieces).every((piece) => piece.length > 0)).toBe(true);
});

test('the places of a head', () => {
  const places = headPlaces(HEAD).map(([where, at]) => [where, HEAD.toString('latin1', at - 1, at + 1)]);
  expect(Object.fromEntries(places)).toEqual({
    'behind the request line': '\nH',
    'inside the method': 'GE',
    'inside the target': '/a',
    'between CR and LF of the request line': '\r\n',
    'before the blank line': '\n\r',
    'between CR and LF of the blank line': '\r\n',
    'inside a header': 'os',
  });
});

/** Fails for deliveries in which a piece ends inside the first four bytes. */
const trial = async ({ pieces }: Schedule) => {
  if ((pieces[0]?.length ?? 9) < 4) throw new Error('cannot read GET');
};

test('the first failure in two pieces is the smallest', async () => {
  const failed = await smallestFailing(schedules(HEAD, headPlaces(HEAD)), trial);
  expect(failed?.schedule.how).toBe('split inside the method');
  expect(failed?.reason).toEqual(new Error('cannot read GET'));
});

test('of a failure in many pieces, a split in two is looked for', async () => {
  const failed = await smallestFailing([byteByByte(HEAD)], trial);
  expect(failed?.schedule.how).toBe('split before byte 2');
});

test('where only many pieces fail, it is those', async () => {
  const failed = await smallestFailing([byteByByte(HEAD)], async ({ pieces }) => {
    if (pieces.length > 2) throw new Error('too many');
  });
  expect(failed?.schedule.how).toBe('one byte at a time');
  expect(await smallestFailing([byteByByte(HEAD)], async () => {})).toBeUndefined();
});
