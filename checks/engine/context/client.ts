import { within } from '../deadline.ts';
import { endedFinding } from '../diagnose/startup.ts';
import { Failure } from '../failure.ts';
import type { Launch } from '../lab.ts';
import { type Exit, RunningProgram } from '../program/running.ts';
import { LOOK_MS, StuckWatch } from '../program/stuck.ts';
import type { LeftOut, Starter } from '../program/target.ts';
import { quoteWord, type Values } from '../program/words.ts';
import { Random } from '../random.ts';
import { type Script, ScriptedServer } from '../wire/scripted_server.ts';
import { Transcript } from '../wire/transcript.ts';

/** How long a client may do nothing at all (no byte sent, read or printed) before it is ended. */
export const CLIENT_PATIENCE_MS = 4000;

/** How many runs of one check go side by side. */
const AT_ONCE = 3;

/** What a client did from its start to its end. */
export interface ClientRun {
  /** `undefined`: it did not end by itself, and the checker ended it. */
  exit: Exit | undefined;
  /** Everything it printed on standard output (at most 16 MiB). */
  stdout: Buffer;
  stderr: string;
}

/** What a check of a client lab works with. */
export class ClientContext {
  readonly random: Random;
  readonly transcript: Transcript;
  readonly #starter: Starter;
  readonly #launch: Launch;
  readonly #servers: ScriptedServer[] = [];
  readonly #branches: ClientContext[] = [];
  #lastRun: ClientRun | undefined;
  /** Looks at the program that is running now. */
  #watch: StuckWatch | undefined;

  constructor(starter: Starter, launch: Launch, random: Random, transcript: Transcript) {
    this.#starter = starter;
    this.#launch = launch;
    this.random = random;
    this.transcript = transcript;
  }

  /** Starts a server on a free port that runs `script` with every client. */
  async serve(script: Script, { host }: { host?: string } = {}): Promise<ScriptedServer> {
    const watch = {
      look: () => this.#watch?.look() ?? false,
      reset: () => this.#watch?.reset(),
      rests: () => this.#watch?.rests(),
    };
    const server = await ScriptedServer.listen(script, this.transcript, host, watch);
    this.#servers.push(server);
    return server;
  }

  /** Runs the program with these values for its placeholders, to its end. */
  async run(
    values: Values,
    {
      stdin,
      noArguments = false,
      without = [],
      patience = CLIENT_PATIENCE_MS,
    }: LeftOut & { stdin?: Buffer; patience?: number } = {},
  ): Promise<ClientRun> {
    const plan = await this.#starter.plan(this.#launch, values, { noArguments, without });
    const printed: Buffer[] = [];
    const errors: Buffer[] = [];
    const shown = noArguments
      ? []
      : Object.values(values).map((value) => (value.length > 60 ? '…' : quoteWord(value)));
    this.transcript.add(0, 'checker', 'start', { text: shown.join(' ') });
    if (stdin) this.transcript.add(0, 'checker', 'stdin', { bytes: stdin });
    const program = await RunningProgram.start({
      ...plan,
      stdin,
      onOutput: (stream, chunk) => {
        (stream === 'stdout' ? printed : errors).push(chunk);
        this.transcript.add(0, 'program', stream, { bytes: chunk });
      },
    });
    // Idle time is counted in looks, not by the clock: a machine that stood still is not the program's fault.
    const watch = new StuckWatch(program.pid);
    this.#watch = new StuckWatch(program.pid);
    let seen = this.transcript.activity;
    for (let idle = 0; program.alive && idle < patience; idle += LOOK_MS) {
      if (await within(LOOK_MS, program.exited)) break;
      // While a script of ours is at work, the program has somebody to wait for.
      const ours = this.#servers.some((server) => server.busy);
      if (this.transcript.activity !== seen || ours) {
        idle = 0;
        watch.reset();
      } else if (watch.look()) break;
      seen = this.transcript.activity;
    }
    const { exit } = program;
    if (exit) {
      // What it printed last may still be in the pipe.
      await within(500, program.closed);
      this.transcript.add(0, 'program', 'exit', {
        text: exit.signal ? `by ${exit.signal}` : `with exit code ${exit.code}`,
      });
    } else this.transcript.add(0, 'program', 'silence', { text: 'a while, and the program is still there' });
    await program.stop();
    const stderr = Buffer.concat(errors).toString('utf8');
    if (exit?.limit) throw new Failure(endedFinding(exit, stderr, 'later'));
    this.#lastRun = { exit, stdout: Buffer.concat(printed), stderr };
    return this.#lastRun;
  }

  /**
   * Makes several trials, a few at a time, each in a context of its own. When some of them fail, the
   * first one in the given order ends the check, and only its record is told.
   */
  async sideBySide(trials: readonly ((context: ClientContext) => Promise<void>)[]): Promise<void> {
    const contexts = trials.map(() => {
      const random = new Random(this.random.integer(0, 2 ** 32));
      return new ClientContext(this.#starter, this.#launch, random, new Transcript());
    });
    this.#branches.push(...contexts);
    const thrown = new Map<number, unknown>();
    let next = 0;
    const worker = async () => {
      // After a failure no later trial is begun: it could not come first any more.
      while (next < trials.length && thrown.size === 0) {
        const number = next++;
        const context = contexts[number] as ClientContext;
        await trials[number]?.(context).catch((reason) => thrown.set(number, reason));
        await context.release();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const first = Math.min(...thrown.keys());
    for (const context of first < Infinity ? contexts.slice(first, first + 1) : contexts) {
      this.transcript.adopt(context.transcript);
      this.#lastRun = context.lastRun;
    }
    if (first < Infinity) throw thrown.get(first);
  }

  /** The last run of this check, for the report. */
  get lastRun(): ClientRun | undefined {
    return this.#lastRun;
  }

  /** Closes every server. */
  async release(): Promise<void> {
    await Promise.all([
      ...this.#servers.map((server) => server.close()),
      ...this.#branches.map((branch) => branch.release()),
    ]);
  }
}
