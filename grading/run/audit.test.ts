import { expect, test } from 'vitest';
import type { GradedLab } from '../model.ts';
import { auditText, doubts } from './audit.ts';
import { inWords, progressBar } from './progress_bar.ts';

const graded = (round: number, verdicts: Record<string, string>) =>
  ({
    submission: 'ada',
    lab: 'lab01',
    round,
    seed: 10 + round,
    result: {
      checks: Object.entries(verdicts).map(([id, verdict]) => ({ id, title: `does ${id}`, verdict })),
    },
  }) as unknown as GradedLab;

test('a verdict that is always the same is no doubt, whatever it is', () => {
  expect(doubts([graded(0, { a: 'pass', b: 'fail' }), graded(1, { a: 'pass', b: 'fail' })])).toEqual([]);
  expect(auditText([], 2)).toBe('Audit: every check said the same of every program in 2 rounds.\n');
});

test('one that changes is told with the seeds that repeat it', () => {
  const found = doubts([graded(1, { a: 'fail', b: 'pass' }), graded(0, { a: 'pass', b: 'pass' })]);
  expect(auditText(found, 2)).toMatchInlineSnapshot(`
    "Audit: One verdict was not the same in 2 rounds.
      lab01 a: does a
        ada: pass (seed 10), fail (seed 11)
    "
  `);
});

test.for([
  [0, 40, 0, '[□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□]  0 of 40'],
  [20, 40, 60_000, '[■■■■■■■■■■■■■■■□□□□□□□□□□□□□□□]  20 of 40, about 60 s left'],
  [1, 40, 60_000, '[□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□]  1 of 40, about 39 min left'],
  [40, 40, 1, '[■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■]  40 of 40'],
  [0, 0, 0, '[■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■]  0 of 0'],
] as const)('%d of %d in %d ms', ([done, total, ms, bar]) => {
  expect(progressBar(done, total, ms)).toBe(bar);
});

test('long times', () => {
  expect(inWords(100)).toBe('1 s');
  expect(inWords(5 * 3_600_000)).toBe('5 h 0 min');
});
