import { fail } from '../failure.ts';
import type { Problem } from './problem.ts';

/** Ends the check with the verdict `fail`, with a caret under the byte that breaks the grammar. `received` is the whole stream. */
export function failWithProblem({ kind, at, spec, message }: Problem, received: Buffer): never {
  return fail(kind, `${message} (${spec})`, { actual: received, at });
}
