import type { ProgramOutput } from '../failure.ts';
import type { RunningProgram } from './running.ts';

const SHOWN_LINES = { stdout: 12, stderr: 24 } as const;

/** The last lines of a text. */
export function lastLines(text: string, stream: keyof typeof SHOWN_LINES): string {
  return text.trimEnd().split('\n').slice(-SHOWN_LINES[stream]).join('\n');
}

/** The last lines that a program printed, for the report of a failure. */
export const lastWords = (program: RunningProgram): ProgramOutput => ({
  stdout: lastLines(program.stdout.text(), 'stdout'),
  stderr: lastLines(program.stderr.text(), 'stderr'),
});
