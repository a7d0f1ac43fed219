import { rounded } from '../marks/points.ts';
import type { CheckJson, GradedLab, StudentMarks } from '../model.ts';
import { checkText } from './check_text.ts';
import { type KnownMark, knownMarks } from './not_known.ts';
import { plainLines } from './plain.ts';
import { counted, markInWords } from './words.ts';

export type Visibility = 'visible' | 'hidden' | 'after_due_date' | 'after_published';

export interface GradescopeOptions {
  /** When students see the checks; default: at once. */
  visibility?: Visibility;
  /** When students see what the autograder printed; default: never. */
  stdoutVisibility?: Visibility;
  /** Puts the points on the leaderboard; default: no, nobody is shown around. */
  leaderboard?: boolean;
}

/**
 * Gradescope's `results.json`, for `/autograder/results/results.json`:
 * https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
 * The score at the top is the one that counts there; the tests show where it comes from.
 */
export function gradescopeResults(student: StudentMarks, options: GradescopeOptions = {}): string {
  const marks = knownMarks(student);
  const { visibility = 'visible', stdoutVisibility = 'hidden', leaderboard = false } = options;
  const score = rounded(marks.reduce((sum, { points }) => sum + points, 0));
  const ms = marks.reduce((sum, { graded }) => sum + (graded?.result.ms ?? 0), 0);
  const results = {
    score,
    execution_time: Math.round(ms / 100) / 10,
    output: marks.map(aboutLab).join('\n'),
    output_format: 'text',
    visibility,
    stdout_visibility: stdoutVisibility,
    tests: marks.flatMap((mark, i) => tests(mark, marks.length > 1 ? `${i + 1}.` : '', visibility)),
    ...(leaderboard && { leaderboard: [{ name: 'Points', value: score, order: 'desc' }] }),
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

function aboutLab(mark: KnownMark): string {
  const { lab, late, bonusPoints, rawPoints, graded } = mark;
  const lines = [`${lab}${graded ? ` ${graded.result.title}` : ''}: ${markInWords(mark)}`];
  if (bonusPoints > 0) lines.push(`  ${counted(bonusPoints, 'point')} of them for the bonus`);
  if (late) {
    const cost = `${counted(late.takenOff, 'point')} of ${rawPoints} taken off`;
    lines.push(`  ${counted(late.days, 'day')} late: ${cost}`);
  }
  for (const note of graded?.result.notes ?? []) lines.push(`  Note: ${note}`);
  return plainLines(lines.join('\n'));
}

function tests({ lab, graded, maxPoints }: KnownMark, prefix: string, visibility: Visibility): object[] {
  if (!graded) {
    const output = 'Nothing was handed in for this lab.';
    const name = `${lab} is handed in`;
    return [
      { name, number: `${prefix}1`, score: 0, max_score: maxPoints, status: 'failed', output, visibility },
    ];
  }
  const scale = scaleOf(graded, maxPoints);
  return graded.result.checks.map((check, i) => ({
    name: plainLines(`${lab}: ${check.title}`),
    number: `${prefix}${i + 1}`,
    score: check.verdict === 'pass' && check.tier === 'required' ? rounded(check.maxPoints * scale) : 0,
    // What cannot be lost is not counted among what can be had: a bonus, or a check that cannot be made here.
    max_score: check.tier === 'required' && !check.notHere ? rounded(check.maxPoints * scale) : 0,
    status: passes(check) ? 'passed' : 'failed',
    output: checkText(graded, check),
    output_format: 'text',
    tags: [lab, check.id, check.tier],
    visibility,
  }));
}

const passes = ({ verdict, notHere }: CheckJson): boolean => verdict === 'pass' || notHere === true;

/** What a point of a check is worth in the lab's own points. */
function scaleOf({ result }: GradedLab, maxPoints: number): number {
  const all = result.checks
    .filter(({ tier, notHere }) => tier === 'required' && !notHere)
    .reduce((sum, check) => sum + check.maxPoints, 0);
  return all === 0 ? 0 : maxPoints / all;
}
