import { failedMost } from '../marks/failed_most.ts';
import { isAbout, worthOf } from '../marks/marks.ts';
import type { CheckJson, ClassMarks, LabMark } from '../model.ts';
import { plain } from '../outputs/plain.ts';
import { type Standing, standing } from '../outputs/words.ts';

/** What the gradebook is given: short, because a class has thousands of cells. */
export interface GradebookData {
  labs: {
    id: string;
    title: string;
    max: number;
    checks: { id: string; title: string; bonus: boolean; max: number }[];
  }[];
  students: { id: string; name: string; total: number | null; labs: Cell[] }[];
  /** The checks that the class fails, the most often failed first. */
  failed: {
    lab: string;
    id: string;
    title: string;
    bonus: boolean;
    failed: number;
    tried: number;
    mostly?: string;
  }[];
  troubles: { who: string; kind: string; message: string; lab?: string; student?: string }[];
}

/** How a lab went: its standing, points, days late, and a letter for each of its checks. */
export type Cell = [state: Standing, points: number | null, late: number, verdicts: string];

/** A letter for each verdict; `n`: cannot be made on this machine; a blank: not made in this run. */
export type Letter = 'p' | 'f' | 'e' | 's' | 'n' | ' ';

/** The marks of a class, as the gradebook needs them. Texts of others are made safe to show here. */
export function gradebookData(marks: ClassMarks): GradebookData {
  const labs = marks.labs.map((lab, i) => ({
    id: lab.id,
    title: lab.title,
    max: worthOf(lab, marks.rules),
    checks: checksOf(marks, i),
  }));
  return {
    labs,
    students: marks.students.map(({ id, name, total, labs: own }) => ({
      id,
      name: plain(name),
      total,
      labs: own.map(
        (mark, i): Cell => [
          standing(mark),
          mark.points,
          mark.late?.days ?? 0,
          verdicts(mark, labs[i]?.checks ?? []),
        ],
      ),
    })),
    failed: failedMost(marks, { bonus: true }).map(({ tier, mostly, ...check }) => ({
      ...check,
      bonus: tier === 'bonus',
      ...(mostly !== undefined && { mostly: plain(mostly) }),
    })),
    troubles: marks.troubles.map((trouble) => {
      const student = marks.students.find((one) => isAbout(trouble, one))?.id;
      const { who, kind, message, lab } = trouble;
      return {
        who: plain(who),
        kind,
        message: plain(message),
        ...(lab !== undefined && { lab }),
        ...(student !== undefined && { student }),
      };
    }),
  };
}

/** The checks of a lab in their order: as they were made, with those of the definition that never were. */
function checksOf({ labs, students }: ClassMarks, lab: number): GradebookData['labs'][number]['checks'] {
  const found = new Map<string, GradebookData['labs'][number]['checks'][number]>();
  const add = (id: string, title: string, tier: string, max: number) => {
    if (!found.has(id)) found.set(id, { id, title, bonus: tier === 'bonus', max });
  };
  for (const { labs: marks } of students) {
    for (const check of marks[lab]?.graded?.result.checks ?? []) {
      add(check.id, check.title, check.tier, check.maxPoints);
    }
  }
  for (const check of labs[lab]?.checks ?? []) add(check.id, check.title, check.tier, check.points);
  return [...found.values()].sort((a, b) => Number(a.bonus) - Number(b.bonus));
}

function verdicts({ graded }: LabMark, checks: readonly { id: string }[]): string {
  const own = new Map(graded?.result.checks.map((check) => [check.id, check]));
  return checks.map(({ id }) => letterOf(own.get(id))).join('');
}

function letterOf(check: CheckJson | undefined): Letter {
  if (!check) return ' ';
  if (check.notHere) return 'n';
  return ({ pass: 'p', fail: 'f', error: 'e', skipped: 's' } as const)[check.verdict];
}
