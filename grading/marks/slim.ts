import type { CheckJson, GradedLab } from '../model.ts';

/** More of a message than this is for the report, which reads the result again. */
const MESSAGE = 300;

/**
 * A result without what travelled and what was printed: all that marks, gradebook and summaries need. Checks that went
 * alike are one object, taken from `pool`, so that a class of thousands fits into memory; the rest is read again
 * student by student (`WriteOptions.graded`).
 */
export function slim(graded: GradedLab, pool: Map<string, CheckJson> = new Map()): GradedLab {
  const checks = graded.result.checks.map((check) => {
    const small: CheckJson = {
      ...check,
      ms: 0,
      // A passed check has nothing more to say.
      message: check.verdict === 'pass' ? null : (check.message?.slice(0, MESSAGE) ?? null),
      expected: null,
      actual: null,
      at: null,
      output: null,
      wire: [],
    };
    const key = JSON.stringify(small);
    const known = pool.get(key) ?? small;
    pool.set(key, known);
    return known;
  });
  return { ...graded, result: { ...graded.result, checks } };
}
