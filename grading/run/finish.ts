import { join } from 'node:path';
import type { Style } from '../../checks/engine/report/style.ts';
import { compareMarks } from '../marks/compare.ts';
import { marksOf } from '../marks/marks.ts';
import { marksJson, readMarks } from '../marks/marks_json.ts';
import type { ClassMarks, CourseRules } from '../model.ts';
import { terminalSummary } from '../outputs/terminal.ts';
import { writeOutputs } from '../outputs/write_outputs.ts';
import type { ClassFile } from './class_file.ts';
import { readJournal } from './journal.ts';

/** The names of what a run leaves for `--resume` and `npm run merge`, in its folder. */
export const RESULTS = 'results.jsonl';
export const CLASS = 'class.json';

export interface Finished {
  marks: ClassMarks;
  /** The same marks with all that is known of every check; for the outputs that are about one submission. */
  whole: () => ClassMarks;
  /** What the instructor reads at the end. */
  text: string;
}

/** From the journal in `out` to the marks, the files in `out`, and what the instructor reads at the end. */
export async function finish(
  about: Omit<ClassFile, 'schema'>,
  {
    root,
    out,
    seed,
    rules,
    baseline,
    style,
  }: {
    root: string;
    out: string;
    seed: number;
    rules: CourseRules;
    baseline: string | undefined;
    style: Style;
  },
): Promise<Finished> {
  const { done: graded, whole } = readJournal(join(out, RESULTS));
  const marks = marksOf({ ...about, graded, rules, seed, gradedAt: new Date().toISOString() });
  const changes = baseline === undefined ? undefined : compareMarks(readMarks(baseline), marksJson(marks));
  const files = await writeOutputs(marks, out, { root, graded: whole, ...(changes && { changes }) });
  const pages = files
    .filter((file) => /^(grades\.csv|gradebook\.html)$/.test(file))
    .map((file) => `  ${join(out, file)}`);
  return {
    marks,
    // With all that travelled: only for few.
    whole: () =>
      marksOf({
        ...about,
        graded: marks.students.flatMap(({ id }) => whole(id)),
        rules,
        seed,
        gradedAt: marks.gradedAt,
      }),
    text: `${terminalSummary(marks, style, changes)}\nWritten, with one report for each student:\n${pages.join('\n')}\n`,
  };
}
