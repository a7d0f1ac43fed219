import { type ChildProcess, spawn } from 'node:child_process';
import { poll, within } from '../deadline.ts';
import { MachineError } from '../failure.ts';
import type { Confinement } from './confinement.ts';
import { MARKER } from './environment.ts';
import { guardGroup, guardStarting, releaseGroup, startGuard } from './guard.ts';
import {
  descendantsOf,
  familyOf,
  groupMembers,
  HAS_PROC,
  residentBytes,
  treeOf,
  withEnvironment,
} from './processes.ts';
import { Ring } from './ring.ts';
import type { Standby } from './standby.ts';

/** How a program ended. `code` is null when a signal ended it; `limit` names the bound that the checker enforced. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  limit?: 'output' | 'memory' | 'processes' | undefined;
}

/** What to start. */
export interface StartPlan {
  /** The program and its arguments; no shell looks at them. */
  words: readonly string[];
  cwd: string;
  env: Record<string, string>;
  /** Goes into the program's environment, so that `sweepEscaped` can find what slipped out of its group. */
  marker: string;
  /** Bytes for its standard input; without them it reads an empty one. */
  stdin?: Buffer | undefined;
  /** Processes that wait to be a program, for a quicker start. */
  standby?: Standby | undefined;
  /** What the words put around the program, if anything. */
  confinement?: Confinement | undefined;
  /** Called with everything that it prints. */
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

/** A program that prints more than this is ended. */
export const OUTPUT_LIMIT = 16 * 1024 * 1024;
/** A program whose memory grows beyond this is ended (where the system tells). */
export const MEMORY_LIMIT = 512 * 1024 * 1024;

/** A program that has more processes than this at the same time is ended (where the system tells). */
export const PROCESS_LIMIT = 300;

/** What was killed is waited for, on a busy machine and where there are many of them. */
const ENDING_MS = 10_000;

const running = new Set<RunningProgram>();

/** A started program: its output is always drained, its whole process group ends with `stop`. */
export class RunningProgram {
  /** How many were started in this process so far. */
  static started = 0;
  readonly pid: number;
  /** The run that it belongs to. */
  readonly marker: string;
  /** When it was started, in ms since 1970: before its first line ran. */
  readonly startedAt = Date.now();
  readonly stdout = new Ring();
  readonly stderr = new Ring();
  /** Set once the program itself ended (its children may live on until `stop`). */
  exit: Exit | undefined;
  readonly exited: Promise<Exit>;
  /** Resolves when the program ended and nobody can print to its pipes any more. */
  readonly closed: Promise<void>;
  /** Set by `stop`: an end after this is the checker's doing. */
  stopping = false;
  readonly #child: ChildProcess;
  readonly #confinement: Confinement | undefined;
  #limit: Exit['limit'];
  #memoryWatch: NodeJS.Timeout | undefined;

