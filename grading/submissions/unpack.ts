import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { Budget } from './budget.ts';
import { isOfMachine, Refused, refusalOf } from './refused.ts';
import { readTree, type Tree } from './tree.ts';
import { untar } from './untar.ts';
import { unzip } from './unzip.ts';

const UNPACKED_HERE = /\.(zip|tar|tgz|tar\.gz)$/i;
const OTHER_ARCHIVE = /\.(7z|rar|gz|bz2|tbz2?|xz|txz|zst|tzst|lzma|cab|dmg|iso)$/i;

/** Whether a file's name says that it is an archive, also one of a kind that is not read here. */
export function isArchiveName(name: string): boolean {
  return UNPACKED_HERE.test(name) || OTHER_ARCHIVE.test(name);
}

/** A name without the endings of archives. */
export function withoutArchiveEnding(name: string): string {
  return name.replace(UNPACKED_HERE, '').replace(OTHER_ARCHIVE, '') || name;
}

/**
 * Unpacks an archive (zip, tar, tar.gz; what it is shows its content, not its name) into an empty folder, and
 * gives what is in it now. A Refused says why not.
 */
export async function unpack(archive: string, folder: string, budget: Budget): Promise<Tree> {
  const what = `The archive ${basename(archive)}`;
  try {
    const kind = kindOf(archive);
    if (!kind) {
      throw new Refused(
        'unreadable',
        OTHER_ARCHIVE.test(archive) && !UNPACKED_HERE.test(archive)
          ? `${what} is of a kind that is not read here: .zip, .tar, .tar.gz and .tgz are. Unpack it into a folder, and grade that.`
          : `${what} is no archive, whatever its name says. Ask for it again.`,
      );
    }
    const links =
      kind === 'zip'
        ? await unzip(archive, folder, budget)
        : await untar(archive, folder, budget, kind === 'tar.gz');
    // All of it has been counted while it was unpacked.
    const tree = readTree(folder, { file: () => {}, bytes: () => {} });
    return { ...tree, links };
  } catch (error) {
    if (error instanceof Refused) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (isOfMachine(code)) throw refusalOf(error, what);
    throw new Refused('unreadable', `${what} is broken: ${message}. Ask for it again.`);
  }
}

function kindOf(archive: string): 'zip' | 'tar' | 'tar.gz' | undefined {
  const start = Buffer.alloc(512);
  const descriptor = openSync(archive, 'r');
  try {
    readSync(descriptor, start);
  } finally {
    closeSync(descriptor);
  }
  if (['504b0304', '504b0506'].includes(start.toString('hex', 0, 4))) return 'zip';
  if (start.toString('hex', 0, 2) === '1f8b') return 'tar.gz';
  if (start.toString('latin1', 257, 262) === 'ustar' || /\.tar$/i.test(archive)) return 'tar';
  return undefined;
}
