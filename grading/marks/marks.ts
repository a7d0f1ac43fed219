import type {
  ClassMarks,
  CourseRules,
  GradedLab,
  LabMark,
  StudentMarks,
  Submission,
  Trouble,
} from '../model.ts';
import { lateness } from './late.ts';
import { labPoints, requiredPoints, rounded } from './points.ts';
import { combineRounds } from './rounds.ts';

export interface MarksInput {
  submissions: readonly Submission[];
  /** In the order of the journal: where one lab of one submission stands twice in a round, the last one counts. */
  graded: Iterable<GradedLab>;
  troubles: readonly Trouble[];
  /** The labs that were asked for, in the order of the course. */
  labs: ClassMarks['labs'];
  rules: CourseRules;
  seed: number;
  protection: ClassMarks['protection'];
  /** ISO 8601 */
  gradedAt: string;
}

/** With one of these what is not graded is not known; a silent zero would be wrong. */
const NOT_KNOWN: readonly Trouble['kind'][] = ['unreadable', 'hostile-archive', 'twice', 'machine'];

/** The marks of a class, from the results of the checks and the rules of the course. */
export function marksOf(input: MarksInput): ClassMarks {
  const { submissions, graded, troubles, labs, rules, seed, protection, gradedAt } = input;
  const found = bySubmission(graded);
  return {
    title: rules.title ?? 'Network programming',
    gradedAt,
    seed,
    rules,
    labs,
    students: submissions.map((submission) => student(submission, found.get(submission.id), input)),
    troubles: [...troubles],
    protection,
  };
}

/** What a lab is worth. */
export const worthOf = (lab: ClassMarks['labs'][number], rules: CourseRules): number =>
  rules.labs?.[lab.id]?.points ?? requiredPoints(lab.checks);

function student(
  submission: Submission,
  found: readonly GradedLab[] | undefined,
  { labs, rules, troubles }: MarksInput,
): StudentMarks {
  const marks = labs.map((lab) => {
    const digest = submission.programs[lab.id]?.digest;
    const rounds = (found ?? []).filter(
      // What was graded before its files changed is no result of this program.
      (one) => one.lab === lab.id && (digest === undefined || one.digest === digest),
    );
    const about = troubles.filter((trouble) => isAbout(trouble, submission, lab.id));
    return labMark(lab, submission, latest(rounds), about, rules);
  });
  const { id, name, submittedAt } = submission;
  return { id, name, ...(submittedAt && { submittedAt }), labs: marks, total: total(marks, rules) };
}

function labMark(
  lab: ClassMarks['labs'][number],
  submission: Submission,
  rounds: readonly GradedLab[],
  troubles: readonly Trouble[],
  rules: CourseRules,
): LabMark {
  const maxPoints = worthOf(lab, rules);
  const nothing = { lab: lab.id, maxPoints, bonusPoints: 0 };
  if (rounds.length === 0) {
    const unknown =
      submission.programs[lab.id] !== undefined || troubles.some(({ kind }) => NOT_KNOWN.includes(kind));
    return unknown
      ? { ...nothing, state: 'error', points: null, rawPoints: null }
      : { ...nothing, state: 'missing', points: 0, rawPoints: 0 };
  }
  const graded = combineRounds(rounds);
  const { verdict, checks } = graded.result;
  const points = labPoints(checks, maxPoints, rules.labs?.[lab.id]?.bonus);
  const late = lateness(graded.submittedAt ?? submission.submittedAt, rules.labs?.[lab.id]?.due, rules.late);
  const takenOff = rounded(((points?.raw ?? 0) * (late?.percent ?? 0)) / 100);
  return {
    ...nothing,
    state: points ? 'graded' : 'error',
    verdict,
    rawPoints: points?.raw ?? null,
    points: points && rounded(points.raw - takenOff),
    bonusPoints: points?.bonus ?? 0,
    ...(late && { late: { days: late.days, takenOff } }),
    graded,
  };
}

/** Weighted, in points in a hundred. A lab that is worth nothing, or has the weight 0, does not count. */
function total(marks: readonly LabMark[], rules: CourseRules): number | null {
  let [sum, weights] = [0, 0];
  for (const { lab, points, maxPoints } of marks) {
    const weight = maxPoints > 0 ? (rules.labs?.[lab]?.weight ?? 1) : 0;
    if (weight === 0) continue;
    if (points === null) return null;
    sum += (weight * points) / maxPoints;
    weights += weight;
  }
  return weights === 0 ? null : rounded((100 * sum) / weights);
}

function bySubmission(graded: Iterable<GradedLab>): Map<string, GradedLab[]> {
  const found = new Map<string, GradedLab[]>();
  for (const one of graded) {
    const own = found.get(one.submission);
    if (own) own.push(one);
    else found.set(one.submission, [one]);
  }
  return found;
}

/** The last result of every round, in the order of the rounds. */
function latest(results: readonly GradedLab[]): GradedLab[] {
  const rounds = new Map(results.map((one) => [one.round, one]));
  return [...rounds.values()].sort((a, b) => a.round - b.round);
}

/** Whether a trouble is about this submission (and this lab, where one is named). */
export function isAbout(
  { who, lab }: Trouble,
  { id, name, source }: Pick<Submission, 'id' | 'name'> & { source?: string },
  wanted?: string,
): boolean {
  return [id, name, source].includes(who) && (lab === undefined || wanted === undefined || lab === wanted);
}
