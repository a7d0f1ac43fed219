import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Starter } from '../../checks/engine/program/target.ts';
import { UsageError } from '../usage.ts';
import { mutantsOf } from './broken.ts';
import type { Act, ProgramOf } from './demo.ts';

const leftovers = new Set<string>();

/** Removes the folders of programs and sites that are still there; for the way out of the command. */
export function removeLeftovers(): void {
  for (const folder of leftovers) rmSync(folder, { recursive: true, force: true });
}

/** Keeps a folder in mind until it is removed. */
function remembered(folder: string): () => void {
  leftovers.add(folder);
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    leftovers.delete(folder);
  };
}

/** A program that lies ready to be started. */
export interface Ready {
  file: string;
  starter: Starter;
  remove: () => void;
}

/** The program, planted where it is a broken one; a UsageError says what is missing. */
export async function makeReady(
  program: ProgramOf,
  root: string,
  values: Readonly<Record<string, string>>,
): Promise<Ready> {
  const { file, remove } = await fileOf(program, root);
  const args = program.args.map((arg) =>
    arg.replace(/\{(url|root|port)\}/g, (all, name) => values[name] ?? all),
  );
  const starter = new Starter({ kind: 'file', file, display: program.file }, args, root);
  return {
    file,
    starter,
    remove: () => {
      starter.cleanUp();
      remove();
    },
  };
}

/** Where the program lies; a broken one lies in a folder of its own. */
export async function fileOf(
  program: ProgramOf,
  root: string,
): Promise<{ file: string; remove: () => void }> {
  const { lab, file, mutant, edits } = program;
  const folder = join(root, 'solutions', lab);
  if (!existsSync(join(folder, file))) {
    throw new UsageError(
      `This demo shows solutions/${lab}/${file}, and there is no such file. Copies of the course without solutions have no demos.`,
    );
  }
  if (mutant === undefined && edits === undefined) return { file: join(folder, file), remove: () => {} };
  const { mutants, plantMutant } = await mutantsOf(lab, root);
  const broken = edits
    ? { name: 'of-a-demo', killedBy: '', diagnosis: '', edits }
    : mutants.find(({ name }) => name === mutant);
  if (!broken)
    throw new UsageError(`checks/${lab}/mutants has no mutant ${mutant}. Which one does the demo mean?`);
  const planted = plantMutant(broken, folder, join(root, 'checks', lab, 'mutants'), file);
  return { file: planted.file, remove: remembered(dirname(planted.file)) };
}

/** The text of a program's file: the main one, or another of its folder. */
export const sourceOf = (main: string, name: string = basename(main)): string =>
  readFileSync(join(dirname(main), name), 'utf8');

/** The folder that a server shows: made for the act, or the one of the course. */
export function webRootOf({ files }: Act, root: string): { webRoot: string; remove: () => void } {
  if (!files) return { webRoot: join(root, 'labs/web'), remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const remove = remembered(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { webRoot: join(folder, 'web'), remove };
}
