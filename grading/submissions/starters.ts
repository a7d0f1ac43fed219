import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownLab } from './known_lab.ts';

/** What the course gives out for the labs. */
export interface Starters {
  /** The files of a lab beside its program: `whatismyip.ts`, `request.ts`. */
  companions: (lab: KnownLab) => readonly string[];
  /** Whether this is the text of the lab's starter; line ends and a byte order mark do not matter. */
  isUntouched: (lab: KnownLab, text: string) => boolean;
}

/** Reads the starters of a course; one that has none is no trouble here. */
export function readStarters(root: string, labs: readonly KnownLab[]): Starters {
  const names = new Map<string, string[]>();
  const texts = new Map<string, string>();
  for (const lab of labs) {
    const folder = join(root, 'labs', '.starters', lab.folder);
    if (!existsSync(folder)) continue;
    names.set(
      lab.id,
      readdirSync(folder).filter((name) => name !== lab.program),
    );
    const main = join(folder, lab.program);
    if (existsSync(main)) texts.set(lab.id, plainText(readFileSync(main, 'utf8')));
  }
  return {
    companions: ({ id }) => names.get(id) ?? [],
    isUntouched: ({ id }, text) => texts.get(id) === plainText(text),
  };
}

const plainText = (text: string) => text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
