import { join } from 'node:path';
import type { LabResult } from '../../checks/engine/events.ts';
import type { Lab } from '../../checks/engine/lab.ts';
import { Standby } from '../../checks/engine/program/standby.ts';
import type { Target } from '../../checks/engine/program/target.ts';
import { allChecks, runLab } from '../../checks/engine/run/run_lab.ts';
import type { LabEntry } from '../../commands/labs.ts';
import type { RunEvent, RunRequest } from './api.ts';
import { labJson } from './lab_json.ts';
import { reasonOf } from './reason.ts';

/** What a run needs of the course, and whom it tells. */
export interface RunsSetting {
  /** The folder of the course. */
  root: string;
  load: (entry: LabEntry) => Promise<Lab>;
  tell: (lab: string, run: number, event: RunEvent) => void;
  /** Called when a run of all checks has come to its end. */
  ended: (entry: LabEntry, result: LabResult) => void;
}

interface Run {
  number: number;
  entry: LabEntry;
  request: RunRequest;
  abort: AbortController;
  /** Resolves when nothing of it is left. */
  done: Promise<void>;
}

/**
 * The runs that the page asks for. Labs are checked one after another, for two students' programs may want the same
 * port; of one lab there is one run, and a new one takes the place of the old.
 */
export class Runs {
  readonly #setting: RunsSetting;
  /** After a run comes another one soon: at the next save. */
  readonly #standby: Standby;
  readonly #runs = new Map<string, Run>();
  #last: Promise<void> = Promise.resolve();
  #count = 0;
  #closed = false;

  constructor(setting: RunsSetting) {
    this.#setting = setting;
    this.#standby = new Standby(setting.root);
  }

  isRunning(lab: string): boolean {
    return this.#runs.has(lab);
  }

  /** Begins a run, or queues it; gives its number. */
  start(entry: LabEntry, request: RunRequest): number {
    if (this.#closed) return 0;
    void this.stop(entry.id);
    this.#count += 1;
    const number = this.#count;
    const abort = new AbortController();
    const before = this.#last;
    if (this.#runs.size > 0) this.#setting.tell(entry.id, number, { type: 'run-queued', lab: entry.id });
    const run: Run = { number, entry, request, abort, done: Promise.resolve() };
    this.#runs.set(entry.id, run);
    run.done = before.then(() => this.#make(run));
    this.#last = run.done;
    return number;
  }

  /** Ends the run of a lab; false when there is none. */
  stop(lab: string): boolean {
    const run = this.#runs.get(lab);
    if (!run) return false;
    this.#runs.delete(lab);
    run.abort.abort();
    this.#setting.tell(lab, run.number, { type: 'run-stopped', lab });
    return true;
  }

  /** Ends all runs, and resolves when nothing of them is left. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const lab of [...this.#runs.keys()]) this.stop(lab);
    await this.#last;
    this.#standby.close();
  }

  /** Resolves when everything that was asked for is done; for tests. */
  get idle(): Promise<void> {
    return this.#last;
  }

  async #make({ number, entry, request, abort: { signal } }: Run): Promise<void> {
    const tell = (event: RunEvent) => {
      // What a stopped run still says is about its end, not about the program.
      if (!signal.aborted) this.#setting.tell(entry.id, number, event);
    };
    try {
      if (signal.aborted) return;
      const result = await this.#check(entry, request, signal, tell);
      if (!signal.aborted && !request.only) this.#setting.ended(entry, result);
    } catch (error) {
      tell({ type: 'run-failed', lab: entry.id, message: reasonOf(error, this.#setting.root) });
    } finally {
      if (this.#runs.get(entry.id)?.number === number) this.#runs.delete(entry.id);
      if (this.#runs.size === 0) this.#standby.fill();
    }
  }

  async #check(
    entry: LabEntry,
    { only, bonus = false }: RunRequest,
    signal: AbortSignal,
    tell: (event: RunEvent) => void,
  ): Promise<LabResult> {
    const { root, load } = this.#setting;
    const lab = await load(entry);
    signal.throwIfAborted(); // the engine listens only for what is to come
    const target = targetOf(root, entry, lab);
    const known = new Set(allChecks(lab, target).map((check) => check.id));
    const wanted = only?.filter((id) => known.has(id));
    const seed = 1 + Math.floor(Math.random() * 9999);
    const setting = { lab, seed, bonus, partial: wanted !== undefined };
    const events = runLab(entry.id, lab, target, {
      root,
      seed,
      bonus,
      signal,
      standby: this.#standby,
      keepSite: join(root, '.workbook', `site-${entry.id}`),
      ...(wanted && { only: wanted }),
    });
    for (;;) {
      const { value, done } = await events.next();
      if (done) return value;
      tell(labJson(value, setting));
    }
  }
}

/** The student's own program of a lab. */
export function targetOf(root: string, { folder }: LabEntry, lab: Lab): Target {
  return {
    kind: 'file',
    file: join(root, 'labs', folder, lab.program),
    display: `labs/${folder}/${lab.program}`,
  };
}
