import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Budget } from './budget.ts';
import { isProgram } from './program_names.ts';
import { Refused, refusalOf } from './refused.ts';
import type { Source } from './sources.ts';
import { joinTrees, readTree, type Tree } from './tree.ts';
import { isArchiveName, unpack, withoutArchiveEnding } from './unpack.ts';

/**
 * What is in a submission. Archives are unpacked into `stage`, an empty folder; also those that are all there
 * is in a folder, as some platforms lay them out. A Refused says why it cannot be graded.
 */
export async function openSource({ parts }: Pick<Source, 'parts'>, stage: string): Promise<Tree> {
  const budget = new Budget();
  let archives = 0;
  const open = (archive: string) => {
    const folder = join(stage, String(archives++));
    mkdirSync(folder, { recursive: true });
    return unpack(archive, folder, budget);
  };
  try {
    let tree: Tree = { files: [], links: [], newest: 0 };
    for (const { kind, at, name } of parts) {
      if (kind === 'folder') tree = joinTrees(tree, readTree(at, budget));
      else {
        const { size, mtimeMs } = lstatSync(at);
        if (kind === 'file') {
          budget.file();
          budget.bytes(size);
        }
        const one =
          kind === 'archive' ? await open(at) : { files: [{ path: name, at }], links: [], newest: 0 };
        tree = joinTrees(tree, { ...one, newest: mtimeMs });
      }
    }
    return await withInnerArchives(tree, open);
  } catch (error) {
    throw refusalOf(error, 'It');
  }
}

/** An archive in a submission without any program is where the programs are. */
async function withInnerArchives(tree: Tree, open: (archive: string) => Promise<Tree>): Promise<Tree> {
  if (tree.files.some(({ path }) => isProgram(path))) return tree;
  const inner = tree.files.filter(({ path }) => isArchiveName(path));
  if (inner.length > 10)
    throw new Refused('hostile-archive', 'It holds more than 10 archives. Unpack it by hand.');
  let whole: Tree = { ...tree, files: tree.files.filter((file) => !inner.includes(file)) };
  for (const { path, at } of inner) {
    const { files, links } = await open(at);
    whole = joinTrees(whole, { files, links, newest: 0 }, withoutArchiveEnding(path));
  }
  return whole;
}
