import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabResult } from '../checks/engine/events.ts';
import { type LabEntry, ownFiles } from './labs.ts';
import { pause, whileLocked } from './lock.ts';
import { type LabProgress, labsIn, type Progress, sound } from './progress_format.ts';
import { setAside } from './set_aside.ts';

const fileIn = (root: string): string => join(root, '.workbook', 'progress.json');

/** The progress so far; a missing or broken file is an empty one. */
export function readProgress(root: string): Progress {
  try {
    const labs = Object.entries(labsIn(readFileSync(fileIn(root), 'utf8')) ?? {});
    return Object.fromEntries(labs.map(([id, lab]) => [id, sound(lab)]));
  } catch {
    return {};
  }
}

/**
 * Changes what is remembered of one lab, and nothing else: other terminals do so at the same time.
 * Returns false where nothing can be written (a read-only checkout); the course works without it.
 */
export function remember(root: string, lab: string, change: (before: LabProgress) => LabProgress): boolean {
  const file = fileIn(root);
  try {
    mkdirSync(join(root, '.workbook'), { recursive: true });
    const once = () =>
      whileLocked(join(root, '.workbook', 'progress.lock'), (stillOurs) => {
        const progress = readOrSetAside(file);
        progress[lab] = change(sound(progress[lab]));
        return replace(file, `${JSON.stringify(progress, null, 2)}\n`, stillOurs);
      });
    // A computer that slept in between has lost its lock: once more, with what the file says now.
    return once() || once();
  } catch {
    return false;
  }
}

/** Remembers what a run of all checks has shown. A lab that was passed once stays passed. */
export function keepResult(root: string, entry: LabEntry, result: LabResult): void {
  // The machine was at fault: nothing was shown.
  if (result.verdict === 'error') return;
  const failing = result.checks.find((check) => check.verdict === 'fail')?.id;
  const stamp = stampOf(ownFiles(root, entry));
  const { score, maxScore, bonusScore, maxBonusScore } = result;
  remember(root, entry.id, ({ failing: _, stamp: __, ...before }) => ({
    ...before,
    ...(!before.passed && result.verdict === 'pass' && { passed: new Date().toISOString() }),
    ...(failing && { failing }),
    ...(stamp && { stamp }),
    score,
    maxScore,
    // Without --bonus nothing was learnt about it.
    ...(maxBonusScore > 0 && { bonusScore, maxBonusScore }),
  }));
}

/** A rung of a check's ladder of hints. */
export interface Rung {
  /** From 1. */
  rung: number;
  last: number;
  hint: string;
  /** False where nothing can be written: the next call gives the same rung. */
  kept: boolean;
}

/** One rung further on the ladder of a check; on the last one it stays. */
export function climb(root: string, lab: string, check: { id: string; hints: readonly string[] }): Rung {
  const last = check.hints.length;
  const after = (before: LabProgress = {}) => Math.min((before.hints?.[check.id] ?? 0) + 1, last);
  let rung = after(readProgress(root)[lab]);
  const kept = remember(root, lab, (before) => {
    rung = after(before);
    return { ...before, hints: { ...before.hints, [check.id]: rung } };
  });
  return { rung, last, hint: check.hints[rung - 1] ?? '', kept };
}

/** A short text that changes when one of the files does; undefined when one of them is not there. */
export function stampOf(files: readonly string[]): string | undefined {
  try {
    return files
      .map((file) => statSync(file))
      .map(({ mtimeMs, size }) => `${Math.round(mtimeMs)} ${size}`)
      .join(', ');
  } catch {
    return undefined;
  }
}

/** The file as it is, for a change of it. A broken one may hold what a person can still read: it is put aside. */
function readOrSetAside(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error; // it is there, and not ours to read: then it is not ours to replace
  }
  const progress = labsIn(text);
  if (progress) return progress;
  if (text.trim() !== '') {
    const kept = setAside(file, 'broken');
    console.error(`Your progress could not be read. The file is kept as ${kept}, and a new one is begun.`);
  }
  return {};
}

/** Writes a file whole or not at all; false when the lock was lost before. */
function replace(file: string, text: string, stillOurs: () => boolean): boolean {
  const fresh = `${file}.${process.pid}`;
  try {
    writeFileSync(fresh, text);
    if (!stillOurs()) return false;
    renamePatiently(fresh, file);
    return true;
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** On Windows a file cannot be replaced while somebody reads it, which takes a moment. */
function renamePatiently(from: string, to: string): void {
  for (let tries = 1; ; tries++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || tries === 20) throw error;
      pause(5 * tries);
    }
  }
}
