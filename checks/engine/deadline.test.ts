import { expect, test, vi } from 'vitest';
import { deadline, poll, within, withinHope } from './deadline.ts';

test('a time that the machine stood still counts once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const expired = vi.fn();
  deadline(200, expired);
  // One late timer, however late, is one step.
  vi.runOnlyPendingTimers();
  expect(expired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(149);
  expect(expired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(expired).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

test('a deadline that is called off never comes', () => {
  vi.useFakeTimers();
  const expired = vi.fn();
  deadline(200, expired)();
  vi.advanceTimersByTime(1000);
  expect(expired).not.toHaveBeenCalled();
  vi.useRealTimers();
});

test('within gives the value, or nothing in time', async () => {
  expect(await within(1000, Promise.resolve('yes'))).toBe('yes');
  expect(await within(20, new Promise(() => {}))).toBeUndefined();
  await expect(within(1000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('withinHope gives up when there is none', async () => {
  let looks = 0;
  const never = new Promise<string>(() => {});
  expect(await withinHope(60_000, never, 5, () => ++looks >= 3)).toBeUndefined();
  expect(looks).toBe(3);
  expect(await withinHope(1000, Promise.resolve('yes'), 5, () => true)).toBe('yes');
});

test('poll asks until there is a value, it is late, or it is of no use', async () => {
  let asked = 0;
  expect(await poll(1000, () => (++asked === 4 ? 'found' : undefined))).toBe('found');
  expect(await poll(30, () => undefined)).toBeUndefined();
  expect(
    await poll(
      60_000,
      () => undefined,
      () => true,
    ),
  ).toBeUndefined();
});
