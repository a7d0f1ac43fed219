import { existsSync, renameSync } from 'node:fs';

/** Renames a file to the first free of `NAME.bak`, `NAME.bak.2`, `NAME.bak.3`, … and gives its new path. */
export function setAside(file: string, ending = 'bak'): string {
  let kept = `${file}.${ending}`;
  for (let number = 2; existsSync(kept); number++) kept = `${file}.${ending}.${number}`;
  renameSync(file, kept);
  return kept;
}
