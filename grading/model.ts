// What grading is about, from the folder of submissions to the marks. Types alone: every part of `grading/` is
// written against them.
import type { CheckResult, LabResult } from '../checks/engine/events.ts';
import type { Tier } from '../checks/engine/lab.ts';

/** The work of one student, found and laid out on a copy. */
export interface Submission {
  /** Unique in the class, and safe as a file name: letters, digits, `.`, `_` and `-`. */
  id: string;
  /** As the roster or the folder says it. */
  name: string;
  /** Where it came from, as the person named it: a folder or an archive. */
  source: string;
  /** The program of each lab that was handed in, by the lab's id. */
  programs: Readonly<Record<string, SubmittedProgram>>;
  /** When it was handed in (ISO 8601), where that is known. */
  submittedAt?: string;
}

/** One lab's program in a submission. */
export interface SubmittedProgram {
  /** The folder whose content belongs to this lab, on the copy. */
  folder: string;
  /** The main file, relative to `folder`: `echo_server.ts`, `server.py`. */
  file: string;
  /** Where it lies in what was handed in: `labs/lab01-echo-server/echo_server.ts`. */
  path: string;
  language: 'typescript' | 'javascript' | 'python';
  /** A hash of the content of the files, so that a run that goes on later knows whether it is still the same. */
  digest: string;
}

/** Something that keeps a submission from being graded as it should, or that the instructor must know. Never a silent zero. */
export interface Trouble {
  /** Name of the submission or of its source, as the instructor knows it. */
  who: string;
  /**
   * `empty`: nothing in it; `not-a-submission`: neither folder nor archive; `unreadable`: cannot be read or unpacked;
   * `hostile-archive`: too large, or leads out of its folder; `wrong-names`: files that no lab knows;
   * `twice`: two submissions of one student; `not-in-roster`, `not-handed-in`: roster and submissions do not match;
   * `needs-packages`: imports something that the course does not have; `machine`: the machine or the grader was at fault.
   */
  kind:
    | 'empty'
    | 'not-a-submission'
    | 'unreadable'
    | 'hostile-archive'
    | 'wrong-names'
    | 'twice'
    | 'not-in-roster'
    | 'not-handed-in'
    | 'needs-packages'
    | 'machine';
  /** One or two sentences: what was found, and what to do. */
  message: string;
  lab?: string;
}

/** One lab of one submission, checked once: a line of `results.jsonl`. */
export interface GradedLab {
  submission: string;
  name: string;
  lab: string;
  digest: string;
  /** 0, or the number of the repetition of `--repeat` and `--audit`. */
  round: number;
  seed: number;
  submittedAt?: string;
  result: LabJson;
}

/** A LabResult as JSON (`checks/engine/report/json.ts`): bytes are text with escapes, `base64` holds them exactly. */
export interface LabJson extends Omit<LabResult, 'checks' | 'seed' | 'site'> {
  checks: CheckJson[];
}

export interface CheckJson {
  id: string;
  title: string;
  tier: Tier;
  verdict: CheckResult['verdict'];
  /** Skipped because this machine cannot make it: does not count at all. */
  notHere?: true;
  /** Points that were given, and that could be. */
  points: number;
  maxPoints: number;
  ms: number;
  diagnosis: string | null;
  /** The sentence of the diagnosis. */
  headline: string | null;
  message: string | null;
  expected: string | null;
  actual: string | null;
  at: number | null;
  spec: string;
  output: { stdout: string; stderr: string } | null;
  wire: WireJson[];
}

export interface WireJson {
  /** Milliseconds since the check began. */
  at: number;
  conversation: number;
  from: 'checker' | 'program';
  kind: string;
  size?: number;
  /** With escapes for what cannot be shown; for `connect` and the like: plain words. */
  text?: string;
  base64?: string;
}

/** `course.json`: how results become marks. Everything may be left out. */
export interface CourseRules {
  /** Name of the course, for the headings. */
  title?: string;
  labs?: Record<string, LabRules>;
  /** Points in a hundred that are taken off for each day (begun) after the due date, and the most that is taken. */
  late?: { perDay: number; most: number; graceMinutes?: number };
}

export interface LabRules {
  /** What the lab is worth; default: the points of its required checks. */
  points?: number;
  /** How much it counts in the total, against the others; default 1. */
  weight?: number;
  /** ISO 8601 with an offset. */
  due?: string;
  /** Ids of the bonus checks that count, or `true` for all of them; default: none. Bonus never lifts a lab above its points. */
  bonus?: true | string[];
}

/** What a student gets for a lab. */
export interface LabMark {
  lab: string;
  /** graded; missing: not handed in; error: the machine was at fault, and the mark is not known. */
  state: 'graded' | 'missing' | 'error';
  verdict?: CheckResult['verdict'];
  /** After everything; `null` where it is not known. */
  points: number | null;
  maxPoints: number;
  /** Before anything was taken off for being late. */
  rawPoints: number | null;
  bonusPoints: number;
  late?: { days: number; takenOff: number };
  graded?: GradedLab;
}

export interface StudentMarks {
  id: string;
  name: string;
  submittedAt?: string;
  labs: LabMark[];
  /** Weighted, in points in a hundred; `null` while one lab is not known. */
  total: number | null;
}

/** The marks of a class: what every output is made from. */
export interface ClassMarks {
  title: string;
  /** When the grading ended (ISO 8601). */
  gradedAt: string;
  seed: number;
  rules: CourseRules;
  labs: { id: string; title: string; checks: { id: string; title: string; tier: Tier; points: number }[] }[];
  students: StudentMarks[];
  troubles: Trouble[];
  /** What kept the programs apart, in words, and what was missing. */
  protection: { has: string[]; lacks: string[] };
}
