import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is remembered of one lab. */
export interface LabProgress {
  /** When all required checks passed for the first time (ISO 8601). */
  passed?: string;
  /** The check that failed first in the last run. */
  failing?: string;
  /** Size and time of the student's files at that run, to see whether one has changed since. */
  stamp?: string;
  /** How many hints of each check have been shown. */
  hints?: Record<string, number>;
}

/** Progress of the person who works in this checkout: a small readable file that git does not see. */
export type Progress = Record<string, LabProgress>;

const fileIn = (root: string): string => join(root, '.workbook', 'progress.json');

/** The progress so far; a missing or broken file is an empty one. */
export function readProgress(root: string): Progress {
  try {
    const read: unknown = JSON.parse(readFileSync(fileIn(root), 'utf8'));
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Progress) : {};
  } catch {
    return {};
  }
}

/**
 * Changes what is remembered of one lab, and nothing else: another terminal may have written meanwhile.
 * Returns false where nothing can be written (a read-only checkout); the course works without it.
 */
export function remember(root: string, lab: string, change: (before: LabProgress) => LabProgress): boolean {
  try {
    const progress = readProgress(root);
    const before = progress[lab];
    progress[lab] = change(typeof before === 'object' && before !== null ? before : {});
    mkdirSync(join(root, '.workbook'), { recursive: true });
    const fresh = `${fileIn(root)}.${process.pid}`;
    writeFileSync(fresh, `${JSON.stringify(progress, null, 2)}\n`);
    renameSync(fresh, fileIn(root));
    return true;
  } catch {
    return false;
  }
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
