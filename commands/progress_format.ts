/** What is remembered of one lab. */
export interface LabProgress {
  /** When all required checks passed for the first time (ISO 8601). */
  passed?: string;
  /** The check that failed first in the last run. */
  failing?: string;
  /** Size and time of the student's files at that run, to see whether one has changed since. */
  stamp?: string;
  /** Points for the required checks in the last whole run. */
  score?: number;
  maxScore?: number;
  /** Points for the bonus in the last whole run that made the bonus checks. */
  bonusScore?: number;
  maxBonusScore?: number;
  /** How many hints of each check have been shown. */
  hints?: Record<string, number>;
}

/**
 * Progress of the person who works in this checkout, by the lab's id: a small readable file that git does not see.
 * No path is in it, so folders may be renamed.
 */
export type Progress = Record<string, LabProgress>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The labs in the text of the file; undefined when it is broken. */
export function labsIn(text: string): Record<string, unknown> | undefined {
  try {
    // Some editors put a mark in front.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const POINTS = ['score', 'maxScore', 'bonusScore', 'maxBonusScore'];
const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0;

/** What is remembered of a lab, without what somebody's editor made of it. Fields of a newer course stay. */
export function sound(lab: unknown): LabProgress {
  if (!isRecord(lab)) return {};
  const kept = Object.entries(lab).filter(([name, value]) => {
    if (['passed', 'failing', 'stamp'].includes(name)) return typeof value === 'string';
    return POINTS.includes(name) ? isAmount(value) : name !== 'hints';
  });
  const hints =
    isRecord(lab.hints) &&
    Object.entries(lab.hints).filter(([, shown]) => Number.isInteger(shown) && isAmount(shown));
  return { ...Object.fromEntries(kept), ...(hints && { hints: Object.fromEntries(hints) }) } as LabProgress;
}
