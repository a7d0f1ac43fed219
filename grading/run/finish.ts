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
): Promise<{ marks: ClassMarks; text: string }> {
  const { done: graded, whole } = readJournal(join(out, RESULTS));
  const marks = marksOf({ ...about, graded, rules, seed, gradedAt: new Date().toISOString() });
  const changes = baseline === undefined ? undefined : compareMarks(readMarks(baseline), marksJson(marks));
  const files = await writeOutputs(marks, out, { root, graded: whole, ...(changes && { changes }) });
  const pages = files
    .filter((file) => /^(grades\.csv|gradebook\.html)$/.test(file))
    .map((file) => `  ${join(out, file)}`);
  return {
    marks,
    text: `${terminalSummary(marks, style, changes)}\nWritten, with one report for each student:\n${pages.join('\n')}\n`,
  };
}
