import type { CheckResult } from '../../checks/engine/events.ts';

/** The hints for the check that fails: those that were asked for, and how many there are. */
export interface Ladder {
  check: string;
  shown: readonly string[];
  total: number;
  /** They are on the screen. When the program fails in another way they are put away, and can be had back. */
  open: boolean;
}

/** Diagnoses that name the place and the mistake: a hint for the check would be about something else. */
const SAYS_IT_ALL = ['syntax-error', 'import-not-found', 'missing-file'];

/**
 * The ladder of a check that fails; none where the error says it all. `seen`: how many of its hints were asked for
 * before, in an earlier session too.
 */
export function ladderOf(
  { id, finding }: CheckResult,
  hints: readonly string[],
  seen: number,
  open: boolean,
): Ladder | undefined {
  if (SAYS_IT_ALL.includes(finding?.diagnosis ?? '')) return undefined;
  return { check: id, shown: hints.slice(0, seen), total: hints.length, open };
}

/** What the key for hints does to a ladder: bring them back, climb one rung, put them away. */
export function nextStep({ shown, total, open }: Ladder): 'open' | 'climb' | 'close' {
  if (shown.length > 0 && !open) return 'open';
  return shown.length < total ? 'climb' : 'close';
}
