import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabResult } from '../../checks/engine/events.ts';
import type { Lab } from '../../checks/engine/lab.ts';
import type { Confinement } from '../../checks/engine/program/confinement.ts';
import type { Target } from '../../checks/engine/program/target.ts';
import { jsonReport } from '../../checks/engine/report/json.ts';
import { type RunOptions, runLab } from '../../checks/engine/run/run_lab.ts';
import type { GradedLab, LabJson } from '../model.ts';
import { targetOf } from '../submissions/target.ts';
import { keptWire } from './kept_wire.ts';
import type { Unit } from './units.ts';

export interface Workshop {
  /** The folder of the course. */
  root: string;
  /** Where copies are made; nothing in it outlives a unit. */
  folder: string;
  confinement?: Confinement | undefined;
}

/** Checks one lab of one submission, on a copy, and gives the line for the journal. */
export async function checkUnit(
  unit: Unit,
  lab: Lab,
  { root, folder, confinement }: Workshop,
): Promise<GradedLab> {
  const bench = mkdtempSync(join(folder, 'unit-'));
  try {
    const program = { ...unit.program, folder: join(bench, 'submitted') };
    cpSync(unit.program.folder, program.folder, { recursive: true, verbatimSymlinks: true });
    const target = targetOf(program, lab);
    const options = { root, seed: unit.seed, bonus: true, ...(confinement && { confinement }) };
    const result = await resultOf(unit.lab, lab, target, options);
    const { submission, name, lab: id, round, seed, submittedAt } = unit;
    return {
      submission,
      name,
      lab: id,
      digest: unit.program.digest,
      round,
      seed,
      ...(submittedAt !== undefined && { submittedAt }),
      result: labJson(result, lab),
    };
  } finally {
    rmSync(bench, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * The result of the program; one that listens on a port of its own, whatever it is told, is checked there. (In a network
 * of its own no port is ever taken.)
 */
async function resultOf(id: string, lab: Lab, target: Target, options: RunOptions): Promise<LabResult> {
  const result = await toItsEnd(id, lab, target, options);
  const port = ownPort(result);
  if (port === undefined) return result;
  const there = await toItsEnd(id, lab, { ...target, port }, options);
  const note = `The program listens on port ${port}, whatever port it is given on the command line. It was checked there.`;
  return { ...there, notes: [note, ...there.notes] };
}

function ownPort({ checks }: LabResult): number | undefined {
  const finding = checks.find(({ id }) => id === 'starts')?.finding;
  if (finding?.diagnosis !== 'wrong-port') return undefined;
  const port = Number(/--port (\d+)/.exec(finding.message)?.[1]);
  return port > 0 ? port : undefined;
}

async function toItsEnd(id: string, lab: Lab, target: Target, options: RunOptions): Promise<LabResult> {
  const events = runLab(id, lab, target, options);
  for (;;) {
    const { value, done } = await events.next();
    if (done) return value;
  }
}

function labJson(result: LabResult, lab: Lab): LabJson {
  const checks = result.checks.map((check) => ({ ...check, wire: keptWire(check) }));
  const { labs } = jsonReport(result.seed, [
    { result: { ...result, checks }, diagnoses: lab.diagnoses ?? {} },
  ]) as {
    labs: LabJson[];
  };
  return labs[0] as LabJson;
}
