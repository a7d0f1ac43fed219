import type { SubmittedProgram } from '../model.ts';

/** The language of a program, by the ending of its name. */
export function languageOf(file: string): SubmittedProgram['language'] {
  if (/\.py$/i.test(file)) return 'python';
  return /\.ts$/i.test(file) ? 'typescript' : 'javascript';
}
