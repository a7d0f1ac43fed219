import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Lab } from '../checks/engine/lab.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage.ts';

/** A lab as its folders show it. */
export interface LabEntry {
  /** `lab01` */
  id: string;
  /** `lab01-echo-server` */
  folder: string;
}

/** All labs that have checks, in their order. A lab is found by its folder; there is no list to keep. */
export function allLabs(root: string): LabEntry[] {
  return readdirSync(join(root, 'checks'))
    .filter((folder) => /^lab\d\d-/.test(folder) && existsSync(join(root, 'checks', folder, 'checks.ts')))
    .sort()
    .map((folder) => ({ id: folder.slice(0, 5), folder }));
}

/** The lab that comes behind this one, if there is one. */
export const labBehind = (root: string, { id }: Pick<LabEntry, 'id'>): LabEntry | undefined =>
  allLabs(root).find((other) => other.id > id);

/** Imports a module of the course by its path from the root: `checks/lab01-echo-server/checks.ts`. */
export type Load = (file: string) => Promise<unknown>;

/** The definition of a lab, loaded when it is needed. */
export async function loadLab(entry: LabEntry, load: Load): Promise<Lab> {
  return ((await load(`checks/${entry.folder}/checks.ts`)) as { default: Lab }).default;
}

/** The lab that a person named: `lab04`, `4`, `04`, `lab04-http-client` or its folder; undefined for an unknown name. */
export function findLab(labs: readonly LabEntry[], name: string): LabEntry | undefined {
  const wanted = name
    .toLowerCase()
    .replace(/[/\\]+$/, '')
    .replace(/^.*[/\\]/, '');
  const number = /^(?:lab)?(\d{1,2})$/.exec(wanted)?.[1]?.padStart(2, '0');
  return labs.find((lab) => lab.folder === wanted || lab.id === wanted || lab.id === `lab${number}`);
}

/** The lab for one of these names; a UsageError names the nearest one. */
export function labNamed(
  labs: readonly LabEntry[],
  name: string,
  alsoKnown: readonly string[] = [],
): LabEntry {
  const lab = findLab(labs, name);
  if (lab) return lab;
  const near = nearest(name, [...labs.flatMap(({ id, folder }) => [id, folder]), ...alsoKnown]);
  const list = labs.map(({ id }) => id).join(' ');
  throw new UsageError(`There is no lab '${name}'.${near ? ` Did you mean ${near}?` : ''} All labs: ${list}`);
}

/** The one lab that a command is about; `example` shows how to name it. */
export function requireLab(root: string, names: readonly string[], example: string): LabEntry {
  const labs = allLabs(root);
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw new UsageError(`Name one lab: ${example}. All labs: ${labs.map(({ id }) => id).join(' ')}`);
  }
  return labNamed(labs, name);
}

/** The starters of a lab: the untouched copy, and the file that the student edits. A UsageError when they are gone. */
export function starterFiles(root: string, { folder }: LabEntry): { pristine: string; file: string }[] {
  const starters = join(root, 'labs', '.starters', folder);
  if (!existsSync(starters)) {
    throw new UsageError(
      `The folder labs/.starters/${folder} is not there. Git has it: git checkout -- labs/.starters`,
    );
  }
  return readdirSync(starters)
    .sort()
    .map((name) => ({ pristine: join(starters, name), file: join(root, 'labs', folder, name) }));
}

/** The files of a lab that the student edits: those that a starter is kept of. */
export function ownFiles(root: string, entry: LabEntry): string[] {
  try {
    return starterFiles(root, entry).map(({ file }) => file);
  } catch {
    return []; // labs/.starters is gone
  }
}

/** A path as a person would type it from where they are. */
export function shownPath(path: string, from: string): string {
  const short = relative(from, path);
  return short.startsWith('..') ? path : short;
}
