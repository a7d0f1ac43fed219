import type { LabMarkJson, MarksJson, StudentJson } from './marks_json.ts';

/** What is another than in an earlier run: of a student, of a lab, or of one check of it. */
export interface Change {
  student: string;
  name: string;
  /** None: the total, or the student. */
  lab?: string;
  check?: string;
  /** What it was, and what it is: a verdict, points, a state, or that it was not there. */
  before: string;
  now: string;
}

const GONE = 'not there';

/** What has changed between two runs, in the order of the new one; those who are gone come last. */
export function compareMarks(before: MarksJson, now: MarksJson): Change[] {
  const old = new Map(before.students.map((student) => [student.id, student]));
  const changes = now.students.flatMap((student) => {
    const known = old.get(student.id);
    old.delete(student.id);
    return known
      ? studentChanges(known, student)
      : [{ ...who(student), before: GONE, now: shownTotal(student) }];
  });
  for (const student of old.values()) {
    changes.push({ ...who(student), before: shownTotal(student), now: GONE });
  }
  return changes;
}

function studentChanges(before: StudentJson, now: StudentJson): Change[] {
  const changes: Change[] = [];
  const add = (place: Pick<Change, 'lab' | 'check'>, was: string, is: string) => {
    if (was !== is) changes.push({ ...who(now), ...place, before: was, now: is });
  };
  add({}, shownTotal(before), shownTotal(now));
  for (const lab of inBoth(before.labs, now.labs, (mark) => mark.lab)) {
    add({ lab: lab.key }, shownMark(lab.before), shownMark(lab.now));
    for (const check of inBoth(lab.before?.checks ?? [], lab.now?.checks ?? [], ({ id }) => id)) {
      // A lab that was not checked at all is one change, not one for each of its checks.
      if (!lab.before?.checks.length || !lab.now?.checks.length) continue;
      add({ lab: lab.key, check: check.key }, check.before?.verdict ?? GONE, check.now?.verdict ?? GONE);
    }
  }
  return changes;
}

function inBoth<Item>(before: readonly Item[], now: readonly Item[], keyOf: (item: Item) => string) {
  const keys = new Set([...now, ...before].map(keyOf));
  return [...keys].map((key) => ({
    key,
    before: before.find((item) => keyOf(item) === key),
    now: now.find((item) => keyOf(item) === key),
  }));
}

const who = ({ id, name }: StudentJson): Pick<Change, 'student' | 'name'> => ({ student: id, name });

const shownTotal = ({ total }: StudentJson): string => (total === null ? 'not known' : `${total} %`);

function shownMark(mark: LabMarkJson | undefined): string {
  if (!mark) return GONE;
  if (mark.state === 'missing') return 'missing';
  return mark.points === null ? 'not known' : `${mark.points} of ${mark.maxPoints}`;
}
