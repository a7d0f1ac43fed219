import type { Finding, ProgramOutput } from './failure.ts';
import type { Tier } from './lab.ts';
import type { WireEvent } from './wire/transcript.ts';

/**
 * pass; fail: the program is wrong; error: the checker or the machine is at fault, never counted
 * against the student; skipped: a check it depends on failed, or it cannot be made here.
 */
export type Verdict = 'pass' | 'fail' | 'error' | 'skipped';

export interface CheckResult {
  id: string;
  title: string;
  tier: Tier;
  verdict: Verdict;
  points: number;
  ms: number;
  spec: string;
  /** Why it failed. */
  finding?: Finding;
  /** Why it was skipped, or what went wrong with the machine or the checker. */
  reason?: string;
  /** Skipped because this machine or this way of starting the program cannot do it; does not count at all. */
  notHere?: boolean;
  wire: readonly WireEvent[];
  output?: ProgramOutput;
}

export interface LabResult {
  /** `lab01` */
  lab: string;
  title: string;
  /** The program as the person named it: a path or a command line. */
  program: string;
  verdict: Verdict;
  score: number;
  maxScore: number;
  bonusScore: number;
  maxBonusScore: number;
  seed: number;
  ms: number;
  checks: readonly CheckResult[];
  /** Remarks that cost nothing. */
  notes: readonly string[];
  /** Where the web root of a run that failed was put aside; `lost`: there was one, and it is gone. */
  site?: string | 'lost';
}

export type LabEvent =
  | {
      type: 'lab-started';
      lab: string;
      title: string;
      program: string;
      seed: number;
      /** The checks of this run, in the order of the lab's definition. */
      checks: readonly { id: string; title: string; tier: Tier }[];
      /** How many bonus checks the lab has that are not made in this run. */
      bonusLeft: number;
    }
  | { type: 'check-started'; lab: string; id: string; title: string }
  | { type: 'wire'; lab: string; id: string; event: WireEvent }
  | { type: 'check-ended'; lab: string; result: CheckResult }
  | { type: 'lab-ended'; lab: string; result: LabResult };
