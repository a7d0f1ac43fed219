import type { ClassMarks } from '../model.ts';
import { plain } from './plain.ts';
import { remarks } from './words.ts';

/** Excel takes a file without this mark for Windows-1252, and names come out wrong; LibreOffice and pandas skip it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * `grades.csv`: a row for each student, and for each lab its points before anything was taken off, what was taken off
 * for being late, the points, and what the lab is worth. What is not known is empty, never 0. RFC 4180, with a byte
 * order mark.
 */
export function gradesCsv({ labs, students }: ClassMarks): string {
  const head = [
    'id',
    'name',
    'submitted at',
    ...labs.flatMap(({ id }) => [`${id} raw`, `${id} late`, `${id} points`, `${id} max`]),
    'total',
    'remarks',
  ];
  const rows = students.map((student) => [
    student.id,
    student.name,
    student.submittedAt ?? '',
    ...student.labs.flatMap(({ rawPoints, late, points, maxPoints }) => [
      rawPoints,
      points === null ? null : (late?.takenOff ?? 0),
      points,
      maxPoints,
    ]),
    student.total,
    remarks(student).join('; '),
  ]);
  return `${BYTE_ORDER_MARK}${[head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/**
 * A spreadsheet takes a text that begins with = + - or @ for a formula, also behind a tab or in full width
 * (https://owasp.org/www-community/attacks/CSV_Injection). An apostrophe in front makes it a text.
 */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = plain(value);
  const safe = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
