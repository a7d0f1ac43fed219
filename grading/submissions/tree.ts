import { lstatSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Budget } from './budget.ts';
import { isLeftOut } from './left_out.ts';

/** A file of a submission. */
export interface SourceFile {
  /** From the top of the submission, with `/`. */
  path: string;
  /** Where its bytes are. */
  at: string;
}

/** The files of a submission. */
export interface Tree {
  files: SourceFile[];
  /** Paths of symbolic links: they are never followed, but a person wants to know of them. */
  links: string[];
  /** The newest of the files, in milliseconds since 1970; 0 without files. */
  newest: number;
}

/**
 * The files below a folder, in the order of their names. Links are noted, not followed; devices, FIFOs and
 * sockets are left out.
 */
export function readTree(folder: string, budget: Pick<Budget, 'file' | 'bytes'>): Tree {
  const tree: Tree = { files: [], links: [], newest: 0 };
  const read = (below: string): void => {
    const names = readdirSync(join(folder, below)).filter((name) => !isLeftOut(name));
    for (const name of names.sort()) {
      const path = posix.join(below, name);
      const at = join(folder, below, name);
      const stats = lstatSync(at);
      if (stats.isDirectory()) read(path);
      else if (stats.isSymbolicLink()) tree.links.push(path);
      else if (stats.isFile()) {
        budget.file();
        budget.bytes(stats.size);
        tree.files.push({ path, at });
        tree.newest = Math.max(tree.newest, stats.mtimeMs);
      }
    }
  };
  read('');
  return tree;
}

/** Two trees as one; `under` is the folder in which the second one hangs. */
export function joinTrees(one: Tree, other: Tree, under = ''): Tree {
  const moved = (path: string) => posix.join(under, path);
  return {
    files: [...one.files, ...other.files.map(({ path, at }) => ({ path: moved(path), at }))],
    links: [...one.links, ...other.links.map(moved)],
    newest: Math.max(one.newest, other.newest),
  };
}
