import { allChecks } from '../../checks/engine/run/run_lab.ts';
import { type LabEntry, type Load, loadLab } from '../../commands/labs.ts';
import type { ClassMarks } from '../model.ts';
import type { KnownLab } from '../submissions/known_lab.ts';

/** The labs that a class is graded on: what finds their programs, and what the gradebook has columns for. */
export async function labsOfClass(
  entries: readonly LabEntry[],
  load: Load,
): Promise<{ known: KnownLab[]; labs: ClassMarks['labs'] }> {
  const loaded = await Promise.all(
    entries.map(async (entry) => ({ entry, lab: await loadLab(entry, load) })),
  );
  const known = loaded.map(({ entry, lab }) => ({ ...entry, program: lab.program, kind: lab.kind }));
  const labs = loaded.map(({ entry, lab }) => ({
    id: entry.id,
    title: lab.title,
    checks: allChecks(lab, { kind: 'file', file: lab.program, display: lab.program }).map((check) => ({
      id: check.id,
      title: check.title,
      tier: check.tier ?? ('required' as const),
      points: check.points ?? 1,
    })),
  }));
  return { known, labs };
}
