// What the page and its server say to each other: types alone, for both sides.
//
// GET  /                        the page; its <meta name="workbook-token"> and <meta name="workbook-epoch">
//                               hold the token for POSTs and the name of this run of the server.
//                               /lab01 … give the same page, so that a link to a lab can be shared and reloaded.
// GET  /app.js /app.css         bundled from workbook/page/main.tsx (the CSS that it imports becomes app.css)
// GET  /icon.svg                workbook/page/icon.svg
// GET  /figures/lab06/NAME.svg  a figure that lies beside a handout
// GET  /api/course              Course
// GET  /api/labs/ID/handout     Handout; ID is lab01 …, or `labs` for labs/README.md with the contract
// GET  /api/search?q=words      Found[], best first
// GET  /api/events              server-sent events, see EventData. `?last=ID` does what `Last-Event-ID` does,
//                               for a page that opened its stream anew.
// POST /api/labs/ID/run         RunRequest → 202 RunStarted. A run of the same lab that is under way is replaced.
// POST /api/labs/ID/stop        {} → { stopped: boolean }
// POST /api/labs/ID/hint        HintRequest → Hint
// POST /api/labs/ID/open        OpenRequest → { opened: path }, or 409 with a sentence
// POST /api/watch               { lab } → { watching: string[] }: from now on a save in this lab runs it
// POST /api/wire                LivePart → { events }: from `npm run wire --open`
//
// Every refusal is JSON with one sentence for a person: { error: '…' }.
// POSTs need `Content-Type: application/json` and `X-Workbook: TOKEN`.
import type { LabEvent, LabResult, CheckResult as RunResult } from '../../checks/engine/events.ts';
import type { Finding } from '../../checks/engine/failure.ts';
import type { Tier } from '../../checks/engine/lab.ts';
import type { WireEvent } from '../../checks/engine/wire/transcript.ts';
import type { RecordedEvent } from '../wire_view/record.ts';

/** All labs as the overview shows them. */
export interface Course {
  labs: CourseLab[];
  /** The first lab that is not passed yet. */
  next: string | null;
  /** The labs whose files are run when they are saved. */
  watching: string[];
}

export interface CourseLab {
  /** `lab01` */
  id: string;
  /** `lab01-echo-server` */
  folder: string;
  title: string;
  kind: 'server' | 'client';
  /** The file that the student writes. */
  program: string;
  /** passed: once, at least; begun: the file is no longer the starter. */
  state: 'passed' | 'begun' | 'new';
  /** ISO 8601. */
  passedAt?: string;
  /** Points for required checks in the last whole run, where that is known. */
  score?: number;
  maxScore?: number;
  /** The student's files; `missing` where one is not there. */
  files: CourseFile[];
  checks: CourseCheck[];
}

export interface CourseFile {
  /** `echo_server.ts` */
  name: string;
  /** From the folder of the course: `labs/lab01-echo-server/echo_server.ts` */
  path: string;
  /** Opens it in Visual Studio Code: `vscode://file/…` */
  editorUrl: string;
  missing?: boolean;
}

export interface CourseCheck {
  id: string;
  title: string;
  tier: Tier;
  spec: string;
  /** The hints that were asked for so far. */
  hints: string[];
  hintsShown: number;
  hintsTotal: number;
}

/** A handout as HTML that is safe to put into the page. */
export interface Handout {
  lab: string;
  title: string;
  /**
   * Headings have an id. Links to other handouts are `<a href="/lab05#the-idea" data-lab="lab05" data-anchor="the-idea">`.
   * Code is `<pre class="code code-LANGUAGE" tabindex="0"><code>` with spans of the classes `hl-…` (see highlight.ts).
   */
  html: string;
  headings: { id: string; text: string; level: number }[];
}

/** A section of a handout that matches a search. */
export interface Found {
  lab: string;
  /** Title of the handout. */
  title: string;
  /** Heading of the section, and its id. */
  heading: string;
  anchor: string;
  /** Plain text around the first match. */
  excerpt: string;
}

export interface RunRequest {
  only?: string[];
  bonus?: boolean;
}

export interface RunStarted {
  run: number;
}

export interface HintRequest {
  check: string;
}

export interface Hint {
  /** From 1. */
  rung: number;
  last: number;
  hint: string;
}

export interface OpenRequest {
  /** One of the lab's files; default: the program. */
  file?: string;
}

/** Data of the server-sent events, by their name. Every event has an id but `hello`. */
export interface EventData {
  /** First on every stream. `fresh`: the state of all labs follows; else what was missed since the last event. */
  hello: { epoch: string; fresh: boolean };
  /** Ends the state that follows a fresh `hello`. */
  'caught-up': Record<string, never>;
  lab: LabMessage;
  progress: ProgressMessage;
  /** A file of a lab was saved; `README.md` means that the handout has changed. */
  saved: { lab: string; file: string };
  wire: LivePart;
}

/** One thing that happened in a run. */
export interface LabMessage {
  lab: string;
  run: number;
  event: RunEvent;
}

/** A LabEvent of the engine as JSON: bytes are base64, and what the terminal would say is added. */
export type RunEvent =
  /** The run waits for another lab's. */
  | { type: 'run-queued'; lab: string }
  /** `partial`: only some checks are made; the results of the others still stand. */
  | (Extract<LabEvent, { type: 'lab-started' }> & { partial: boolean; bonus: boolean })
  | Extract<LabEvent, { type: 'check-started' }>
  | { type: 'wire'; lab: string; id: string; event: WireJson }
  | { type: 'check-ended'; lab: string; result: CheckJson }
  /** The checks themselves came one by one before. */
  | { type: 'lab-ended'; lab: string; result: Omit<LabResult, 'checks'> & { partial: boolean } }
  /** Ended before it was through: another run or the person wanted it so. Checks without an end have no verdict. */
  | { type: 'run-stopped'; lab: string }
  /** The checker itself failed. */
  | { type: 'run-failed'; lab: string; message: string };

/** A WireEvent with its bytes as base64. */
export type WireJson = Omit<WireEvent, 'bytes'> & { bytes?: string };

export type CheckJson = Omit<RunResult, 'finding' | 'wire'> & {
  finding?: FindingJson;
  wire: WireJson[];
  /** The story of a check that failed, one line per step, as in the terminal. */
  story?: string[];
  /** A command line that makes this check again: `npm run check lab01 -- --check bytes --seed 7`. */
  again?: string;
  /** A command line that does by hand what the checker did first. */
  byHand?: string;
};

export type FindingJson = Omit<Finding, 'expected' | 'actual'> & {
  /** The sentence of the diagnosis. */
  headline: string;
  /** Only a part of a long value is sent: it begins at this byte. `at` counts from the first byte all the same. */
  from?: number;
  /** base64 */
  expected?: string;
  /** base64 */
  actual?: string;
};

/** What changed in the progress; sent when a lab is passed, a hint was shown, or another terminal did either. */
export interface ProgressMessage {
  next: string | null;
  labs: (Pick<CourseLab, 'id' | 'state' | 'passedAt' | 'score' | 'maxScore'> & {
    /** How many hints of each check were shown. */
    hintsShown: Record<string, number>;
  })[];
}

/** A part of a live conversation. Parts with the same `recording` belong together, in the order of `offset`. */
export interface LivePart {
  /** Chosen by the sender, the same for all its parts: letters, digits and `-`. */
  recording: string;
  title: string;
  /** Who is at the left and at the right. */
  client: string;
  server: string;
  /** How many events of this recording came before these; set by the server. */
  offset?: number;
  events: RecordedEvent[];
}
