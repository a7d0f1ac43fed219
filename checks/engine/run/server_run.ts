import { launchWords, ServerContext } from '../context/server.ts';
import { poll, within } from '../deadline.ts';
import { endedFinding } from '../diagnose/startup.ts';
import type { Finding, ProgramOutput } from '../failure.ts';
import type { Check } from '../lab.ts';
import { lastWords } from '../program/last_words.ts';
import { statOf } from '../program/processes.ts';
import type { RunningProgram } from '../program/running.ts';
import { type Readiness, Server } from '../program/server.ts';
import { rests } from '../program/stuck.ts';
import type { Starter } from '../program/target.ts';
import type { Random } from '../random.ts';
import type { Transcript } from '../wire/transcript.ts';
import { type Attempt, attempt, failed } from './attempt.ts';

interface TriedOnce extends Attempt {
  /** What the process had been through before. */
  history: string[];
  rude: boolean;
  /** The process ended without sending a byte in this check. */
  foundDead: boolean;
}

/** Diagnoses of a program that was ended at a bound: what it did before does not matter. */
const BOUNDS = ['floods-output', 'eats-memory', 'too-many-processes'];

/** The check of every server lab that a second client is served like the first. */
export const NEXT_CLIENT = 'next-client';

/**
 * Runs the checks of a server lab against one process for as long as that is fair. A process that
 * failed a check is replaced. A check that fails on a process that a rude client has visited is
 * repeated on a fresh one, so that one death is one finding. (A process per rude check would say the
 * same at the price of a start each: a program that passes with a history passes without one.)
 */
export class ServerRun {
  readonly notes = new Set<string>();
  /** Set when a process ended by itself between two checks. */
  deathBetween: { after: string; finding: Finding; output: ProgramOutput | undefined } | undefined;
  readonly #starter: Starter;
  readonly #readiness: Readiness | undefined;
  #server: Server | undefined;
  /** The program serves one client only: from now on each check gets a process of its own. */
  #freshForEach = false;

  constructor(starter: Starter, readiness?: Readiness) {
    this.#starter = starter;
    this.#readiness = readiness;
  }

  /** The standing check `starts`. */
  starts(): Promise<Attempt> {
    return attempt(async () => {
      await this.#fresh();
    });
  }

  /** Makes one check; `transcript` gives a fresh record for each try. */
  async try(
    check: Check<ServerContext>,
    random: () => Random,
    transcript: () => Transcript,
  ): Promise<Attempt> {
    const tried = await this.#tryOnce(check, random(), transcript());
    if (check.id === NEXT_CLIENT && tried.verdict === 'fail') this.#freshForEach = true;
    const { history } = tried;
    if (tried.verdict !== 'fail' || history.length === 0 || !(tried.rude || tried.foundDead)) return tried;
    const again = await this.#tryOnce(check, random(), transcript());
    if (again.verdict !== 'pass') return again;
    const finding = tried.finding as Finding;
    if (tried.foundDead) {
      this.deathBetween ??= { after: history.at(-1) as string, finding, output: tried.output };
      return again;
    }
    if (BOUNDS.includes(finding.diagnosis)) return tried;
    const names = history.map((id) => `"${id}"`).join(', ');
    const message = `This works on a freshly started program, but no longer after ${names}. ${finding.message}`;
    return { ...tried, ...failed({ ...finding, diagnosis: 'only-when-fresh', message }) };
  }

  async #tryOnce(check: Check<ServerContext>, random: Random, transcript: Transcript): Promise<TriedOnce> {
    let context: ServerContext | undefined;
    const result: TriedOnce = {
      verdict: 'pass',
      history: [],
      rude: false,
      foundDead: false,
      wire: transcript.events,
    };
    const outcome = await attempt(async () => {
      if (check.launch) transcript.add(0, 'checker', 'start', { text: launchWords(check.launch) });
      const server = await this.#serverFor(check);
      result.history = [...server.history];
      result.rude = server.rude;
      context = new ServerContext(server, this.#starter, random, transcript, (again) => {
        this.#server = again;
      });
      await check.run(context);
    });
    Object.assign(result, outcome);
    const server = this.#server;
    if (server) {
      const died = await this.#died(server.program, result, transcript);
      if (died && result.verdict !== 'error') {
        // No byte came: it may have been dead or dying when this check began.
        result.foundDead = !transcript.events.some(
          (event) => event.from === 'program' && event.kind === 'data',
        );
        const told = result.finding?.diagnosis === 'one-client-only' && !BOUNDS.includes(died.diagnosis);
        if (!told) Object.assign(result, failed(died));
      }
      if (result.verdict === 'fail') result.output = lastWords(server.program);
    }
    transcript.close();
    await context?.release(result.verdict === 'pass');
    if (server) {
      server.history.push(check.id);
      server.rude ||= check.rude;
      const spent = result.verdict !== 'pass' || check.launch || this.#freshForEach || !server.program.alive;
      if (spent) await this.stop();
    }
    return result;
  }

  /** The finding, when the program ended by itself during a check. */
  async #died(
    program: RunningProgram,
    result: Attempt,
    transcript: Transcript,
  ): Promise<Finding | undefined> {
    if (result.verdict === 'fail') {
      // A socket closes a moment before its process is reported as ended.
      const torn = transcript.events.some(
        (event) => event.from === 'program' && ['fin', 'reset', 'refused'].includes(event.kind),
      );
      if (torn) await settled(program);
    }
    if (!program.exit || program.stopping) return undefined;
    await within(500, program.closed);
    transcript.add(0, 'program', 'exit', {
      text: program.exit.signal ? `by ${program.exit.signal}` : `with exit code ${program.exit.code}`,
    });
    return endedFinding(program.exit, program.stderr.text(), 'later');
  }

  async #serverFor(check: Check<ServerContext>): Promise<Server> {
    const server = this.#server;
    return server && !check.launch ? server : this.#fresh(check.launch);
  }

  async #fresh(launch = {}): Promise<Server> {
    await this.stop();
    const readiness = this.#readiness && { readiness: this.#readiness };
    this.#server = await Server.start(this.#starter, launch, readiness);
    if (this.#server.note) this.notes.add(this.#server.note);
    return this.#server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }
}

/** Waits until a program that may be about to end has ended, or sleeps like one that has more to do. */
async function settled(program: RunningProgram): Promise<void> {
  let before = false;
  await poll(1000, () => {
    const asleep = rests(program.pid) === true && statOf(program.pid)?.state !== 'Z';
    const quiet = asleep && before;
    before = asleep;
    return program.exit || quiet ? true : undefined;
  });
}
