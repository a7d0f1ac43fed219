import { existsSync, readFileSync } from 'node:fs';
import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail } from '../engine/failure.ts';
import type { Answer } from '../engine/http/ask.ts';
import { expectStatus } from '../engine/http/expect.ts';
import { untilEnded } from './exchange.ts';
import type { HangingScript, Stage } from './stage.ts';

/** How long a program may take to start a script, or to end what it has started, in ms. */
const KILL_PATIENCE = 4000;

/** Waits until a script has made a file; a Failure when it does not. */
export async function isThere(file: string, asked?: Promise<Answer>): Promise<void> {
  let answer: Answer | undefined;
  asked?.then((value) => (answer = value)).catch(() => {});
  const there = await poll(
    KILL_PATIENCE,
    () => (existsSync(file) ? true : undefined),
    () => answer !== undefined,
  );
  if (there) return;
  if (answer) expectStatus(answer, 200, 'The script lies in cgi-bin, and it did not run.');
  fail('silent', 'A script in cgi-bin was asked for, and it was not started.');
}

/** The numbers of the two processes of a script that hangs, once both run. */
export async function pidsOf(
  context: ServerContext,
  { files }: Stage,
  script: HangingScript,
  asked?: Promise<Answer>,
): Promise<number[]> {
  await isThere(files[script], asked);
  const numbers = readFileSync(files[script], 'latin1').trim().split(' ').map(Number);
  return numbers.map((number) => context.pidHere(number));
}

/**
 * All of these processes end, soon; the first of them is the script, the others it has started. `who` is
 * the beginning of a sentence about the script, `advice` what to do when it has not ended.
 */
export async function expectEnded(
  pids: readonly number[],
  who: string,
  advice: string,
  diagnosis: string,
): Promise<void> {
  const left = await untilEnded(pids, KILL_PATIENCE);
  if (left.length === 0) return;
  const [script] = pids;
  fail(
    diagnosis,
    left.includes(script as number)
      ? `${who} is still running. ${advice}`
      : `${who} is gone, while a process that it had started is still running. Start each script with detached: true, in a process group of its own, and end the group: process.kill(-child.pid, 'SIGKILL').`,
  );
}
