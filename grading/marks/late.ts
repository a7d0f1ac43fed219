import type { CourseRules } from '../model.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * How late something came, in days begun, and how many points in a hundred that costs. Both times are instants:
 * in which offset they are written, and whether clocks were changed in between, does not matter. The grace moves
 * the due date: within it nothing is late, and the days are counted from its end.
 * Undefined: in time, or one of the times is not known.
 */
export function lateness(
  submittedAt: string | undefined,
  due: string | undefined,
  rules: CourseRules['late'],
): { days: number; percent: number } | undefined {
  const grace = (rules?.graceMinutes ?? 0) * 60_000;
  const late = Date.parse(submittedAt ?? '') - Date.parse(due ?? '') - grace;
  if (!(late > 0)) return undefined;
  const days = Math.ceil(late / DAY_MS);
  return { days, percent: rules ? Math.min(rules.most, days * rules.perDay) : 0 };
}
