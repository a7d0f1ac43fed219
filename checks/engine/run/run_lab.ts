import { availableParallelism } from 'node:os';
import type { ClientContext } from '../context/client.ts';
import type { ServerContext } from '../context/server.ts';
import type { CheckResult, LabEvent, LabResult, Verdict } from '../events.ts';
import type { Check, Lab, ServerLab } from '../lab.ts';
import type { Confinement } from '../program/confinement.ts';
import { stopPrograms, sweepEscaped } from '../program/running.ts';
import type { Readiness } from '../program/server.ts';
import type { Standby } from '../program/standby.ts';
import { Starter, type Target } from '../program/target.ts';
import { Random } from '../random.ts';
import { type StandingCheck, standingChecks } from '../standing_checks.ts';
import { Transcript } from '../wire/transcript.ts';
import { type Attempt, attempt } from './attempt.ts';
import { Channel } from './channel.ts';
import { tryClient } from './client_run.ts';
import { tryRawSockets } from './raw_sockets_run.ts';
import { ServerRun } from './server_run.ts';

export interface RunOptions {
  /** The folder of the course. */
  root: string;
  /** Where random content comes from; the same seed gives the same bytes. */
  seed: number;
  /** Make the bonus checks too. */
  bonus?: boolean;
  /** Only these checks, and those they need. */
  only?: readonly string[];
  /** Aborted when nobody wants the result any more; the run then ends soon, and everything it started with it. */
  signal?: AbortSignal;
  /** A folder for the web root of a run that fails, so that a person can try the same by hand. */
  keepSite?: string;
  /** Keeps strangers' programs apart. */
  confinement?: Confinement;
  /** Processes started beforehand, for those who run a lab again and again. */
  standby?: Standby;
  /** How to find out whether a server listens; for tests, the system decides otherwise. */
  readiness?: Readiness;
}

/**
 * So many checks that start the program in a way of their own go on at the same time, beside the shared
 * process. (All of them have one web root: with two, a check of lab10 took the other's script for its own.)
 */
const APART = 1;

/** After this time, in ms, no further check of the lab is begun. */
const LAB_LIMIT_MS = 180_000;

type AnyCheck = StandingCheck | Check<ServerContext> | Check<ClientContext>;

/** All checks of a lab, the standing ones first. */
export const allChecks = (lab: Lab, target: Target): AnyCheck[] => [
  ...standingChecks(lab, target),
  ...lab.checks,
];

/** Runs the checks of a lab against a program, and tells what happens as it happens. */
export async function* runLab(
  id: string,
  lab: Lab,
  target: Target,
  options: RunOptions,
): AsyncGenerator<LabEvent, LabResult, undefined> {
  const events = new Channel<LabEvent>();
  const run = new LabRun(id, lab, target, options, (event) => events.push(event));
  const done = run.run().finally(() => events.close());
  try {
    yield* events;
    return await done;
  } finally {
    await run.stop();
  }
}

class LabRun {
  readonly #id: string;
  readonly #lab: Lab;
  readonly #target: Target;
  readonly #options: RunOptions;
  readonly #emit: (event: LabEvent) => void;
  readonly #starter: Starter;
  /** The process that the checks of a server lab share. */
  readonly #serverRun: ServerRun;
  /** The processes of those that start the program in a way of their own, side by side with the shared one. */
  readonly #apartRuns: readonly ServerRun[];
  /** Which of them makes a check. */
  readonly #apart = new Map<string, ServerRun>();
  readonly #chosen: AnyCheck[];
  readonly #results = new Map<string, Promise<CheckResult>>();
  readonly #began = performance.now();
  /** Called when a check that shares its process has ended, for those apart that wait for its verdict. */
  readonly #whenEnded = new Map<string, { promise: Promise<void>; resolve: () => void }>();
  #stopped = false;

  constructor(id: string, lab: Lab, target: Target, options: RunOptions, emit: (event: LabEvent) => void) {
    this.#id = id;
    this.#lab = lab;
    this.#target = target;
    this.#options = options;
    this.#emit = emit;
    this.#starter = new Starter(target, lab.args, options.root, options);
    this.#serverRun = new ServerRun(this.#starter, options.readiness);
    this.#apartRuns = Array.from({ length: APART }, () => new ServerRun(this.#starter, options.readiness));
    this.#chosen = choose(lab, allChecks(lab, target), options);
    options.signal?.addEventListener('abort', () => void this.stop(), { once: true });
  }

