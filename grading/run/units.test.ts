import { expect, test } from 'vitest';
import type { GradedLab, Submission } from '../model.ts';
import { isInShard, keyOf, left, unitsOf } from './units.ts';

const programOf = (lab: string) =>
  ({ folder: `/x/${lab}`, file: 'a.ts', path: 'a.ts', language: 'typescript', digest: lab }) as const;
const submission = (id: string, ...labs: string[]): Submission => ({
  id,
  name: id.toUpperCase(),
  source: id,
  programs: Object.fromEntries(labs.map((lab) => [lab, programOf(lab)])),
});
const CLASS = [submission('ada', 'lab01', 'lab02'), submission('bob', 'lab02'), submission('eve')];

test('each lab that was handed in, once for each round, each round with a seed of its own', () => {
  const units = unitsOf(CLASS, ['lab01', 'lab02'], { seed: 5, rounds: 2 });
  expect(units.map(({ submission: id, lab, round, seed }) => `${id} ${lab} ${round} ${seed}`)).toEqual([
    'ada lab01 0 5',
    'ada lab01 1 6',
    'ada lab02 0 5',
    'ada lab02 1 6',
    'bob lab02 0 5',
    'bob lab02 1 6',
  ]);
});

test('every submission is in exactly one part, and always in the same', () => {
  const ids = Array.from({ length: 200 }, (_, i) => `student-${i}`);
  for (const of of [1, 2, 3, 10]) {
    const parts = ids.map((id) => Array.from({ length: of }, (_, i) => isInShard(id, { part: i + 1, of })));
    expect(parts.every((one) => one.filter(Boolean).length === 1)).toBe(true);
  }
  // A later version must divide a class as this one does.
  expect(ids.slice(0, 12).filter((id) => isInShard(id, { part: 1, of: 3 }))).toMatchInlineSnapshot(`
    [
      "student-3",
    ]
  `);
});

test('what is there is not done again: unless the program has changed, or the machine was at fault', () => {
  const units = unitsOf(CLASS, ['lab01', 'lab02'], { seed: 5, rounds: 1 });
  const graded = (lab: string, verdict: string, digest = lab) =>
    ({ submission: 'ada', lab, round: 0, seed: 5, digest, result: { verdict } }) as GradedLab;
  const names = (done: GradedLab[]) => left(units, done).map((unit) => `${unit.submission} ${unit.lab}`);
  expect(names([])).toHaveLength(3);
  expect(names([graded('lab01', 'fail'), graded('lab02', 'pass')])).toEqual(['bob lab02']);
  expect(names([graded('lab01', 'error')])).toHaveLength(3);
  expect(names([graded('lab01', 'pass', 'other')])).toHaveLength(3);
  expect(keyOf(graded('lab01', 'pass'))).not.toBe(keyOf({ ...graded('lab01', 'pass'), round: 1 }));
});
