import { ClientContext } from '../context/client.ts';
import { endedFinding } from '../diagnose/startup.ts';
import type { Check } from '../lab.ts';
import { lastLines } from '../program/last_words.ts';
import type { Starter } from '../program/target.ts';
import type { Random } from '../random.ts';
import type { Transcript } from '../wire/transcript.ts';
import { type Attempt, attempt, failed } from './attempt.ts';

/** A stack trace as Node, Python and Java print it. */
export const STACK_TRACE = /^\s+at .+:\d+|^Traceback \(most recent call last\)/m;

/** Findings that a stack trace is part of, or a consequence: they say more than that the program crashed. */
const SAYS_MORE = ['stack-trace', 'wrong-destination'];

/** Runs one check of a client lab; every run of the program is a process of its own. */
export async function tryClient(
  check: Check<ClientContext>,
  starter: Starter,
  random: Random,
  transcript: Transcript,
): Promise<Attempt> {
  const context = new ClientContext(starter, check.launch ?? {}, random, transcript);
  const result: Attempt = await attempt(() => check.run(context));
  transcript.close();
  await context.release();
  const run = context.lastRun;
  if (result.verdict === 'fail' && run) {
    result.output = {
      stdout: lastLines(run.stdout.toString('utf8'), 'stdout'),
      stderr: lastLines(run.stderr, 'stderr'),
    };
    const crashed = run.exit && run.exit.code !== 0 && STACK_TRACE.test(run.stderr);
    if (run.exit && crashed && !SAYS_MORE.includes(result.finding?.diagnosis ?? '')) {
      const finding = endedFinding(run.exit, run.stderr, 'later');
      return { ...result, ...failed({ ...result.finding, ...finding }) };
    }
  }
  return result;
}
