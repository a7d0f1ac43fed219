import { existsSync, readFileSync } from 'node:fs';
import { type LabEntry, starterFiles } from './labs.ts';
import type { LabProgress, Progress } from './progress_format.ts';

/** Where a person stands with a lab. */
export interface Standing extends Points {
  /** `lab01` */
  id: string;
  /** passed: once, at least; begun: a file is no longer the starter. */
  state: 'passed' | 'begun' | 'new';
  /** ISO 8601. */
  passedAt?: string;
}

/** Points of the last whole run, where that is known. */
export type Points = Pick<LabProgress, 'score' | 'maxScore' | 'bonusScore' | 'maxBonusScore'>;

/** Where a person stands with a lab: from what is remembered of it, and from their files as they are now. */
export function standingOf(root: string, entry: LabEntry, remembered: LabProgress = {}): Standing {
  const { passed, score, maxScore, bonusScore, maxBonusScore } = remembered;
  return {
    id: entry.id,
    state: passed !== undefined ? 'passed' : isBegun(root, entry) ? 'begun' : 'new',
    ...(passed !== undefined && { passedAt: passed }),
    ...(score !== undefined && maxScore !== undefined && { score, maxScore }),
    ...(bonusScore !== undefined && maxBonusScore !== undefined && { bonusScore, maxBonusScore }),
  };
}

/** The first lab that is not passed yet. */
export const nextLab = (entries: readonly LabEntry[], progress: Progress): LabEntry | undefined =>
  entries.find(({ id }) => !progress[id]?.passed);

/** Whether one of the student's files is another than its starter. */
export function isBegun(root: string, entry: LabEntry): boolean {
  try {
    return starterFiles(root, entry).some(
      ({ pristine, file }) => existsSync(file) && !readFileSync(file).equals(readFileSync(pristine)),
    );
  } catch {
    return false;
  }
}
