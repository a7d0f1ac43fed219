import type { ClassMarks } from '../model.ts';

/** How a check went in the class. */
export interface CheckInClass {
  lab: string;
  id: string;
  title: string;
  tier: 'required' | 'bonus';
  /** Programs that failed it. */
  failed: number;
  /** Programs in which it was tried. */
  tried: number;
  /** The misconception that was found most often, in its own sentence. */
  mostly?: string;
}

/** The checks that at least one program fails, the most often failed one first; bonus checks only when asked for. */
export function failedMost({ labs, students }: ClassMarks, { bonus = false } = {}): CheckInClass[] {
  const found = new Map<string, CheckInClass>();
  const reasons = new Map<CheckInClass, Map<string, number>>();
  for (const { labs: marks } of students) {
    for (const { lab, graded } of marks) {
      for (const { id, title, tier, verdict, headline } of graded?.result.checks ?? []) {
        if ((verdict !== 'pass' && verdict !== 'fail') || (tier === 'bonus' && !bonus)) continue;
        const key = `${lab}/${id}`;
        const check = found.get(key) ?? { lab, id, title, tier, failed: 0, tried: 0 };
        found.set(key, check);
        check.tried += 1;
        if (verdict !== 'fail') continue;
        check.failed += 1;
        const said = reasons.get(check) ?? new Map<string, number>();
        reasons.set(check, said);
        if (headline) said.set(headline, (said.get(headline) ?? 0) + 1);
      }
    }
  }
  const order = new Map(labs.map(({ id }, i) => [id, i]));
  for (const [check, said] of reasons) {
    const [most] = [...said].sort((a, b) => b[1] - a[1]);
    if (most) check.mostly = most[0];
  }
  return [...found.values()]
    .filter(({ failed }) => failed > 0)
    .sort((a, b) => b.failed - a.failed || (order.get(a.lab) ?? 0) - (order.get(b.lab) ?? 0));
}
