import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type LabEntry, starterFiles } from './labs.ts';
import { setAside } from './set_aside.ts';

/** What became of one file of a lab. */
export interface PutBack {
  file: string;
  /** Whether it was something else than the starter. */
  changed: boolean;
  /** The name, beside it, under which the student's own is kept. */
  kept?: string;
}

/** Puts the starters of a lab back, and keeps what was there beside them. */
export function putStarterBack(root: string, entry: LabEntry): PutBack[] {
  return starterFiles(root, entry).map(({ pristine, file }) => {
    const text = readFileSync(pristine);
    if (existsSync(file) && readFileSync(file).equals(text)) return { file, changed: false };
    const kept = existsSync(file) ? basename(setAside(file)) : undefined;
    mkdirSync(dirname(file), { recursive: true }); // the whole folder may have got lost
    writeFileSync(file, text);
    return { file, changed: true, ...(kept && { kept }) };
  });
}
