import { Failure, MachineError } from '../../checks/engine/failure.ts';
import { UsageError } from '../usage.ts';
import type { Passage } from '../wire/looking_glass.ts';
import { Gone, perform } from './actions.ts';
import type { Act, Demo, Step } from './demo.ts';
import { openStage, type Stage } from './stage.ts';

export interface PlaySetting {
  root: string;
  /** Nobody presses keys, and what a step promises must come. */
  auto: boolean;
  /** Something is held, has passed, or is otherwise new. */
  changed: () => void;
  /** What is to be kept of it. */
  told?: Partial<Listener>;
}

/** Hears what happens in a demo. */
export interface Listener {
  act: (act: Act, number: number) => void;
  passage: (passage: Passage) => void;
  step: (step: Step, stage: Stage) => void;
}

/** A demo without its screen: where it stands, and how it goes on. */
export class Play {
  readonly demo: Demo;
  readonly #setting: PlaySetting;
  stage: Stage | undefined;
  #act = 0;
  #step = 0;
  /** How many passages the gate had let through when the last key was pressed. */
  fresh = 0;
  /** Ends what is waited for. */
  #leave = new AbortController();

  constructor(demo: Demo, setting: PlaySetting) {
    this.demo = demo;
    this.#setting = setting;
  }

  get act(): Act {
    return this.demo.acts[this.#act] as Act;
  }

  get actNumber(): number {
    return this.#act + 1;
  }

  get stepIndex(): number {
    return this.#step;
  }

  get step(): Step {
    return this.act.steps[this.#step] as Step;
  }

  /** The step behind this one in its act. */
  get coming(): Step | undefined {
    return this.stage ? this.act.steps[this.#step + 1] : this.step;
  }

  /** How many steps lie behind, and how many there are in all acts. */
  get progress(): { number: number; of: number } {
    const before = this.demo.acts.slice(0, this.#act).reduce((sum, { steps }) => sum + steps.length, 0);
    const of = this.demo.acts.reduce((sum, { steps }) => sum + steps.length, 0);
    return { number: before + this.#step + 1, of };
  }

  get over(): boolean {
    return this.stage !== undefined && this.coming === undefined && this.#act === this.demo.acts.length - 1;
  }

  /** Goes on by one step, or to the next act; what cannot be is said by an error in plain words. */
  async next(): Promise<void> {
    if (this.over) return;
    if (!this.stage) await this.#open();
    else if (this.#step + 1 < this.act.steps.length) await this.#perform(this.#step + 1);
    else {
      const closed = this.close();
      this.#act += 1;
      await closed;
      await this.#open();
    }
  }

  /** Goes back to the beginning, of the demo or of the present act. */
  async again(from: 'demo' | 'act'): Promise<void> {
    await this.close();
    if (from === 'demo') this.#act = 0;
    await this.#open();
  }

  /** Ends the act that goes on, and all of its programs. */
  async close(): Promise<void> {
    this.#leave.abort();
    const { stage } = this;
    this.stage = undefined;
    this.#step = 0;
    await stage?.close();
  }

  async #open(): Promise<void> {
    const leave = new AbortController();
    this.#leave = leave;
    const { root, auto, changed, told } = this.#setting;
    const stage = await openStage(this.act, {
      root,
      auto,
      signal: leave.signal,
      changed: (passage) => {
        if (passage) told?.passage?.(passage);
        changed();
      },
    });
    if (leave.signal.aborted) {
      await stage.close();
      throw new Gone('nobody waits for this act any more');
    }
    this.stage = stage;
    this.#step = 0;
    this.fresh = 0;
    told?.act?.(this.act, this.actNumber);
    told?.step?.(this.step, stage);
  }

  async #perform(index: number): Promise<void> {
    const stage = this.stage as Stage;
    const step = this.act.steps[index] as Step;
    const before = stage.gate.passed.length;
    if (step.action) await perform(stage, step.action);
    if (this.stage !== stage) throw new Gone('the act was left');
    this.#step = index;
    this.fresh = before;
    if (this.#setting.auto && step.shows !== undefined) {
      const bytes = stage.gate.passed.slice(before).map((passage) => passage.bytes ?? Buffer.alloc(0));
      if (!Buffer.concat(bytes).includes(step.shows))
        throw new MachineError(`The bytes of this step should have ${JSON.stringify(step.shows)} in them.`);
    }
    this.#setting.told?.step?.(step, stage);
  }
}

/** What went wrong, in plain words and without a stack trace. */
export function inPlainWords(error: unknown): string {
  if (error instanceof Failure) return error.finding.message;
  if (error instanceof MachineError || error instanceof UsageError) return error.message;
  const { code, message = String(error) } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'The disk is full: the demo has no room for its files.';
  if (code === 'EMFILE') return 'Too many files are open on this machine.';
  return `The demo itself has failed (${message.split('\n')[0]}). Please report this.`;
}
