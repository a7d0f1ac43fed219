// What grading a class costs beside its floor: the same programs, started and stopped as often in the same sandbox, with
// nothing else done. Part of `npm run bench`; prints figures, judges nothing.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { within } from '../checks/engine/deadline.ts';
import { freePort } from '../checks/engine/program/ports.ts';
import { RunningProgram } from '../checks/engine/program/running.ts';
import { Starter } from '../checks/engine/program/target.ts';
import { load, loadedLab, ROOT } from '../checks/testing/labs.ts';
import { labsOfClass } from '../grading/run/labs_of_class.ts';
import { Pool } from '../grading/run/pool.ts';
import { type Unit, unitsOf } from '../grading/run/units.ts';
import { bubblewrap } from '../grading/sandbox/bubblewrap.ts';
import { protectionHere } from '../grading/sandbox/protection.ts';
import { collect } from '../grading/submissions/collect.ts';
import { targetOf } from '../grading/submissions/target.ts';
import { sampleClass } from '../grading/testing/sample_class.ts';
import { allLabs } from './labs.ts';

const LAB = 'lab01';

interface Cost {
  /** Seconds of processor time. */
  cpu: number;
  wall: number;
}

/** Grades a sample class of `count` students on lab01, and does the floor of it. */
export async function benchGrade(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-grade-'));
  const { sandbox } = protectionHere(ROOT);
  try {
    await sampleClass(join(folder, 'class'), count, [LAB]);
    const { known } = await labsOfClass(allLabs(ROOT), load);
    mkdirSync(join(folder, 'copies'));
    const { submissions } = await collect([join(folder, 'class')], {
      root: ROOT,
      labs: known,
      only: [LAB],
      into: join(folder, 'copies'),
    });
    const units = unitsOf(submissions, [LAB], { seed: 7, rounds: 1 });
    const jobs = 2 * availableParallelism();
    const starts = new Map<Unit, number>();
    const graded = await costOf(async () => {
      const pool = new Pool({ root: ROOT, folder: join(folder, 'workers'), jobs, sandbox });
      await pool.run(units, (outcome) => {
        if ('graded' in outcome) starts.set(outcome.unit, outcome.starts);
      });
    });
    const memory = process.resourceUsage().maxRSS / 1024;
    const floor = await costOf(() => startAndStop(starts, jobs, sandbox));
    const total = [...starts.values()].reduce((sum, one) => sum + one, 0);
    const busy = ({ cpu, wall }: Cost) =>
      `${((100 * cpu) / wall / availableParallelism()).toFixed(0)} % of the cores`;
    console.log(
      `\ngrade: ${count} submissions of ${LAB}, ${total} program starts, ${jobs} jobs, ${sandbox ? 'in the sandbox' : 'without a sandbox'}`,
    );
    console.log(
      `  grading  ${graded.cpu.toFixed(1)} s processor, ${graded.wall.toFixed(1)} s, ${busy(graded)} (goal: 85)`,
    );
    console.log(`  floor    ${floor.cpu.toFixed(1)} s processor, ${floor.wall.toFixed(1)} s, ${busy(floor)}`);
    console.log(
      `  ratio    ${(graded.cpu / floor.cpu).toFixed(2)} (goal: 1.25); this process at most ${memory.toFixed(0)} MiB`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The floor: each program as often as the grader has started it, until it has printed something or ended. */
async function startAndStop(
  starts: ReadonlyMap<Unit, number>,
  jobs: number,
  sandbox: boolean,
): Promise<void> {
  const { lab } = await loadedLab(LAB);
  const confinement = sandbox ? { confinement: bubblewrap(ROOT) } : {};
  const queue = [...starts];
  const slot = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [unit, times] = next;
      const starter = new Starter(targetOf(unit.program, lab), lab.args, ROOT, confinement);
      try {
        for (let i = 0; i < times; i++) {
          const port = String(await freePort());
          let printed = () => {};
          const seen = new Promise<void>((resolve) => {
            printed = resolve;
          });
          const plan = await starter.plan({}, { port, host: '127.0.0.1' });
          const program = await RunningProgram.start({ ...plan, onOutput: () => printed() });
          await within(500, Promise.race([seen, program.exited]));
          await program.stop();
        }
      } catch {
        // A program that cannot be compiled costs nothing more.
      } finally {
        starter.cleanUp();
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, slot));
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const [cpu, began] = [processorTime(), performance.now()];
  await work();
  return { cpu: processorTime() - cpu, wall: (performance.now() - began) / 1000 };
}

/**
 * Of the whole machine (Linux; proc(5), `/proc/stat`), which must have nothing else to do: a process that a sandbox ends
 * takes what it has used with it, and no parent hears of it.
 */
function processorTime(): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = (
    /^cpu .*$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[0] ?? ''
  )
    .split(/\s+/)
    .map(Number);
  return (user + nice + system + irq + softIrq) / 100;
}
