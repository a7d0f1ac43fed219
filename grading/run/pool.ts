import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GradedLab } from '../model.ts';
import { ownNetwork, searchPath } from '../sandbox/bubblewrap.ts';
import type { Unit } from './units.ts';
import type { FromWorker, ToWorker } from './worker.ts';

export interface PoolSetting {
  root: string;
  /** For the workers' own folders. */
  folder: string;
  jobs: number;
  sandbox: boolean;
}

/** How a unit ended. */
export type Outcome =
  /** `starts`: how many times a program was started for it. */
  { unit: Unit; graded: GradedLab; starts: number } | { unit: Unit; failed: string };

/** A unit may take this long, in ms: the engine's own bounds are far below, and this one is for its faults. */
const LONGEST = 600_000;

/** Checks units with several workers at the same time, and tells each outcome as it comes. */
export class Pool {
  readonly #setting: PoolSetting;
  readonly #workers = new Set<Worker>();
  #stopped = false;

  constructor(setting: PoolSetting) {
    this.#setting = setting;
  }

  /** Does them all; a unit whose worker died is tried once more with another one. */
  async run(units: readonly Unit[], told: (outcome: Outcome) => void): Promise<void> {
    const queue = units.map((unit) => ({ unit, tries: 0 }));
    const slot = async (number: number) => {
      let worker: Worker | undefined;
      for (let next = queue.shift(); next && !this.#stopped; next = queue.shift()) {
        worker = worker?.alive ? worker : await this.#hire(number);
        const answer = await worker.check(next.unit);
        if (this.#stopped) break;
        if ('graded' in answer) told({ unit: next.unit, graded: answer.graded, starts: answer.starts });
        else if (answer.died && next.tries === 0) queue.unshift({ unit: next.unit, tries: 1 });
        else told({ unit: next.unit, failed: answer.failed });
      }
      await worker?.end();
    };
    const slots = Math.max(1, Math.min(this.#setting.jobs, units.length));
    await Promise.all(Array.from({ length: slots }, (_, number) => slot(number)));
  }

  /** Nobody waits for the rest. */
  stop(): void {
    this.#stopped = true;
    for (const worker of this.#workers) worker.kill();
  }

  async #hire(number: number): Promise<Worker> {
    const worker = new Worker(this.#setting, number);
    this.#workers.add(worker);
    void worker.gone.then(() => this.#workers.delete(worker));
    await worker.ready;
    return worker;
  }
}

type Answer = { graded: GradedLab; starts: number } | { failed: string; died: boolean };

/** One process that checks. */
class Worker {
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  alive = true;
  readonly #child: ChildProcess;
  readonly #folder: string;
  #answer: (answer: Answer) => void = () => {};
  #words = '';

  constructor({ root, folder, sandbox }: PoolSetting, number: number) {
    this.#folder = join(folder, `worker-${number}`);
    mkdirSync(this.#folder, { recursive: true });
    const node = [process.execPath, join(root, 'commands/course.mjs'), 'grade', '--worker', this.#folder];
    const [command = '', ...args] = sandbox ? ownNetwork([...node, '--sandbox'], this.#folder) : node;
    this.#child = spawn(command, args, {
      cwd: root,
      env: environment(this.#folder),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#words = (this.#words + text).slice(-2000);
      });
    }
    let isReady = () => {};
    this.ready = new Promise((resolve) => {
      isReady = resolve;
    });
    this.gone = new Promise((resolve) => {
      const ended = (why: string) => {
        this.alive = false;
        isReady();
        this.#answer({ failed: `The worker ended (${why}). ${this.#words.trim()}`.trim(), died: true });
        rmSync(this.#folder, { recursive: true, force: true });
        resolve();
      };
      this.#child.once('error', (error) => ended(error.message));
      this.#child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
    });
    this.#child.on('message', (message: FromWorker) => {
      if ('ready' in message) isReady();
      else if ('graded' in message) this.#answer(message);
      else this.#answer({ failed: message.failed, died: false });
    });
  }

  async check(unit: Unit): Promise<Answer> {
    let late: NodeJS.Timeout | undefined;
    const answer = new Promise<Answer>((resolve) => {
      this.#answer = resolve;
      late = setTimeout(() => this.kill(), LONGEST);
      if (this.alive) this.#child.send({ unit } satisfies ToWorker, () => {});
      else resolve({ failed: `The worker did not start. ${this.#words.trim()}`, died: true });
    });
    try {
      return await answer;
    } finally {
      clearTimeout(late);
      this.#answer = () => {};
    }
  }

  async end(): Promise<void> {
    if (this.alive) this.#child.send({ end: true } satisfies ToWorker, () => {});
    await this.gone;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Nothing of the person who grades: their variables may hold keys. */
function environment(folder: string): Record<string, string> {
  const kept = ['SystemRoot', 'ComSpec', 'PATHEXT'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return {
    ...Object.fromEntries(kept),
    PATH: process.platform === 'win32' ? (process.env.PATH ?? '') : searchPath(),
    HOME: folder,
    LANG: 'C.UTF-8',
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
  };
}
