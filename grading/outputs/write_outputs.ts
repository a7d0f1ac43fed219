import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../marks/compare.ts';
import { combineRounds } from '../marks/rounds.ts';
import type { ClassMarks, GradedLab, StudentMarks } from '../model.ts';
import { pageCode } from '../pages/bundle.ts';
import { gradebookPage } from '../pages/gradebook.ts';
import { studentReport } from '../pages/report.ts';
import { writeWhole } from './atomic.ts';
import { gradesCsv } from './csv.ts';
import { marksJsonPieces, marksLines, studentJsonText } from './json_lines.ts';
import { junitBegin, junitEnd, junitStudent } from './junit.ts';
import { summaryMarkdown } from './summary_markdown.ts';

export interface WriteOptions {
  /** The folder of the course. */
  root: string;
  /**
   * Reads all results of one submission again, with everything that travelled. With it the marks may be made from
   * results that `slim` has made small, and no more than one student's results are in memory at a time.
   */
  graded?: (submission: string) => Iterable<GradedLab>;
  /** What has changed since an earlier run: for `summary.md`. */
  changes?: readonly Change[];
}

/** Writes all outputs of a class into the folder `out`, each whole or not at all; returns their paths within it. */
export async function writeOutputs(
  marks: ClassMarks,
  out: string,
  { root, graded, changes }: WriteOptions,
): Promise<string[]> {
  const code = await pageCode(root);
  const written: string[] = [];
  const write = (name: string, pieces: Iterable<string>) => {
    writeWhole(join(out, name), pieces);
    written.push(name);
  };
  write('grades.csv', [gradesCsv(marks)]);
  write('gradebook.html', [gradebookPage(marks, code.gradebook)]);
  write('marks.json', marksJsonPieces(marks));
  write('marks.jsonl', marksLines(marks));
  write('summary.md', [summaryMarkdown(marks, changes)]);
  const students: string[] = [];
  // The students' own files are written on the way through the JUnit file: each one's results are read once.
  function* junit(): Generator<string> {
    yield junitBegin(marks);
    for (const student of marks.students) {
      const whole = graded ? withResults(student, graded(student.id)) : student;
      const name = `students/${student.id}`;
      writeWhole(join(out, `${name}.html`), [studentReport(whole, marks, code.report)]);
      writeWhole(join(out, `${name}.json`), [studentJsonText(whole)]);
      students.push(`${name}.html`, `${name}.json`);
      yield junitStudent(whole);
    }
    yield junitEnd(marks);
  }
  write('junit.xml', junit());
  removeOthers(join(out, 'students'), marks.students);
  return [...written, ...students];
}

/** The same marks, with all that is known of the checks. */
function withResults(student: StudentMarks, results: Iterable<GradedLab>): StudentMarks {
  const all = [...results];
  return {
    ...student,
    labs: student.labs.map((mark) => {
      const { graded } = mark;
      if (!graded) return mark;
      const rounds = new Map(
        all
          .filter((one) => one.lab === mark.lab && one.digest === graded.digest)
          .map((one) => [one.round, one]),
      );
      const inOrder = [...rounds.values()].sort((a, b) => a.round - b.round);
      return inOrder.length > 0 ? { ...mark, graded: combineRounds(inOrder) } : mark;
    }),
  };
}

/** Reports of an earlier run of students who are no longer in the class would be taken for current ones. */
function removeOthers(folder: string, students: readonly StudentMarks[]): void {
  mkdirSync(folder, { recursive: true });
  const current = new Set(students.flatMap(({ id }) => [`${id}.html`, `${id}.json`]));
  for (const name of readdirSync(folder)) {
    if (/\.(html|json)$/.test(name) && !current.has(name)) rmSync(join(folder, name));
  }
}
