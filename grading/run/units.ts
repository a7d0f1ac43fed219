import { createHash } from 'node:crypto';
import type { GradedLab, Submission, SubmittedProgram } from '../model.ts';

/** One lab of one submission, to be checked once. */
export interface Unit {
  submission: string;
  name: string;
  lab: string;
  round: number;
  seed: number;
  program: SubmittedProgram;
  submittedAt?: string;
}

/** A part of the class: `3/10` is the third of ten. */
export interface Shard {
  part: number;
  of: number;
}

/** Whether a submission belongs to a part. It depends on nothing but its id, so that each machine finds the same. */
export function isInShard(id: string, { part, of }: Shard): boolean {
  const number = createHash('sha256').update(id).digest().readUInt32BE(0);
  return number % of === part - 1;
}

/** Everything that is to be done, in an order that is always the same. */
export function unitsOf(
  submissions: readonly Submission[],
  labs: readonly string[],
  { seed, rounds, shard }: { seed: number; rounds: number; shard?: Shard | undefined },
): Unit[] {
  return submissions
    .filter(({ id }) => !shard || isInShard(id, shard))
    .flatMap(({ id, name, programs, submittedAt }) =>
      labs.flatMap((lab) => {
        const program = programs[lab];
        if (!program) return [];
        return Array.from({ length: rounds }, (_, round) => ({
          submission: id,
          name,
          lab,
          round,
          seed: seed + round,
          program,
          ...(submittedAt !== undefined && { submittedAt }),
        }));
      }),
    );
}

/** What identifies the work of a unit: a program that has changed since is another one. */
export const keyOf = (unit: Pick<GradedLab, 'submission' | 'lab' | 'round' | 'digest' | 'seed'>): string =>
  [unit.submission, unit.lab, unit.round, unit.seed, unit.digest].join('\n');

/** What is left to do when these results are there already. Where the machine was at fault it is tried again. */
export function left(units: readonly Unit[], done: readonly GradedLab[]): Unit[] {
  const known = new Set(done.filter(({ result }) => result.verdict !== 'error').map(keyOf));
  return units.filter((unit) => !known.has(keyOf({ ...unit, digest: unit.program.digest })));
}