  private constructor(child: ChildProcess, plan: StartPlan) {
    this.#child = child;
    this.pid = child.pid as number;
    this.marker = plan.marker;
    this.#confinement = plan.confinement;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (chunk: Buffer) => {
        this[name].push(chunk);
        if (this.stdout.total + this.stderr.total > OUTPUT_LIMIT) this.#end('output');
        else plan.onOutput?.(name, chunk);
      });
    }
    child.stdin?.on('error', () => {}); // it need not read what we offer
    if (plan.stdin) child.stdin?.end(plan.stdin);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.exit = { code, signal, limit: this.#limit };
        clearInterval(this.#memoryWatch);
        resolve(this.exit);
      });
    });
    this.closed = new Promise((resolve) => child.once('close', () => resolve()));
    if (HAS_PROC) {
      this.#memoryWatch = setInterval(() => {
        const family = familyOf(this.pid);
        if (family.length > PROCESS_LIMIT) this.#end('processes');
        // Each by itself: together the scripts of a busy server may well take more.
        else if (family.some((pid) => residentBytes(pid) > MEMORY_LIMIT)) this.#end('memory');
      }, 100);
      this.#memoryWatch.unref();
    }
  }

  /** Starts the program; a MachineError says why it could not be started. */
  static start(plan: StartPlan): Promise<RunningProgram> {
    const [command = '', ...args] = plan.words;
    RunningProgram.started += 1;
    const waiting = plan.standby?.take(plan);
    if (waiting) {
      waiting.on('error', () => {}); // a signal that could not be sent: it has ended
      const program = new RunningProgram(waiting, plan);
      running.add(program);
      return Promise.resolve(program);
    }
    startGuard();
    guardStarting();
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd: plan.cwd,
        env: { ...plan.env, [MARKER]: plan.marker },
        // A group (and session) of its own: everything it starts can be ended with it.
        detached: process.platform !== 'win32',
        windowsHide: true,
        stdio: [plan.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      });
      child.once('error', (error: NodeJS.ErrnoException) => {
        const why =
          error.code === 'ENOENT'
            ? `'${command}' was not found. Is it installed, and on the PATH? Is the folder ${plan.cwd} still there?`
            : error.code === 'EACCES'
              ? `'${command}' may not be executed. Is it a program, and is it marked as executable?`
              : `'${command}' did not start (${error.code}).`;
        reject(new MachineError(why));
      });
      if (child.pid === undefined) return; // 'error' follows
      guardGroup(child.pid);
      const program = new RunningProgram(child, plan);
      running.add(program);
      resolve(program);
    });
  }

  /** Whether it has not ended yet. */
  get alive(): boolean {
    return this.exit === undefined;
  }

  /** Sends SIGINT to the whole group, as Ctrl-C in a terminal does, and any other signal to the program itself. */
  signal(name: NodeJS.Signals): void {
    const inner = this.#confinement?.programOf(this.pid);
    if (inner !== undefined) process.kill(inner, name);
    else if (name !== 'SIGINT') this.#child.kill(name);
    else if (this.alive) process.kill(-this.pid, name);
  }

  #end(limit: Exit['limit']): void {
    if (this.#limit) return;
    this.#limit = limit;
    this.#killGroup();
  }

  #killGroup(): void {
    if (process.platform === 'win32') {
      // taskkill knows the tree; there are no groups to signal. It must not keep the checker waiting.
      spawn('taskkill', ['/pid', String(this.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true })
        .on('error', () => this.#child.kill())
        .unref();
      return;
    }
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {} // gone already
  }

  /** For the handlers of Ctrl-C and of a crash: no waiting. */
  killNow(): void {
    this.stopping = true;
    const tree = this.alive && HAS_PROC ? treeOf(this.pid) : [];
    this.#killGroup();
    killAll(tree);
  }

  /** Whether somebody of the group is still there. */
  #groupLives(): boolean {
    if (process.platform === 'win32') return false;
    try {
      process.kill(-this.pid, 0);
    } catch {
      return false;
    }
    return !HAS_PROC || groupMembers(this.pid).length > 0;
  }

  /** Ends the program and its whole group, and waits until they are gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    // A child with a group of its own (a CGI script, say) would outlive ours, and be nobody's child then.
    const tree = this.alive ? await descendantsOf(this.pid) : [];
    this.#killGroup();
    killAll(tree);
    await within(3000, this.exited);
    await poll(ENDING_MS, () => (this.#groupLives() ? undefined : true));
    await within(500, this.closed);
    // A process that escaped may still hold the pipes: let go of them.
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    releaseGroup(this.pid);
    running.delete(this);
  }
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {} // gone with its group
  }
}

/**
 * Ends the children that put themselves into a session of their own, and waits until they are gone: they
 * still carry the marker in their environment (Linux; elsewhere the group is all that can be found).
 */
export async function sweepEscaped(marker: string): Promise<void> {
  if (!HAS_PROC) return;
  await poll(ENDING_MS, () => {
    const escaped = withEnvironment(`${MARKER}=${marker}\0`);
    for (const pid of escaped) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {} // gone meanwhile
    }
    return escaped.length === 0 ? true : undefined;
  });
}

/** Ends the programs of one run, of which nobody wants to know any more. */
export async function stopPrograms(marker: string): Promise<void> {
  await Promise.all([...running].filter((one) => one.marker === marker).map((one) => one.stop()));
}

/** Ends every program that still runs and everything it started, without waiting; for the way out of the checker. */
export function killEverything(): void {
  const some = running.size > 0;
  for (const program of running) program.killNow();
  if (!some || !HAS_PROC) return;
  for (const pid of withEnvironment(`${MARKER}=${process.pid}.`)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {} // gone meanwhile
  }
}
