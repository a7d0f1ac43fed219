import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GradedLab, Trouble } from '../model.ts';
import { Journal } from './journal.ts';
import { type Outcome, Pool } from './pool.ts';
import { left, type Unit } from './units.ts';

export interface GradingSetting {
  /** The folder of the course. */
  root: string;
  /** Where the workers have their folders. */
  folder: string;
  /** `results.jsonl` */
  journal: string;
  units: readonly Unit[];
  seed: number;
  rounds: number;
  jobs: number;
  sandbox: boolean;
  /** Go on with the journal that is there. */
  resume: boolean;
  /** Told after each unit, and once before the first. */
  told: (progress: { done: number; total: number; last?: Outcome }) => void;
}

/** A run of the grader; `stop` ends it in the middle, and what was graded until then stays in the journal. */
export class Grading {
  readonly troubles: Trouble[] = [];
  readonly #setting: GradingSetting;
  readonly #pool: Pool;

  constructor(setting: GradingSetting) {
    this.#setting = setting;
    const { root, jobs, sandbox, folder } = setting;
    this.#pool = new Pool({ root, folder: mkdtempSync(join(folder, 'workers-')), jobs, sandbox });
  }

  stop(): void {
    this.#pool.stop();
  }

  /** Grades what is left to do. */
  async run(): Promise<void> {
    const { journal: path, units, seed, rounds, resume, told } = this.#setting;
    const { journal, done } = resume ? Journal.goOn(path) : begun(path, seed, rounds);
    const todo = left(units, done);
    const total = units.length;
    let count = total - todo.length;
    told({ done: count, total });
    try {
      await this.#pool.run(todo, (outcome) => {
        count += 1;
        if ('graded' in outcome) journal.add(outcome.graded);
        else this.troubles.push(troubleOf(outcome));
        told({ done: count, total, last: outcome });
      });
    } finally {
      journal.close();
    }
  }
}

function begun(path: string, seed: number, rounds: number): { journal: Journal; done: GradedLab[] } {
  return { journal: Journal.begin(path, { schema: 'workbook/grading@1', seed, rounds }), done: [] };
}

function troubleOf({ unit, failed }: Extract<Outcome, { failed: string }>): Trouble {
  return {
    who: unit.submission,
    kind: 'machine',
    lab: unit.lab,
    message: `It could not be checked, and that is not the student's fault: ${failed.split('\n').slice(0, 3).join(' ')} To try again: --resume.`,
  };
}

/** Removes a folder, whatever is in it. */
export const discard = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
