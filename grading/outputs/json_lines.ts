import { marksJson, studentJson } from '../marks/marks_json.ts';
import type { ClassMarks, StudentMarks } from '../model.ts';

/** `marks.json`: everything but what travelled and what was printed. `--baseline` reads it again. */
export const marksJsonText = (marks: ClassMarks): string => `${JSON.stringify(marksJson(marks), null, 1)}\n`;

/** `marks.jsonl`: a line for each lab of each student, for jq, pandas and the like. */
export const marksLines = ({ students }: ClassMarks): string =>
  students
    .flatMap((student) => {
      const { id, name, submittedAt, labs } = studentJson(student);
      return labs.map((mark) => `${JSON.stringify({ student: id, name, submittedAt, ...mark })}\n`);
    })
    .join('');

/** `students/ID.json`: all that is known of one student, with every byte that travelled. */
export const studentJsonText = (student: StudentMarks): string =>
  `${JSON.stringify({ schema: 'workbook/student@1', ...student }, null, 1)}\n`;
