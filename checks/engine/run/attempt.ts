import { deadline } from '../deadline.ts';
import type { CheckResult } from '../events.ts';
import { Failure, type Finding, MachineError, type ProgramOutput, Skip } from '../failure.ts';
import type { WireEvent } from '../wire/transcript.ts';

/** How one try of a check ended. */
export type Attempt = Pick<CheckResult, 'verdict' | 'finding' | 'reason' | 'notHere'> & {
  output?: ProgramOutput | undefined;
  /** What happened, where the check was made more than once and the last time is not the one that counts. */
  wire?: readonly WireEvent[] | undefined;
};

/** How long one check may take in all; a program that trickles for ever ends here. */
export const CHECK_LIMIT_MS = 20_000;

/** Runs the body of a check and turns whatever it throws into a verdict. */
export async function attempt(body: () => Promise<void>, limit = CHECK_LIMIT_MS): Promise<Attempt> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = deadline(limit, () => {
      const message = `The check was not done after ${limit / 1000} s: the program goes on, but too slowly.`;
      reject(new Failure({ diagnosis: 'too-slow', message }));
    });
  });
  const running = body();
  running.catch(() => {}); // after the limit nobody listens any more
  try {
    await Promise.race([running, late]);
    return { verdict: 'pass' };
  } catch (thrown) {
    return fromThrown(thrown);
  } finally {
    cancel();
  }
}

function fromThrown(thrown: unknown): Attempt {
  if (thrown instanceof Failure) {
    return { ...failed(thrown.finding), ...(thrown.output && { output: thrown.output }) };
  }
  if (thrown instanceof Skip) return { verdict: 'skipped', reason: thrown.message, notHere: true };
  if (thrown instanceof MachineError) return { verdict: 'error', reason: thrown.message };
  const details = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { verdict: 'error', reason: `the checker itself failed, please report this: ${details}` };
}

export const failed = (finding: Finding): Attempt => ({ verdict: 'fail', finding });
