import { marksJson, studentJson } from '../marks/marks_json.ts';
import type { ClassMarks, StudentMarks } from '../model.ts';

/**
 * `marks.json`: everything but what travelled and what was printed. `--baseline` reads it again. In pieces, and one
 * student to a line: thousands of students are a large text.
 */
export function* marksJsonPieces({ students, ...marks }: ClassMarks): Generator<string> {
  const about = JSON.stringify(marksJson({ ...marks, students: [] }), null, 1);
  yield `${about.replace(/,?\s*"students": \[\]\s*\}$/, '')},\n "students": [`;
  for (const [i, student] of students.entries()) {
    yield `${i > 0 ? ',' : ''}\n  ${JSON.stringify(studentJson(student))}`;
  }
  yield '\n ]\n}\n';
}

/** `marks.jsonl`: a line for each lab of each student, for jq, pandas and the like. */
export function* marksLines({ students }: ClassMarks): Generator<string> {
  for (const student of students) {
    const { id, name, submittedAt, labs } = studentJson(student);
    yield labs.map((mark) => `${JSON.stringify({ student: id, name, submittedAt, ...mark })}\n`).join('');
  }
}

/** `students/ID.json`: all that is known of one student, with every byte that travelled. */
export const studentJsonText = (student: StudentMarks): string =>
  `${JSON.stringify({ schema: 'workbook/student@1', ...student }, null, 1)}\n`;
