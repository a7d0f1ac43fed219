import { UsageError } from '../../commands/usage.ts';
import type { ClassMarks } from '../model.ts';
import { writeWhole } from './atomic.ts';
import { autolabLine } from './autolab.ts';
import { classroom50Result } from './classroom50.ts';
import { type GradescopeOptions, gradescopeResults } from './gradescope.ts';

/** Systems that ask for the result of one submission. */
export type Kind = 'gradescope' | 'classroom50' | 'autolab';

export interface ForOptions {
  env?: NodeJS.ProcessEnv;
  gradescope?: GradescopeOptions;
  /** What the problems are called in Autolab, by lab. */
  problems?: Readonly<Record<string, string>>;
}

/**
 * Writes the result of the one submission in `marks` as this system wants it. A MarksNotKnown, and no file, where the
 * machine was at fault: no system can then take it for a mark.
 */
export function writeFor(kind: Kind, marks: ClassMarks, path: string, options: ForOptions = {}): void {
  writeWhole(path, [textFor(kind, marks, options)]);
}

/** The same as a text. */
export function textFor(kind: Kind, marks: ClassMarks, options: ForOptions = {}): string {
  const [student, ...others] = marks.students;
  if (!student || others.length > 0) {
    throw new UsageError(
      `The output for ${kind} is about one submission; these are ${marks.students.length}.`,
    );
  }
  if (kind === 'gradescope') return gradescopeResults(student, options.gradescope);
  if (kind === 'autolab') return autolabLine(student, options.problems);
  return classroom50Result(student, marks.gradedAt, options.env ?? process.env);
}
