import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Target } from '../../checks/engine/program/target.ts';
import { type ProgramValues, targetOf } from '../check_request.ts';
import { type LabEntry, type Load, loadLab, shownPath } from '../labs.ts';
import type { Watched } from './session.ts';

/** What programs are written in. What a program itself may write (logs, data) is left out: it would never come to rest. */
const SOURCE = /^[\w-][\w.-]*\.(?:[cm]?[jt]sx?|py|rb|php|pl|go|rs|java|kt|c|cc|cpp|h|hpp|cs|sh|html)$/;

/** A lab with the program to watch: the student's own, or the one that the options name. */
export async function watchedLab(
  root: string,
  entry: LabEntry,
  load: Load,
  values: ProgramValues,
  from: string,
): Promise<Watched> {
  const lab = await loadLab(entry, load);
  const { target, own } = targetOf(values, entry, lab, root, 1);
  const shown = target.kind === 'file' ? shownPath(target.file, from) : target.display;
  const folders = foldersOf(target);
  return { entry, lab, target, own, shown, folders, sources: () => folders.flatMap(sourcesIn) };
}

/** Where the files of a program lie: beside its main file, or beside the scripts that a command names. */
function foldersOf(target: Target): string[] {
  if (target.kind === 'file') return [dirname(target.file)];
  const { words, cwd } = target;
  const scripts = words.map((word) => resolve(cwd, word)).filter(isFile);
  return [...new Set([cwd, ...scripts.map((script) => dirname(script))])];
}

/** The paths of the source files in a folder. */
function sourcesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => SOURCE.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return []; // it is gone; its coming back is a save
  }
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