  get #serverRuns(): ServerRun[] {
    return [this.#serverRun, ...this.#apartRuns];
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#starter.stopped = true;
    await Promise.all(this.#serverRuns.map((run) => run.stop()));
    await stopPrograms(this.#starter.marker);
  }

  async run(): Promise<LabResult> {
    const { seed } = this.#options;
    const head = { lab: this.#id, title: this.#lab.title, program: this.#target.display, seed };
    const checks = this.#chosen.map(({ id, title, tier = 'required' }) => ({ id, title, tier }));
    const bonusLeft = this.#lab.checks.filter(
      (check) => check.tier === 'bonus' && !this.#chosen.includes(check),
    ).length;
    this.#emit({ type: 'lab-started', ...head, checks, bonusLeft });
    const make = (check: AnyCheck) => {
      const result = this.#check(check);
      this.#results.set(check.id, result);
      return result;
    };
    try {
      if (this.#lab.kind === 'server') await this.#serverChecks(inOrder(this.#chosen), make);
      else await inParallel(this.#chosen, Math.min(4, Math.max(2, availableParallelism())), make);
      const results = await Promise.all(
        this.#chosen.map((check) => this.#results.get(check.id) as Promise<CheckResult>),
      );
      const death = this.#staysUp();
      const result: LabResult = {
        ...head,
        ...summary(death ? [...results, death] : results),
        ms: performance.now() - this.#began,
        notes: [...new Set(this.#serverRuns.flatMap(({ notes }) => [...notes]))],
      };
      if (this.#starter.site && result.checks.some(({ verdict }) => verdict === 'fail')) {
        result.site = (this.#options.keepSite && this.#starter.keepSite(this.#options.keepSite)) ?? 'lost';
      }
      this.#emit({ type: 'lab-ended', lab: this.#id, result });
      return result;
    } finally {
      await this.stop();
      await sweepEscaped(this.#starter.marker);
      this.#starter.cleanUp();
    }
  }

  /**
   * One process is talked to by one check at a time. Checks that start the program differently have
   * processes of their own; those run meanwhile, once the program is known to start and to answer.
   */
  async #serverChecks(
    ordered: readonly AnyCheck[],
    make: (check: AnyCheck) => Promise<CheckResult>,
  ): Promise<void> {
    const { site } = this.#lab as ServerLab;
    if (site) this.#starter.makeSite(site, this.#options.seed);
    const shared = ordered.filter((check) => !check.launch);
    const apart = ordered.filter((check) => check.launch);
    const first = this.#lab.checks[0]?.id;
    const begin = shared.findIndex((check) => check.id === first) + 1;
    await inParallel(shared.slice(0, begin), 1, make);
    for (const { id } of shared) {
      let resolve = () => {};
      this.#whenEnded.set(id, { promise: new Promise((done) => (resolve = done)), resolve });
    }
    const rest = async () => {
      await inParallel(shared.slice(begin), 1, (check) =>
        make(check).finally(this.#whenEnded.get(check.id)?.resolve),
      );
    };
    const left = [...apart];
    const lane = async (run: ServerRun) => {
      for (let check = left.shift(); check; check = left.shift()) {
        this.#apart.set(check.id, run);
        await make(check);
      }
    };
    const lanes = () => this.#apartRuns.map(lane);
    // A program that always listens on one port can run only once.
    if (this.#target.port !== undefined) {
      await rest();
      await lane(this.#apartRuns[0] as ServerRun);
    } else await Promise.all([rest(), ...lanes()]);
  }

  async #check(check: AnyCheck): Promise<CheckResult> {
    const blocked = await this.#blockedBy(check);
    const common = {
      id: check.id,
      title: check.title,
      tier: check.tier ?? 'required',
      points: check.points ?? 1,
      spec: check.spec,
    };
    if (blocked) {
      const result: CheckResult = { ...common, verdict: 'skipped', reason: blocked, ms: 0, wire: [] };
      this.#emit({ type: 'check-ended', lab: this.#id, result });
      return result;
    }
    this.#emit({ type: 'check-started', lab: this.#id, id: check.id, title: check.title });
    const began = performance.now();
    let transcript = new Transcript();
    const record = () => {
      transcript = new Transcript((event) =>
        this.#emit({ type: 'wire', lab: this.#id, id: check.id, event }),
      );
      return transcript;
    };
    const tried = await this.#try(check, record);
    const { verdict, finding, reason, notHere, output } = tried;
    const result: CheckResult = {
      ...common,
      verdict,
      ...(finding && { finding }),
      ...(reason !== undefined && { reason }),
      ...(notHere && { notHere }),
      ...(output && { output }),
      ms: performance.now() - began,
      wire: tried.wire ?? transcript.events,
    };
    this.#emit({ type: 'check-ended', lab: this.#id, result });
    return result;
  }

  #try(check: AnyCheck, record: () => Transcript): Promise<Attempt> {
    const random = () => Random.forCheck(this.#options.seed, check.id);
    if (check.id === 'starts') return this.#serverRun.starts();
    if (check.id === 'compiles') {
      return attempt(async () => {
        await this.#starter.compiled();
      });
    }
    if (check.id === 'raw-sockets') return tryRawSockets(this.#starter);
    return this.#lab.kind === 'server'
      ? (this.#apart.get(check.id) ?? this.#serverRun).try(check as Check<ServerContext>, random, record)
      : tryClient(check as Check<ClientContext>, this.#starter, random(), record());
  }

  /** Why the check cannot be made: the title of one it needs that did not pass, or that time is up. */
  async #blockedBy(check: AnyCheck): Promise<string | undefined> {
    if (this.#stopped) return 'the run was stopped';
    for (const id of needsOf(check, this.#lab, this.#chosen)) {
      // Those apart may need the verdict of one whose turn has not come yet.
      if (check.launch && !this.#results.has(id)) await this.#whenEnded.get(id)?.promise;
      const needed = await this.#results.get(id);
      if (needed && needed.verdict !== 'pass' && !needed.notHere) return `it needs "${needed.title}"`;
    }
    if (performance.now() - this.#began > LAB_LIMIT_MS) return 'the time for the whole run was used up';
    return undefined;
  }

  /** A finding of its own for a program that ended between two checks, where no check could see it. */
  #staysUp(): CheckResult | undefined {
    const death = this.#serverRuns.find(({ deathBetween }) => deathBetween)?.deathBetween;
    if (!death) return undefined;
    const message = `It happened after the check "${death.after}" had passed. ${death.finding.message}`;
    const result: CheckResult = {
      id: 'stays-up',
      title: 'keeps running between two clients',
      tier: 'required',
      verdict: 'fail',
      points: 0,
      ms: 0,
      spec: 'labs/README.md, "The contract"',
      finding: { ...death.finding, message },
      wire: [],
      ...(death.output && { output: death.output }),
    };
    this.#emit({ type: 'check-ended', lab: this.#id, result });
    return result;
  }
}

/** The ids that a check needs: those it names, else the lab's own first check; and the standing ones that start the program. */
function needsOf(check: AnyCheck, lab: Lab, all: readonly AnyCheck[]): string[] {
  const own = lab.checks.some((one) => one.id === check.id);
  const first = lab.checks[0]?.id;
  const named = check.needs ?? (own && first !== undefined && check.id !== first ? [first] : []);
  const start = check.id === 'raw-sockets' ? [] : ['starts', 'compiles'];
  return [...start.filter((id) => id !== check.id && all.some((one) => one.id === id)), ...named];
}

/** The checks that a run makes. */
function choose(lab: Lab, all: AnyCheck[], { only, bonus }: RunOptions): AnyCheck[] {
  if (!only) return all.filter((check) => bonus || check.tier !== 'bonus');
  const wanted = new Set(only);
  for (let size = 0; size < wanted.size; ) {
    size = wanted.size;
    for (const check of all) {
      if (wanted.has(check.id)) for (const id of needsOf(check, lab, all)) wanted.add(id);
    }
  }
  return all.filter((check) => wanted.has(check.id));
}

/** Careful checks first, then rude ones, then those that start the program in a way of their own. */
function inOrder(checks: readonly AnyCheck[]): AnyCheck[] {
  const rank = (check: AnyCheck) => (check.launch ? 2 : check.rude ? 1 : 0);
  return [...checks].sort((a, b) => rank(a) - rank(b));
}

async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function summary(
  checks: readonly CheckResult[],
): Omit<LabResult, 'lab' | 'title' | 'program' | 'seed' | 'ms' | 'notes'> {
  const counted = checks.filter((check) => !check.notHere && check.verdict !== 'error');
  const points = (tier: string, wanted: (verdict: Verdict) => boolean) =>
    counted
      .filter((check) => check.tier === tier && wanted(check.verdict))
      .reduce((sum, check) => sum + check.points, 0);
  const required = checks.filter((check) => check.tier === 'required' && !check.notHere);
  const some = (verdict: Verdict) => required.some((check) => check.verdict === verdict);
  return {
    // A failure is certain even where something else could not be tried.
    verdict: some('fail') ? 'fail' : some('error') ? 'error' : some('skipped') ? 'fail' : 'pass',
    score: points('required', (verdict) => verdict === 'pass'),
    maxScore: points('required', () => true),
    bonusScore: points('bonus', (verdict) => verdict === 'pass'),
    maxBonusScore: points('bonus', () => true),
    checks,
  };
}
