import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, type AskOptions, ask, contentOf, statusOf } from '../engine/http/ask.ts';
import { expectContent, expectStatus, expectWhole } from '../engine/http/expect.ts';
import type { RequestParts } from '../engine/http/request.ts';
import { HAS_PROC, statOf } from '../engine/program/processes.ts';
import { contentPart } from './outputs.ts';
import { type Stage, scriptTarget, stageOf } from './stage.ts';

/** How long a script may be silent, in ms: an interpreter has to start, on a machine that may be busy. */
export const SCRIPT_PATIENCE = 4000;

/** What stands behind the name of a script in a target. */
export interface ScriptRequest extends Omit<RequestParts, 'target'> {
  /** `/more/words` */
  extra?: string;
  /** With its question mark: `?a=b`. */
  query?: string;
  /** `py`; default: the language of most scripts. */
  language?: string;
}

/** Asks for a target on a connection of its own and leaves politely. No answer may hold the source of a script. */
export async function askFor(
  context: ServerContext,
  request: RequestParts | Buffer,
  options: AskOptions = {},
): Promise<Answer> {
  const answer = await ask(context, request, { patience: SCRIPT_PATIENCE, ...options });
  if (!options.peer) await answer.peer.leave();
  expectNoSource(answer, stageOf(context.site));
  return answer;
}

/** Runs a script of the site. */
export async function runScript(
  context: ServerContext,
  name: string,
  { extra = '', query = '', language, ...parts }: ScriptRequest = {},
  options: AskOptions = {},
): Promise<Answer> {
  const target = scriptTarget(stageOf(context.site), name, language) + extra + query;
  return askFor(context, { ...parts, target }, options);
}

export function expectNoSource(answer: Answer, { mark }: Stage): void {
  if (!answer.received.includes(mark)) return;
  fail(
    'shows-source',
    `"${answer.asked}" got the text of the script itself. A script is run, and what it prints is the answer; its source may hold passwords, and nobody may ever see it.`,
    { actual: contentOf(answer).subarray(0, 600) },
  );
}

/** A script ran, and what it printed behind its head is the content of a response with the status 200. */
export function expectOutput(answer: Answer, stage: Stage, name: string): void {
  const expected = contentPart(stage.outputs.get(name) as Buffer);
  expectText(answer, expected);
}

/** The same with another text. */
export function expectText(answer: Answer, expected: Buffer | string): void {
  expectRan(answer);
  expectHeadTaken(answer);
  expectContent(answer, Buffer.from(expected));
}

/** The status is 200: the script was found and ran. */
export function expectRan(answer: Answer): void {
  const log =
    statusOf(answer) === 404
      ? ''
      : ' Look into the log of your server for what the script, or your program, complained about.';
  const why =
    answer.asked.includes('?') && statusOf(answer) === 404
      ? 'The query is no part of the name: cut it off at the first question mark before you look for the script.'
      : `The script lies in the folder cgi-bin of the web root, and it prints a head and content.${log}`;
  expectStatus(answer, 200, why, why.startsWith('The query') ? 'query-in-name' : 'wrong-status');
}

/** The lines that a script prints first have become headers, and are not content. */
export function expectHeadTaken(answer: Answer): void {
  const text = contentOf(answer).toString('latin1', 0, 500);
  const line = /^(?:\s*)((?:Content-Type|Status|Location|Set-Cookie|X-[\w-]+):[^\n]*)/i.exec(text)?.[1];
  if (line === undefined) return;
  fail(
    'script-head-in-content',
    `After "${answer.asked}": the content begins with "${line.trimEnd().slice(0, 60)}", which is the head that the script printed. What stands before the first blank line of its output are headers of the response; only what comes behind it is content.`,
    { actual: answer.received.subarray(0, 600) },
  );
}

/** The environment that a script was given, by names. */
export async function environmentOf(
  context: ServerContext,
  request: ScriptRequest = {},
  options: AskOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const answer = await runScript(context, 'environment', request, options);
  expectRan(answer);
  expectHeadTaken(answer);
  return variablesIn(answer);
}

/** The variables that the script `environment` printed. */
export function variablesIn(answer: Answer): ReadonlyMap<string, string> {
  const lines = contentOf(answer).toString('utf8').split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
}

/** What a variable may be: one of these texts (`undefined`: it need not be there), or whatever fits the pattern. */
export type AcceptedValue = readonly (string | undefined)[] | RegExp;

/** A variable of a script is what it should be; `why` says so in a sentence. */
export function expectVariable(
  variables: ReadonlyMap<string, string>,
  name: string,
  accepted: AcceptedValue,
  why: string,
  diagnosis = 'wrong-variable',
): void {
  const value = variables.get(name);
  const fits = Array.isArray(accepted) ? accepted.includes(value) : (accepted as RegExp).test(value ?? '');
  if (fits) return;
  if (value === undefined) fail('no-variable', `The script has no variable ${name}. ${why}`);
  const [first] = Array.isArray(accepted) ? accepted : [];
  fail(diagnosis, `The variable ${name} of the script is "${value.slice(0, 200)}". ${why}`, {
    ...(first !== undefined && { expected: `${name}=${first}` }),
    actual: `${name}=${value}`,
  });
}

/** One polite client who gets what the simplest script prints. */
export async function greets(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  const answer = await runScript(context, 'hello');
  const failed = [500, 502].includes(statusOf(answer) ?? 0);
  if (failed || /^Content-Type:/i.test(contentOf(answer).toString('latin1', 0, 100))) {
    // The lines of its head end with LF. Is it only that?
    const other = await runScript(context, 'hello-crlf');
    if (statusOf(other) === 200 && contentOf(other).equals(Buffer.from(stage.greeting))) {
      fail(
        'script-lf-not-read',
        `A script that prints a head, a blank line and a text ${failed ? `got the status ${statusOf(answer)}` : 'had its head sent as content'}, and the same script with CR LF is understood. What print and console.log write ends with LF (\\n) alone: take both for the end of a line.`,
        { actual: answer.received.subarray(0, 600) },
      );
    }
  }
  expectOutput(answer, stage, 'hello');
}

/** After something rude: the program still answers somebody else. */
export async function stillAnswers(context: ServerContext): Promise<void> {
  const answer = await runScript(context, 'hello');
  expectWhole(answer);
  expectOutput(answer, stageOf(context.site), 'hello');
}

/** Whether a process has ended (a zombie has). */
export function hasEnded(pid: number): boolean {
  if (HAS_PROC) return /^[ZX]?$/.test(statOf(pid)?.state ?? '');
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** Waits until all of them have ended; gives those that have not after `ms`. */
export async function untilEnded(pids: readonly number[], ms: number): Promise<number[]> {
  await poll(ms, () => (pids.every(hasEnded) ? true : undefined));
  return pids.filter((pid) => !hasEnded(pid));
}

/** Ends processes that a program left behind. */
export function endAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      if (!hasEnded(pid)) process.kill(pid, 'SIGKILL');
    } catch {} // it ended just now
  }
}
