import type { Load } from './labs.ts';

/** What the launcher (`course.mjs`) gives to a command's `main`, which returns the exit code. */
export interface CommandContext {
  /** The folder of the course. */
  root: string;
  /** The words behind the command's name. */
  args: readonly string[];
  load: Load;
}

/** Exit codes of all commands. */
export const EXIT = { pass: 0, fail: 1, usage: 2, checker: 3 } as const;

/** The folder in which the person typed the command; npm itself changes to the folder of the course. */
export const whereTyped = (): string => process.env.INIT_CWD ?? process.cwd();
