import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ClassMarks, Submission, Trouble } from '../model.ts';

/** What a run knew of the class, beside the journal: enough to make the marks again without the submissions. */
export interface ClassFile {
  schema: 'workbook/class@1';
  submissions: Submission[];
  troubles: Trouble[];
  labs: ClassMarks['labs'];
  protection: ClassMarks['protection'];
}

export function writeClassFile(path: string, about: Omit<ClassFile, 'schema'>): void {
  const file: ClassFile = { schema: 'workbook/class@1', ...about };
  writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 1)}\n`);
  renameSync(`${path}.new`, path);
}

/** Reads it again; an Error says what is wrong with it. */
export function readClassFile(path: string): ClassFile {
  let file: Partial<ClassFile>;
  try {
    file = JSON.parse(readFileSync(path, 'utf8')) as Partial<ClassFile>;
  } catch (error) {
    throw new Error(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'it is no JSON'}).`);
  }
  if (file.schema !== 'workbook/class@1') throw new Error(`${path} was not written by this grader.`);
  return file as ClassFile;
}
