import type { CheckJson, LabRules } from '../model.ts';

/** Points are kept to a hundredth. */
export const rounded = (points: number): number => Math.round((points + Number.EPSILON) * 100) / 100;

/** What the required checks of a lab are worth. */
export const requiredPoints = (
  checks: readonly { tier: string; points?: number; maxPoints?: number }[],
): number =>
  checks
    .filter(({ tier }) => tier === 'required')
    .reduce((sum, { maxPoints, points }) => sum + (maxPoints ?? points ?? 0), 0);

/**
 * The points of a lab, out of `max`, before anything is taken off for being late. `null`: not known, because the
 * machine was at fault in a check that could make a difference.
 *
 * The required checks are worth `max` together; those that this machine cannot make do not count, and the others are
 * worth more. A bonus check that counts is worth as much as a required one of the same points: it makes good for
 * one that failed, and never lifts the lab above `max`.
 */
export function labPoints(
  checks: readonly CheckJson[],
  max: number,
  counting: LabRules['bonus'],
): { raw: number; bonus: number } | null {
  const made = checks.filter((check) => !check.notHere);
  const required = made.filter(({ tier }) => tier === 'required');
  const bonus = made.filter(
    ({ tier, id }) => tier === 'bonus' && (counting === true || counting?.includes(id)),
  );
  const all = requiredPoints(required);
  if (all === 0 || required.some(({ verdict }) => verdict === 'error')) return null;
  const earned = passed(required);
  const missing = all - earned;
  if (missing > 0 && bonus.some(({ verdict }) => verdict === 'error')) return null;
  const extra = Math.min(missing, passed(bonus));
  return { raw: rounded(((earned + extra) * max) / all), bonus: rounded((extra * max) / all) };
}

const passed = (checks: readonly CheckJson[]): number =>
  checks.reduce((sum, { verdict, maxPoints }) => sum + (verdict === 'pass' ? maxPoints : 0), 0);
