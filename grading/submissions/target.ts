import { basename, dirname, join } from 'node:path';
import type { Lab } from '../../checks/engine/lab.ts';
import type { Target } from '../../checks/engine/program/target.ts';
import type { SubmittedProgram } from '../model.ts';

/**
 * How the checks start a submitted program: TypeScript and JavaScript as the student's own file, Python as a
 * command line in the program's own folder, with a place for the arguments that some checks add.
 */
export function targetOf(
  { folder, file, language }: Pick<SubmittedProgram, 'folder' | 'file' | 'language'>,
  lab: Pick<Lab, 'args'>,
): Target {
  const path = join(folder, file);
  if (language !== 'python') return { kind: 'file', file: path, display: file };
  const python = process.platform === 'win32' ? 'python' : 'python3';
  return {
    kind: 'command',
    words: [python, basename(file), ...lab.args, '{args}'],
    cwd: dirname(path),
    display: [python, file, ...lab.args].join(' '),
  };
}
