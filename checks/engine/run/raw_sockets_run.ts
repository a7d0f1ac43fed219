import { Failure } from '../failure.ts';
import type { Starter } from '../program/target.ts';
import { checkRawSockets } from '../standing_checks.ts';
import { type Attempt, attempt } from './attempt.ts';

/** The standing check `raw-sockets`; a program that cannot be compiled is told so by another check. */
export function tryRawSockets(starter: Starter): Promise<Attempt> {
  return starter.compiled().then(
    () => attempt(() => checkRawSockets(starter)),
    (thrown: unknown) => {
      if (!(thrown instanceof Failure)) throw thrown;
      return { verdict: 'skipped', reason: 'it needs a program that can be compiled' };
    },
  );
}
