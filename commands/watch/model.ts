import type { CheckResult, LabEvent, LabResult } from '../../checks/engine/events.ts';
import type { Tier } from '../../checks/engine/lab.ts';
import type { Ladder } from './ladder.ts';

/** What is shown below the head of the screen. */
export type View = 'failure' | 'wire' | 'checks';

/** A check of the run that is shown; without a result while it waits or is being made. */
export interface ShownCheck {
  id: string;
  title: string;
  tier: Tier;
  result?: CheckResult;
}

/** A run of the checks, as far as it has come. */
export interface Run {
  busy: boolean;
  bonus: boolean;
  seed: number;
  checks: readonly ShownCheck[];
  /** How many bonus checks are not made in this run. */
  bonusLeft: number;
  /** The whole result, once it is there. */
  result?: LabResult;
  /** Why it could not be made. */
  trouble?: string;
}

/** Everything that the screen of watch mode shows. */
export interface Model {
  /** All labs of the course, in their order. */
  labs: readonly { id: string; passed: boolean }[];
  lab: {
    id: string;
    title: string;
    /** The program that is checked, as a person would type it. */
    program: string;
    /** Its whole path, for terminals that can open it; undefined for a command. */
    path: string | undefined;
    /** The student's own file in labs/: only that one has hints, progress, and a starter to go back to. */
    own: boolean;
    /** The lab behind it, and its handout, if there is one. */
    next: { id: string; handout: string } | undefined;
  };
  /** The last run that has something to show. */
  run: Run | undefined;
  /** A run that has begun and has nothing to show yet: what the one before has shown stays on the screen. */
  coming: Run | undefined;
  view: View;
  ladder: Ladder | undefined;
  /** Asked before something is done that no key undoes. */
  question: string | undefined;
  /** What the last key has done, or why it could not. */
  notice: string | undefined;
  /** Keys that wait for the end of the run. */
  held: readonly string[];
  /** The first line of the text below the head that is on the screen. */
  scroll: number;
  /** Saves are not noticed: the person says when. */
  manual: boolean;
}

/** A run that has just begun. */
export const newRun = (seed: number, bonus: boolean): Run => ({
  busy: true,
  bonus,
  seed,
  checks: [],
  bonusLeft: 0,
});

/** The run after an event of the engine. */
export function after(run: Run, event: LabEvent): Run {
  switch (event.type) {
    case 'lab-started':
      return { ...run, checks: event.checks, bonusLeft: event.bonusLeft };
    case 'check-ended': {
      const { result } = event;
      const known = run.checks.some(({ id }) => id === result.id);
      const checks = known
        ? run.checks.map((one) => (one.id === result.id ? { ...one, result } : one))
        : [...run.checks, { id: result.id, title: result.title, tier: result.tier, result }];
      return { ...run, checks };
    }
    case 'lab-ended':
      return { ...run, busy: false, result: event.result };
    case 'check-started':
    case 'wire':
      return run;
  }
}

/** The check whose failure is told: the first required one, else the first of the bonus. */
export function firstFailure(run: Run | undefined): CheckResult | undefined {
  const failed = (run?.checks ?? []).flatMap(({ result }) => (result?.verdict === 'fail' ? [result] : []));
  return failed.find(({ tier }) => tier === 'required') ?? failed[0];
}

/** Whether a run that has begun has something to show: a failure, or its end. */
export const hasNews = (run: Run): boolean => !run.busy || firstFailure(run) !== undefined;

/** The run that goes on now, or the last one. */
export const latest = ({ run, coming }: Model): Run | undefined => coming ?? run;

/** Whether the program as it was when it was last checked passes the lab. */
export const isPassed = (model: Model): boolean => latest(model)?.result?.verdict === 'pass';
