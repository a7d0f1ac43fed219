import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';

/** Work under a lock takes milliseconds. A holder that has not changed for so long will not come back. */
const STALE_MS = 2000;
/** So long one waits for a lock that others hand to each other. */
const PATIENCE_MS = 5000;
/** Who breaks a lock open is done at once; what is left of one who died over it is removed after this time. */
const BREAKING_MS = 60_000;

/**
 * Does a short work while no other process does such work: the file `lock` exists as long. A lock is stale when its
 * process is gone, or when it has stayed the same for two seconds; then it is broken open. Throws when the lock cannot
 * be had within five seconds, or when nothing can be written there.
 *
 * `stillOurs` tells, at the last moment before a change, whether somebody thought us dead in between.
 */
export function whileLocked<Result>(lock: string, work: (stillOurs: () => boolean) => Result): Result {
  const token = `${process.pid} ${hostname()} ${Math.random().toString(36).slice(2)}`;
  take(lock, token);
  const stillOurs = () => holderOf(lock) === token;
  try {
    return work(stillOurs);
  } finally {
    if (stillOurs()) remove(lock);
  }
}

function take(lock: string, token: string): void {
  const began = performance.now();
  let seen = { holder: holderOf(lock), since: began };
  while (!create(lock, token)) {
    const now = performance.now();
    if (now - began > PATIENCE_MS) throw new Error(`${lock} is held by ${seen.holder}`);
    const holder = holderOf(lock);
    // Not the time of the file: the clock of a network drive is another one.
    if (holder !== seen.holder) seen = { holder, since: now };
    if (holder !== undefined && (isGone(holder) || now - seen.since > STALE_MS)) breakOpen(lock, holder);
    pause(1 + Math.random() * 10);
  }
}

/** Removes a stale lock. Two who find it stale must not both do so: the second would remove the lock of the first. */
function breakOpen(lock: string, holder: string): void {
  const gate = `${lock}.breaking`;
  if (create(gate, '')) {
    if (holderOf(lock) === holder) remove(lock);
    remove(gate);
  } else if (ageOf(gate) > BREAKING_MS) remove(gate);
}

/** Creates a file that does not exist yet; false when it does. */
function create(file: string, text: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  try {
    writeSync(handle, text);
    return true;
  } catch (error) {
    remove(file); // the disk is full: an empty lock would be in everybody's way
    throw error;
  } finally {
    closeSync(handle);
  }
}

function isTaken(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  // On Windows a file that is being removed cannot be created yet.
  return code === 'EEXIST' || (process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code));
}

/** The token in a lock; undefined when nobody holds it. */
function holderOf(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether the process that holds a lock has ended. Of another computer's processes we know nothing. */
function isGone(holder: string): boolean {
  const [pid, host] = holder.split(' ');
  if (!pid || host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function ageOf(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {} // somebody reads it at this moment (Windows): it becomes stale
}

/** Waits without giving control to anybody: the whole change of a file is one step for the rest of the program. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
