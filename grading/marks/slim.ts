import type { GradedLab } from '../model.ts';

/**
 * A result without what travelled and what was printed: all that marks, gradebook and summaries need. A class of
 * thousands fits into memory so; the rest is read again student by student (`WriteOptions.graded`).
 */
export const slim = (graded: GradedLab): GradedLab => ({
  ...graded,
  result: {
    ...graded.result,
    checks: graded.result.checks.map((check) => ({
      ...check,
      // A passed check has nothing more to say.
      message: check.verdict === 'pass' ? null : check.message,
      expected: null,
      actual: null,
      at: null,
      output: null,
      wire: [],
    })),
  },
});
