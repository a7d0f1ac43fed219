import type { KnownLab } from './known_lab.ts';

const PROGRAM = /\.(ts|js|mjs|cjs|py)$/i;

/** Whether a file can be a program of a language that is graded. */
export function isProgram(file: string): boolean {
  return PROGRAM.test(file) && !/\.d\.ts$/i.test(file);
}

/** A program that is there for something else than to be graded: a test, a setting of a tool, a part of a package. */
export function isBesideThePoint(file: string): boolean {
  return /[._-](test|spec|config)\.\w+$|^test_.*\.py$|^__init__\.py$|^conftest\.py$/i.test(file);
}

/** A name with nothing left that people write differently: `EchoServer`, `echo-server`, `echo server`. */
export function plainName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[-_\s]+/g, '');
}

/** Whether a file has the name of a program, in any language and spelling: `exact` as the course writes it. */
export function spelling(file: string, program: string): 'exact' | 'other' | 'copy' | undefined {
  if (!isProgram(file)) return undefined;
  const wanted = program.replace(PROGRAM, '');
  const stem = file.replace(PROGRAM, '');
  if (stem === wanted) return 'exact';
  if (plainName(stem) === plainName(wanted)) return 'other';
  // As browsers name a second download, Canvas a second attempt, and file managers a copy.
  const copies = [
    stem.replace(/\s*\(\d+\)$/, ''),
    stem.replace(/[-_ ]+((copy|kopie)([-_ ]*\d+)?|\d+)$/i, ''),
  ];
  const isCopy = copies.some((copy) => copy !== stem && plainName(copy) === plainName(wanted));
  return isCopy ? 'copy' : undefined;
}

/** The lab that a folder's name means: `lab01-echo-server`, `lab01`, `Lab 1`, `lab01-ada`, `echo-server`. */
export function labOfFolder<Lab extends KnownLab>(name: string, labs: readonly Lab[]): Lab | undefined {
  const number = /^lab[-_.\s]*0*(\d{1,2})(?!\d)/i.exec(name)?.[1];
  if (number) return labs.find(({ id }) => Number(id.slice(3)) === Number(number));
  return labs.find(({ folder }) => plainName(folder.slice(6)) === plainName(name));
}

/** The same, without whatever else may stand behind the number: `lab01-ada` may well be all labs of Ada. */
export function labOfCourseFolder<Lab extends KnownLab>(name: string, labs: readonly Lab[]): Lab | undefined {
  const lab = labOfFolder(name, labs);
  const rest = plainName(name.replace(/^lab[-_.\s]*\d+/i, ''));
  return lab && (rest === '' || rest === plainName(lab.folder.slice(6))) ? lab : undefined;
}
