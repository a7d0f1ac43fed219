import { posix } from 'node:path';
import type { KnownLab } from './known_lab.ts';
import { labOfFolder } from './program_names.ts';
import type { SourceFile, Tree } from './tree.ts';

/** A file of a submission, and where in it it lies. */
export interface PlacedFile extends SourceFile {
  name: string;
  /** The folder of a lab around it, where there is one; otherwise its own folder. */
  folder: string;
  /** The lab whose folder that is. */
  lab: KnownLab | undefined;
}

/** Where each file lies; what belongs to the course, and not to the student, is left out. */
export function placesOf(tree: Tree, labs: readonly KnownLab[]): PlacedFile[] {
  const course = courseFolders(tree, labs);
  return tree.files
    .filter(({ path }) => !course.some((folder) => path.startsWith(`${folder}/`)))
    .map((file) => {
      let folder = posix.dirname(file.path);
      for (let above = folder; above !== '.'; above = posix.dirname(above)) {
        const lab = labOfFolder(posix.basename(above), labs);
        if (lab) return { ...file, name: posix.basename(file.path), folder: above, lab };
      }
      if (folder === '.') folder = '';
      return { ...file, name: posix.basename(file.path), folder, lab: undefined };
    });
}

const BESIDE_LABS = ['solutions', 'checks', 'commands', 'workbook', 'grading', 'slides', 'docs', 'labs/web'];

/** Who hands in a clone of the course hands in its solutions and mutants, too: these are nobody's work. */
function courseFolders(tree: Tree, labs: readonly KnownLab[]): string[] {
  const roots = new Set<string>();
  for (const { path } of tree.files) {
    const parts = path.split('/');
    const at = parts.indexOf('labs');
    if (at >= 0 && parts.length > at + 2 && labOfFolder(parts[at + 1] as string, labs)) {
      roots.add(parts.slice(0, at).join('/'));
    }
  }
  return [...roots].flatMap((root) => BESIDE_LABS.map((name) => posix.join(root, name)));
}
