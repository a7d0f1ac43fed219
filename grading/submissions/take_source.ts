import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubmittedProgram, Trouble } from '../model.ts';
import { findPrograms, type ReadText } from './find_programs.ts';
import type { KnownLab } from './known_lab.ts';
import { layOut } from './lay_out.ts';
import { packagesNeeded } from './needs_packages.ts';
import { openSource } from './open_source.ts';
import type { Source } from './sources.ts';
import type { Starters } from './starters.ts';
import { list } from './wrong_names.ts';

/** What is known of the course when submissions are taken in. */
export interface Course {
  labs: readonly KnownLab[];
  /** Whether a lab is graded this time. */
  isGraded: (lab: KnownLab) => boolean;
  starters: Starters;
  packages: ReadonlySet<string>;
}

export interface Taken {
  programs: Record<string, SubmittedProgram>;
  troubles: Omit<Trouble, 'who'>[];
  /** The date of the newest file, or of the archive; in milliseconds since 1970. */
  newest: number;
}

/**
 * Opens a submission and copies its programs, each into a folder of its own: `folder/lab01`. `stage` is an empty
 * folder for what is unpacked on the way. A Refused says why it cannot be graded.
 */
export async function takeSource(
  source: Source,
  course: Course,
  folder: string,
  stage: string,
): Promise<Taken> {
  const tree = await openSource(source, stage);
  const taken: Taken = { programs: {}, troubles: [], newest: tree.newest };
  if (tree.files.length + tree.links.length === 0) {
    taken.troubles.push({ kind: 'empty', message: 'There is no file in it. Nothing was graded.' });
    return taken;
  }
  const texts = new Map<string, string>();
  const readText: ReadText = ({ at }) => {
    const text = texts.get(at) ?? readFileSync(at, 'utf8');
    texts.set(at, text);
    return text;
  };
  const { programs, notices } = findPrograms(tree, course.labs, course.starters, readText);
  const graded = course.labs.filter(course.isGraded).map(({ id }) => id);
  for (const notice of notices) {
    if (notice.lab && !graded.includes(notice.lab)) continue;
    taken.troubles.push({ kind: 'wrong-names', ...notice });
  }
  if (programs.length === 0 && notices.length === 0) {
    const names = [...tree.files.map(({ path }) => path), ...tree.links];
    taken.troubles.push({
      kind: 'wrong-names',
      message: `There is no program of a lab among ${list(names)}. Nothing was graded. Programs are found by their names: ${list(
        course.labs.map(({ program }) => program),
        3,
      )}; or lie in the folder of their lab.`,
    });
  }
  for (const program of programs.filter(({ lab }) => course.isGraded(lab))) {
    const { id } = program.lab;
    taken.programs[id] = layOut(program, tree.files, join(folder, id), readText);
    const message = packagesNeeded(program, course.packages, readText);
    if (message) taken.troubles.push({ kind: 'needs-packages', message, lab: id });
  }
  return taken;
}
