import { NO_COLOUR, type Style, WIDTH, wrap } from '../../checks/engine/report/style.ts';
import type { Change } from '../marks/compare.ts';
import { failedMost } from '../marks/failed_most.ts';
import type { ClassMarks, LabMark } from '../model.ts';
import { plain, shortened } from './plain.ts';
import { counted, standing } from './words.ts';

/** So many checks and changes are shown; the gradebook has them all. */
const [CHECKS, CHANGES] = [8, 20];

/** What a person reads at the end of grading; no line is longer than 80 columns. */
export function terminalSummary(marks: ClassMarks, style: Style = NO_COLOUR, changes?: readonly Change[]) {
  const { title, students, labs, seed } = marks;
  const about = `${counted(students.length, 'student')}, ${counted(labs.length, 'lab')}, seed ${seed}`;
  return [
    wrap(`${style.strong(plain(title))}: ${about}`, ''),
    table(marks, style),
    section('What the class fails most', mostFailed(marks), style),
    changes && section('What has changed', changeLines(changes), style),
    section('Not late, because nothing says when it was handed in', withoutTime(marks), style),
    section('Troubles', troubleLines(marks, style), style),
    section('What kept the programs apart', protectionLines(marks, style), style),
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

function table({ labs, students }: ClassMarks, style: Style): string {
  const title = (text: string) => shortened(text, 30).padEnd(30);
  const columns = ['passed', 'failed', 'missing', 'unknown'] as const;
  const head = `  ${title('lab')}${columns.map((name) => name.padStart(9)).join('')}${'average'.padStart(10)}`;
  const rows = labs.map((lab, i) => {
    const all = students.flatMap(({ labs: marks }) => marks[i] ?? []);
    const numbers = columns.map((name) => {
      const count = all.filter((mark) => standing(mark) === name).length;
      return count === 0 ? style.dim('·'.padStart(9)) : colourOf(name, style)(String(count).padStart(9));
    });
    return `  ${title(plain(`${lab.id}  ${lab.title}`))}${numbers.join('')}${average(all).padStart(10)}`;
  });
  return [style.dim(head), ...rows].join('\n');
}

function colourOf(name: string, style: Style): (text: string) => string {
  if (name === 'passed') return style.good;
  if (name === 'unknown') return style.warn;
  return name === 'failed' ? style.bad : (text) => text;
}

/** Of those that are known, in points in a hundred. */
export function average(marks: readonly LabMark[]): string {
  const known = marks.filter(({ points, maxPoints }) => points !== null && maxPoints > 0);
  if (known.length === 0) return '–';
  const sum = known.reduce((sum, { points, maxPoints }) => sum + (points ?? 0) / maxPoints, 0);
  return `${Math.round((100 * sum) / known.length)} %`;
}

function section(heading: string, lines: readonly string[], style: Style): string | undefined {
  return lines.length > 0 ? [style.strong(heading), ...lines].join('\n') : undefined;
}

function mostFailed(marks: ClassMarks): string[] {
  const all = failedMost(marks);
  const lines = all.slice(0, CHECKS).map(({ lab, id, title, failed, tried }) => {
    const share = `${String(failed).padStart(5)} of ${tried}`.padEnd(14);
    return shortened(`${share}${`${lab} ${id}`.padEnd(28)} ${plain(title)}`, WIDTH);
  });
  const left = all.length - lines.length;
  return left > 0 ? [...lines, `  and ${counted(left, 'more check')}; the gradebook shows them all`] : lines;
}

/** A change in one line, for the terminal and for the job summary. */
export function changeInWords({ name, lab, check, before, now }: Change): string {
  const place = [plain(name), lab, check].filter(Boolean).join(' · ');
  return `${place}: ${before} → ${now}`;
}

function changeLines(changes: readonly Change[]): string[] {
  if (changes.length === 0) return ['  Nothing: every mark and every verdict is the same.'];
  const lines = changes.slice(0, CHANGES).map((change) => wrap(broken(changeInWords(change)), '  '));
  const left = changes.length - lines.length;
  return left > 0 ? [...lines, `  and ${counted(left, 'more change')}`] : lines;
}

/** Late rules cannot be kept where no time is known. */
function withoutTime({ rules, labs, students }: ClassMarks): string[] {
  if (!rules.late || !labs.some(({ id }) => rules.labs?.[id]?.due)) return [];
  const names = students
    .filter(
      ({ submittedAt, labs: marks }) =>
        !submittedAt && marks.some(({ graded }) => graded && !graded.submittedAt),
    )
    .map(({ name }) => plain(name));
  return names.length > 0 ? [wrap(broken(names.join(', ')), '  ')] : [];
}

function troubleLines({ troubles }: ClassMarks, style: Style): string[] {
  return troubles.flatMap(({ who, kind, lab, message }) => [
    `  ${style.warn('!')} ${shortened(plain(`${who}${lab ? ` · ${lab}` : ''}`), 60)} ${style.dim(`(${kind})`)}`,
    wrap(broken(plain(message)), '    '),
  ]);
}

/** Without words that are longer than a line. */
const broken = (text: string): string => text.replace(/\S{70}/g, '$& ');

function protectionLines({ protection: { has, lacks } }: ClassMarks, style: Style): string[] {
  const lines = has.length > 0 ? [wrap(`With: ${plain(has.join('; '))}.`, '  ')] : [];
  return lacks.length > 0
    ? [...lines, style.warn(wrap(`Without: ${plain(lacks.join('; '))}.`, '  '))]
    : lines;
}
