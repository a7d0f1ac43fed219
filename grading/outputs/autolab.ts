import { rounded } from '../marks/points.ts';
import type { StudentMarks } from '../model.ts';
import { knownMarks } from './not_known.ts';

/**
 * Autolab's autoresult, the last line of standard output: https://docs.autolabproject.com/lab/#writing-autograders
 * The problems of the assessment must be called as the labs are (`lab01`, …), unless `problems` names them; the
 * scoreboard has a column for each, and the sum.
 */
export function autolabLine(student: StudentMarks, problems: Readonly<Record<string, string>> = {}): string {
  const marks = knownMarks(student);
  const scores = Object.fromEntries(marks.map(({ lab, points }) => [problems[lab] ?? lab, points]));
  const points = marks.map((mark) => mark.points);
  const sum = rounded(points.reduce((sum, one) => sum + one, 0));
  return `${JSON.stringify({ scores, scoreboard: points.length > 1 ? [...points, sum] : points })}\n`;
}
