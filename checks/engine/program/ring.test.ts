import { expect, test } from 'vitest';
import { Ring } from './ring.ts';

test('keeps the last 64 KiB, counts all, and stays small', () => {
  const ring = new Ring();
  for (let i = 0; i < 3000; i++) ring.push(Buffer.from(`${String(i).padStart(99)}\n`));
  expect(ring.total).toBe(300_000);
  expect(ring.text().length).toBeLessThanOrEqual(65_536);
  expect(ring.text().endsWith(`${String(2999).padStart(99)}\n`)).toBe(true);
});

test('one huge chunk is cut', () => {
  const ring = new Ring();
  ring.push(Buffer.alloc(1_000_000, 'x'));
  expect(ring.text().length).toBe(65_536);
});
