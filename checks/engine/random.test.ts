import { expect, test } from 'vitest';
import { Random } from './random.ts';

test('the same seed gives the same bytes, another check or seed gives others', () => {
  const bytes = (seed: number, id: string) => Random.forCheck(seed, id).bytes(32).toString('hex');
  expect(bytes(7, 'bytes')).toBe(bytes(7, 'bytes'));
  expect(bytes(7, 'bytes')).not.toBe(bytes(8, 'bytes'));
  expect(bytes(7, 'bytes')).not.toBe(bytes(7, 'large'));
});

test('stays the same from version to version, so that a printed seed keeps its meaning', () =>
  expect(Random.forCheck(7, 'echo-line').word()).toMatchInlineSnapshot(`"shmpoq"`));

test('is spread over its range', () => {
  const random = new Random(1);
  const counts = new Map<number, number>();
  for (let i = 0; i < 6000; i++) {
    const value = random.integer(1, 7);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(Math.min(...counts.values())).toBeGreaterThan(800);
  expect(random.shuffle([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
});
