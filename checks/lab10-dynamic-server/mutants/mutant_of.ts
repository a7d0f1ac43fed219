import type { Mutant } from '../../testing/mutants.ts';

type Edit = readonly [from: string, to: string];

/** Makes mutants that are edits of one file of the solution. */
export const mutantOf =
  (file?: string) =>
  (name: string, killedBy: string, diagnosis: string, ...edits: readonly Edit[]): Mutant => ({
    name,
    killedBy,
    diagnosis,
    edits,
    ...(file !== undefined && { of: file }),
  });
