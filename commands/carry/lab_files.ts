import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { starterFiles } from '../labs.ts';
import { setAside } from '../set_aside.ts';
import { sourcesIn } from '../sources.ts';
import type { CarriedFile, LabFiles } from './plan.ts';
import type { CarryLab } from './way.ts';

/** A lab's folder as it is now. */
export function readLabFiles(root: string, { entry, lab }: CarryLab): LabFiles {
  const folder = join(root, 'labs', entry.folder);
  const starters = starterFiles(root, entry);
  return {
    program: lab.program,
    own: new Map(sourcesIn(folder).map((name) => [name, readFileSync(join(folder, name))])),
    starters: new Map(starters.map(({ pristine }) => [basename(pristine), readFileSync(pristine)])),
  };
}

/** Writes the files into the folder; gives the new names of those that were in their place. */
export function bringAlong(folder: string, files: readonly CarriedFile[]): Map<string, string> {
  const kept = new Map<string, string>();
  for (const { to, bytes, over } of files) {
    if (over === 'same') continue;
    const path = join(folder, to);
    if (over === 'own') kept.set(to, basename(setAside(path)));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return kept;
}
