import { readdirSync } from 'node:fs';
import { familyOf, HAS_PROC, procFile, treeOf } from './processes.ts';

/** How often a wait looks at the program, in milliseconds. Two looks in a row must agree. */
export const LOOK_MS = 150;

/**
 * System calls in which a thread sleeps until somebody else does something, by machine: the number of
 * the call, and which argument is its time-out (-1: it has none). Linux, asm/unistd.h.
 */
const WAITS: Record<string, Record<number, number>> = {
  // read, recvfrom, recvmsg, accept, accept4, wait4, waitid, pause, rt_sigsuspend, flock,
  // poll, epoll_wait, epoll_pwait, select, pselect6, ppoll, futex
  x64: {
    0: -1,
    45: -1,
    47: -1,
    43: -1,
    288: -1,
    61: -1,
    247: -1,
    34: -1,
    130: -1,
    7: 2,
    232: 3,
    281: 3,
    23: 4,
    270: 4,
    271: 2,
    202: 3,
  },
  arm64: {
    63: -1,
    207: -1,
    212: -1,
    202: -1,
    242: -1,
    260: -1,
    95: -1,
    133: -1,
    22: 3,
    72: 4,
    73: 2,
    98: 3,
  },
};

/** Calls whose time-out is a number (-1: for ever); for the others it is a pointer (0: for ever). */
const MILLISECONDS: Record<string, readonly number[]> = { x64: [7, 232, 281], arm64: [22] };

/** Whether a line of /proc/PID/syscall shows a sleep that only somebody else can end. */
export function sleepsForEver(syscall: string, arch: string = process.arch): boolean {
  const [number = '', ...args] = syscall.trim().split(' ');
  const timeout = WAITS[arch]?.[Number(number)];
  if (timeout === undefined) return false;
  if (timeout < 0) return true;
  const value = BigInt(args[timeout] ?? '0x1');
  // An int may stand in a 64-bit register with or without its upper half.
  return MILLISECONDS[arch]?.includes(Number(number)) ? BigInt.asIntN(32, value) === -1n : value === 0n;
}

/**
 * What tells two moments apart in which every thread of the process tree sleeps with nothing set that could wake it: which
 * threads there are, and how often each has had its turn. `false`: something goes on; `undefined`: the system does not tell
 * (not Linux, no permission).
 */
function stillness(pid: number, members: (pid: number) => number[]): string | false | undefined {
  if (!HAS_PROC || !WAITS[process.arch]) return undefined;
  const tree = members(pid);
  const turns: string[] = [];
  for (const member of tree) {
    let threads: string[];
    try {
      threads = readdirSync(`/proc/${member}/task`);
    } catch {
      return false; // it ended just now: something goes on
    }
    for (const thread of threads) {
      const syscall = procFile(`${member}/task/${thread}/syscall`);
      if (syscall === '') {
        // A zombie has none; of others we may not know.
        if (/\) [ZX] /.test(procFile(`${member}/task/${thread}/stat`))) continue;
        return procFile(`${member}/task/${thread}/stat`) === '' ? undefined : false;
      }
      if (!sleepsForEver(syscall)) return false;
      // A file that is read from a slow disk is waited for with the same call as a pipe, but not for ever.
      if (!/\) S /.test(procFile(`${member}/task/${thread}/stat`))) return false;
      turns.push(`${thread} ${turnsOf(`${member}/task/${thread}`)}`);
    }
  }
  // A parent that waits for a child which was not there yet when we began is not stuck.
  return members(pid).join() === tree.join() && turns.join();
}

const sameMembers = (some: readonly number[], others: readonly number[]): boolean =>
  some.length === others.length && some.every((pid) => others.includes(pid));

/** How often a thread has been given the processor (proc(5), status: context switches). */
const turnsOf = (task: string): string =>
  [...procFile(`${task}/status`).matchAll(/ctxt_switches:\s*(\d+)/g)].map((match) => match[1]).join('+');

/**
 * Whether no thread of the program or of what it has started is at work at this moment (a program may be started
 * through others, which only wait for it); `undefined` when the system does not tell.
 */
export function rests(pid: number): boolean | undefined {
  if (!HAS_PROC) return undefined;
  const [own, ...others] = familyOf(pid).map(sleeps);
  return others.includes(false) ? false : own;
}

/** The same of one process alone. */
function sleeps(pid: number): boolean | undefined {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) =>
      /\) [SZ] /.test(procFile(`${pid}/task/${thread}/stat`)),
    );
  } catch {
    return undefined; // it ended
  }
}

/**
 * Looks at a program again and again. It is stuck when two looks in a row find every thread of its process tree asleep, with
 * no timer set and no work: then waiting longer for its answer changes nothing, however slow the machine.
 */
export class StuckWatch {
  readonly #pid: number;
  #before: string | false | undefined = false;
  /** Somebody of its group is no descendant of it any more. */
  #withStrangers = false;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** To be called every LOOK_MS while nothing happens. */
  look(): boolean {
    // Who belongs to it without being its descendant can only be told by looking at every process there is: only when
    // it matters.
    const members = this.#withStrangers ? treeOf : familyOf;
    const now = stillness(this.#pid, members);
    // A program that starts others (a shell, a wrapper of an interpreter) may be found waiting twice, and have done
    // much in between.
    const both = typeof now === 'string' && now === this.#before;
    this.#before = now;
    if (!both || this.#withStrangers) return both;
    if (sameMembers(treeOf(this.#pid), familyOf(this.#pid))) return true;
    this.#withStrangers = true;
    this.#before = false;
    return false;
  }

  /** Whether nothing of it is at work at this moment; `undefined` when the system does not tell. */
  rests(): boolean | undefined {
    return rests(this.#pid);
  }

  /** Something happened: begin anew. */
  reset(): void {
    this.#before = false;
  }
}
