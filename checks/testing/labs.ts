import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { allLabs, type LabEntry } from '../../commands/labs.ts';
import type { LabResult } from '../engine/events.ts';
import type { Lab } from '../engine/lab.ts';
import type { Target } from '../engine/program/target.ts';
import { type RunOptions, runLab } from '../engine/run/run_lab.ts';
import type { Mutant } from './mutants.ts';

/** The folder of the course. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const load = (file: string): Promise<unknown> => import(pathToFileURL(join(ROOT, file)).href);

/** A lab with all that belongs to it. */
export interface LoadedLab extends LabEntry {
  lab: Lab;
  solution: string;
  starter: string;
  solutionFolder: string;
  mutantFolder: string;
  mutants: readonly Mutant[];
}

/** Every lab of the course, for the tests. */
export function loadedLabs(): Promise<LoadedLab[]> {
  return Promise.all(allLabs(ROOT).map(loaded));
}

/** One lab, by its id. */
export async function loadedLab(id: string): Promise<LoadedLab> {
  const entry = allLabs(ROOT).find((lab) => lab.id === id);
  if (!entry) throw new Error(`there is no ${id}`);
  return loaded(entry);
}

async function loaded(entry: LabEntry): Promise<LoadedLab> {
  const { default: lab } = (await load(`checks/${entry.folder}/checks.ts`)) as { default: Lab };
  const mutantFolder = join(ROOT, 'checks', entry.folder, 'mutants');
  const { default: mutants } = (await load(`checks/${entry.folder}/mutants/mutants.ts`)) as {
    default: readonly Mutant[];
  };
  return {
    ...entry,
    lab,
    mutants,
    mutantFolder,
    solutionFolder: join(ROOT, 'solutions', entry.folder),
    solution: join(ROOT, 'solutions', entry.folder, lab.program),
    // Not the one in labs/: that is the student's to change, and `npm test` must pass all the same.
    starter: join(ROOT, 'labs/.starters', entry.folder, lab.program),
  };
}

export const fileTarget = (file: string): Target => ({ kind: 'file', file, display: file });

/** Runs a lab to its end and gives the result. */
export async function resultOf(
  entry: Pick<LoadedLab, 'id' | 'lab'>,
  target: Target,
  options: Partial<RunOptions> = {},
): Promise<LabResult> {
  const events = runLab(entry.id, entry.lab, target, { root: ROOT, seed: 1, bonus: true, ...options });
  for (;;) {
    const { value, done } = await events.next();
    if (done) return value;
  }
}

/** The result in a few lines, for the message of a test that fails. */
export const outline = (result: LabResult): string =>
  result.checks
    .map(
      (check) =>
        `${check.verdict.padEnd(7)} ${check.id} ${check.finding?.diagnosis ?? ''} ${check.finding?.message ?? check.reason ?? ''}`,
    )
    .join('\n');
