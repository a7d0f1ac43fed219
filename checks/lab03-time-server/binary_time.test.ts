import { expect, test } from 'vitest';
import { explainBytes } from './binary_time.ts';

/** Seconds since 1900 at 2026-11-21T09:52:22Z: RFC 868 gives 2,208,988,800 for the beginning of 1970. */
const THEN = Date.parse('2026-11-21T09:52:22.700Z');
const SECONDS = 1_795_254_742 + 2_208_988_800;

const bytes = (value: number): Buffer => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(value);
  return four;
};

test.for([
  [SECONDS, undefined],
  [SECONDS - 2, undefined],
  [SECONDS + 2, undefined],
  [SECONDS - 4, 'wrong-time'],
  [SECONDS + 4, 'wrong-time'],
  [bytes(SECONDS).readUInt32LE(), 'little-endian'],
  [1_795_254_742, 'since-1970'],
  [0, 'wrong-time'],
  [0xffff_ffff, 'wrong-time'],
] as const)('%i', ([value, diagnosis]) => {
  expect(explainBytes(bytes(value), THEN, THEN + 5)?.diagnosis).toBe(diagnosis);
});

test('the number starts again at 0 on 7 February 2036', () => {
  const then = Date.parse('2036-02-07T06:28:16Z');
  for (const value of [0, 1, 0xffff_ffff]) expect(explainBytes(bytes(value), then, then + 5)).toBe(undefined);
  expect(explainBytes(bytes(60), then, then + 5)?.diagnosis).toBe('wrong-time');
});
