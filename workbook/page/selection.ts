import type { CourseLab } from '../server/api.ts';
import type { CheckRun, Status } from './lab_run.ts';
import type { Workbook } from './workbook.ts';

/** A check as the list shows it: what the course knows of it, and its last run. */
export interface ShownCheck {
  id: string;
  title: string;
  tier: 'required' | 'bonus';
  status: Status;
  run?: CheckRun;
}

/** All checks of a lab in order, with those that a run has added. */
export function shownChecks(workbook: Workbook, lab: CourseLab): ShownCheck[] {
  const runs = workbook.runs.get(lab.id)?.checks ?? new Map<string, CheckRun>();
  const own = new Set(lab.checks.map(({ id }) => id));
  const added = [...runs.values()].filter(({ id }) => !own.has(id));
  const all = [...lab.checks, ...added].map(({ id, title, tier }) => {
    const run = runs.get(id);
    return { id, title, tier, status: run?.status ?? ('none' as const), ...(run && { run }) };
  });
  return [...all.filter(({ tier }) => tier === 'required'), ...all.filter(({ tier }) => tier === 'bonus')];
}

/** The check that is looked at: the one in the address, else the first that fails. */
export function chosenCheck(
  workbook: Workbook,
  lab: CourseLab,
  wanted: string | undefined,
): string | undefined {
  const checks = shownChecks(workbook, lab);
  if (wanted !== undefined) return checks.find(({ id }) => id === wanted)?.id;
  // While a check is made again its result of before still counts: nothing jumps about.
  const wrong = ({ run }: ShownCheck) => run?.result?.verdict === 'fail' || run?.result?.verdict === 'error';
  return checks.find(wrong)?.id;
}

/** The check before or behind the chosen one; the first or the last where none is chosen. */
export function neighbour(
  workbook: Workbook,
  lab: CourseLab,
  check: string | undefined,
  step: 1 | -1,
): string | undefined {
  const ids = shownChecks(workbook, lab).map(({ id }) => id);
  const at = ids.indexOf(check ?? '');
  if (at < 0) return step === 1 ? ids[0] : ids.at(-1);
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))];
}
