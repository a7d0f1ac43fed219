import { expect, test } from 'vitest';
import type { WireEvent } from '../../checks/engine/wire/transcript.ts';
import { KEPT_BYTES, KEPT_EVENTS, keptWire, SHORT } from './kept_wire.ts';

const data = (size: number, at: number): WireEvent => ({
  at,
  conversation: 1,
  from: 'checker',
  kind: 'data',
  bytes: Buffer.alloc(size, 'x'),
  size,
});
const chunks = (count: number, size: number) => Array.from({ length: count }, (_, at) => data(size, at));

test('a check that passed keeps its exchange only where that is short', () => {
  const short = chunks(4, 100);
  expect(keptWire({ verdict: 'pass', wire: short })).toBe(short);
  expect(keptWire({ verdict: 'pass', wire: chunks(1, SHORT.bytes + 1) })).toEqual([]);
  expect(keptWire({ verdict: 'pass', wire: chunks(SHORT.events + 1, 1) })).toEqual([]);
});

test('one that failed keeps beginning and end; between them the sizes stay and the bytes go', () => {
  const kept = keptWire({ verdict: 'fail', wire: chunks(300, 1024) });
  expect(kept).toHaveLength(300);
  expect(kept.every(({ size }) => size === 1024)).toBe(true);
  expect(kept.map(({ bytes }) => bytes?.length)).toEqual([
    ...Array(64).fill(1024),
    ...Array(300 - 128).fill(0),
    ...Array(64).fill(1024),
  ]);
  expect(kept.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0)).toBeLessThanOrEqual(2 * KEPT_BYTES);
});

test('of thousands of events the first and the last are kept', () => {
  const kept = keptWire({ verdict: 'fail', wire: chunks(2000, 1) });
  expect(kept.map(({ at }) => at)).toEqual([
    ...Array.from({ length: KEPT_EVENTS }, (_, i) => i),
    ...Array.from({ length: KEPT_EVENTS }, (_, i) => 2000 - KEPT_EVENTS + i),
  ]);
});
