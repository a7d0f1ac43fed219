import { writeFileSync } from 'node:fs';
import type { Lab } from '../../checks/engine/lab.ts';
import { RunningProgram } from '../../checks/engine/program/running.ts';
import { allLabs, type Load, loadLab } from '../../commands/labs.ts';
import { leaveNothingBehind } from '../../commands/leaving.ts';
import type { GradedLab } from '../model.ts';
import { bubblewrap } from '../sandbox/bubblewrap.ts';
import { checkUnit } from './check_unit.ts';
import type { Unit } from './units.ts';

/** What the grader says to a worker, and hears from it. */
export type ToWorker = { unit: Unit } | { end: true };
export type FromWorker = { ready: true } | { graded: GradedLab; starts: number } | { failed: string };

/** A worker: a process that checks one unit after another, each with nobody beside it in its network. */
export async function work(root: string, folder: string, sandbox: boolean, load: Load): Promise<number> {
  leaveNothingBehind();
  if (sandbox) forgetClosedConnections();
  const confinement = sandbox ? bubblewrap(root) : undefined;
  const labs = new Map<string, Promise<Lab>>();
  const labOf = (id: string): Promise<Lab> => {
    const entry = allLabs(root).find((lab) => lab.id === id);
    if (!entry) throw new Error(`there is no ${id}`);
    const lab = labs.get(id) ?? loadLab(entry, load);
    labs.set(id, lab);
    return lab;
  };
  const tell = (message: FromWorker) => process.send?.(message);
  const done = new Promise<number>((resolve) => {
    process.on('disconnect', () => process.exit(0)); // the grader is gone
    process.on('message', (message: ToWorker) => {
      if ('end' in message) {
        process.disconnect?.(); // an open channel would keep us alive
        resolve(0);
      } else {
        const before = RunningProgram.started;
        labOf(message.unit.lab)
          .then((lab) => checkUnit(message.unit, lab, { root, folder, confinement }))
          .then(
            (graded) => tell({ graded, starts: RunningProgram.started - before }),
            (error: Error) => tell({ failed: error.stack ?? String(error) }),
          );
      }
    });
  });
  tell({ ready: true });
  return done;
}

/**
 * A port whose last connections have just been closed cannot be bound again by programs that do not ask for it
 * (SO_REUSEADDR): the next program would suffer for the one before. In a network of our own it need not be so.
 */
function forgetClosedConnections(): void {
  try {
    writeFileSync('/proc/sys/net/ipv4/tcp_max_tw_buckets', '0');
  } catch {} // not ours to say: then ports differ from program to program, as they do anyway
}
