import type { Change } from '../marks/compare.ts';
import { failedMost } from '../marks/failed_most.ts';
import type { ClassMarks, LabMark, StudentMarks } from '../model.ts';
import { reasonLine } from './check_text.ts';
import { plain } from './plain.ts';
import { average, changeInWords } from './terminal.ts';
import { counted, markInWords, shownPoints, shownTotal, standing } from './words.ts';

/**
 * GitHub takes a job summary of at most 1 MiB per step, and refuses a longer one as a whole:
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
 */
const MOST_BYTES = 1_000_000;
/** A class larger than this is in the gradebook. */
const MOST_STUDENTS = 400;

/** `summary.md`, for a person and for `$GITHUB_STEP_SUMMARY`: one submission with its checks, or a class. */
export function summaryMarkdown(marks: ClassMarks, changes?: readonly Change[]): string {
  const [only, ...others] = marks.students;
  const parts = [`# ${markdown(marks.title)}`];
  if (only && others.length === 0) parts.push(oneStudent(only));
  else parts.push(classTable(marks), mostFailed(marks), studentTable(marks));
  if (changes) parts.push(changeList(changes));
  parts.push(troubles(marks), protection(marks));
  return within(`${parts.filter(Boolean).join('\n\n')}\n`);
}

function oneStudent(student: StudentMarks): string {
  return student.labs.map(oneLab).join('\n\n');
}

const SIGNS = { pass: '✔ passed', fail: '✘ failed', error: '! not tried', skipped: '– skipped' } as const;

function oneLab(mark: LabMark): string {
  const title = `## ${mark.lab}${mark.graded ? ` ${markdown(mark.graded.result.title)}` : ''}: ${markInWords(mark)}`;
  if (!mark.graded) return title;
  const late = mark.late
    ? `\n\n${counted(mark.late.days, 'day')} late: ${counted(mark.late.takenOff, 'point')} taken off.`
    : '';
  const rows = mark.graded.result.checks.map((check) => {
    const why = check.verdict === 'pass' ? '' : markdown(reasonLine(check));
    const points = check.notHere ? '' : `${shownPoints(check.points)} / ${shownPoints(check.maxPoints)}`;
    const bonus = check.tier === 'bonus' ? ' (bonus)' : '';
    return `| ${SIGNS[check.verdict]} | ${markdown(check.title)}${bonus} | ${points} | ${why} |`;
  });
  return `${title}${late}\n\n${table(['', 'check', 'points', 'why'], rows)}`;
}

function classTable({ labs, students }: ClassMarks): string {
  const rows = labs.map((lab, i) => {
    const all = students.flatMap(({ labs: marks }) => marks[i] ?? []);
    const count = (wanted: string) => all.filter((mark) => standing(mark) === wanted).length;
    const numbers = ['passed', 'failed', 'missing', 'unknown'].map(count);
    return `| ${lab.id} ${markdown(lab.title)} | ${numbers.join(' | ')} | ${average(all)} |`;
  });
  const head = ['lab', 'passed', 'failed', 'missing', 'not known', 'average'];
  return `${counted(students.length, 'student')}\n\n${table(head, rows)}`;
}

function mostFailed(marks: ClassMarks): string {
  const rows = failedMost(marks)
    .slice(0, 10)
    .map(({ lab, title, failed, tried, mostly }) => {
      return `| ${failed} of ${tried} | ${lab}: ${markdown(title)} | ${markdown(mostly ?? '')} |`;
    });
  return rows.length > 0
    ? `## What the class fails most\n\n${table(['failed', 'check', 'mostly'], rows)}`
    : '';
}

function studentTable({ labs, students }: ClassMarks): string {
  const rows = students.slice(0, MOST_STUDENTS).map(({ name, labs: marks, total }) => {
    const cells = marks.map(({ state, points }) =>
      state === 'missing' ? 'missing' : points === null ? 'not known' : shownPoints(points),
    );
    return `| ${markdown(name)} | ${[...cells, shownTotal(total)].join(' | ')} |`;
  });
  const left = students.length - rows.length;
  const rest = left > 0 ? `\n\nand ${counted(left, 'more student')}: see the gradebook` : '';
  return `## Students\n\n${table(['student', ...labs.map(({ id }) => id), 'total'], rows)}${rest}`;
}

function changeList(changes: readonly Change[]): string {
  const lines = changes.slice(0, 200).map((change) => `- ${markdown(changeInWords(change))}`);
  const left = changes.length - lines.length;
  if (left > 0) lines.push(`- and ${counted(left, 'more change')}`);
  return `## What has changed\n\n${lines.length > 0 ? lines.join('\n') : 'Nothing: every mark and every verdict is the same.'}`;
}

function troubles({ troubles }: ClassMarks): string {
  const lines = troubles.map(
    ({ who, kind, lab, message }) =>
      `- **${markdown(who)}**${lab ? ` ${lab}` : ''} (${kind}): ${markdown(message)}`,
  );
  return lines.length > 0 ? `## Troubles\n\n${lines.join('\n')}` : '';
}

function protection({ protection: { has, lacks } }: ClassMarks): string {
  const lines = has.length > 0 ? [`With: ${markdown(has.join('; '))}.`] : [];
  if (lacks.length > 0) lines.push(`**Without: ${markdown(lacks.join('; '))}.**`);
  return lines.length > 0 ? `## What kept the programs apart\n\n${lines.join('\n\n')}` : '';
}

const table = (head: readonly string[], rows: readonly string[]): string =>
  [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- |').join('')}`, ...rows].join('\n');

/** A text of others that is nothing but text: what Markdown, or GitHub's links and mentions, could take for more is an entity. */
export const markdown = (text: string): string =>
  plain(text)
    .replace(/[\\`*_[\]<>&|#~$@!]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}&#46;`);

/** Cut at a line where GitHub would refuse it. */
function within(text: string): string {
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  const cut = Buffer.from(text).subarray(0, MOST_BYTES).toString();
  return `${cut.slice(0, cut.lastIndexOf('\n'))}\n\nThe rest does not fit here.\n`;
}
