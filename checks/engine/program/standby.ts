import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type Bundler, residentBundler } from './bundler.ts';
import { cleanEnvironment, MARKER } from './environment.ts';
import { guardGroup, guardStarting, releaseGroup, startGuard } from './guard.ts';
import type { StartPlan } from './running.ts';

/** What comes before the file in the words of a program that was compiled into one module (`compile.ts`). */
const NODE_ARGS = ['--enable-source-maps'];

/** The descriptor through which a waiting process says that it is ready, and is told what to be. */
const CONTROL = 3;

/**
 * What is kept ready between two runs: a compiler, and processes of Node that were started beforehand and wait to be told which program to be: a program then
 * runs some milliseconds after it was asked for, instead of one start of Node later. For those who check the
 * same program again and again: watch mode, the page.
 *
 * Only programs that were compiled into one module are started so. What runs through tsx may ask whether it
 * is the main module, and here it is not.
 */
export class Standby {
  readonly #script: string;
  readonly #most: number;
  readonly #waiting = new Set<ChildProcess>();
  /** Those that have said that they wait: only what works is ever given a program. */
  readonly #ready = new Set<ChildProcess>();
  /** How many were asked for since the last `fill`. */
  #asked = 0;
  #closed = false;
  /** Compiles in some milliseconds, once it is loaded. */
  bundler: Bundler | undefined;

  /** `root`: the folder of the course; `most`: so many processes wait at the same time. */
  constructor(root: string, most = 4) {
    this.#script = join(root, 'checks/engine/program/standby_node.mjs');
    this.#most = most;
  }

  /** How many wait now. */
  get size(): number {
    return this.#ready.size;
  }

  /** Starts as many as the last run had use for; to be called when nothing else goes on. */
  fill(): void {
    if (this.#closed) return;
    if (!this.bundler) {
      // Until it is there, and where it cannot be had, programs are compiled in the usual way.
      residentBundler().then(
        (bundler) => {
          this.bundler = bundler;
        },
        () => {},
      );
    }
    const wanted = Math.min(this.#most, Math.max(2, this.#asked));
    this.#asked = 0;
    while (this.#waiting.size < wanted) this.#boot();
  }

  #boot(): void {
    startGuard();
    guardStarting();
    const child = spawn(process.execPath, [...NODE_ARGS, this.#script], {
      env: { ...cleanEnvironment(), [MARKER]: `${process.pid}.standby` },
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const gone = () => {
      this.#waiting.delete(child);
      this.#ready.delete(child);
    };
    child.on('error', gone);
    child.once('exit', gone);
    const control = child.stdio[CONTROL] as Duplex;
    control.on('error', () => {}); // it ended before it was told anything
    control.once('data', () => this.#waiting.has(child) && this.#ready.add(child));
    if (child.pid === undefined) return; // 'error' follows
    guardGroup(child.pid);
    this.#waiting.add(child);
  }

  /** A process that becomes this program now; undefined when it must be started in the usual way. */
  take({ words, cwd, env, marker, stdin }: StartPlan): ChildProcess | undefined {
    const [node, flag, file = '', ...args] = words;
    if (node !== process.execPath || flag !== NODE_ARGS[0] || !file.endsWith('.mjs') || stdin)
      return undefined;
    this.#asked += 1;
    for (const child of this.#ready) {
      this.#waiting.delete(child);
      this.#ready.delete(child);
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.removeAllListeners('error');
      child.removeAllListeners('exit');
      const order = { file, args, cwd, env: { ...env, [MARKER]: marker } };
      (child.stdio[CONTROL] as Duplex).end(JSON.stringify(order));
      return child;
    }
    return undefined;
  }

  /** Ends those that wait. */
  close(): void {
    this.#closed = true;
    for (const child of this.#waiting) {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
      if (child.pid !== undefined) releaseGroup(child.pid);
    }
    this.#waiting.clear();
    this.#ready.clear();
  }
}
