import type { ClientContext } from './context/client.ts';
import type { ServerContext } from './context/server.ts';
import type { Random } from './random.ts';
import type { Site } from './site/site.ts';

export type Tier = 'required' | 'bonus';

/** How a program is started for a check, where that differs from the usual. */
export interface Launch {
  /** Another program of the same folder. */
  program?: string;
  /** More arguments, behind the usual ones. */
  args?: readonly string[];
  /** More environment variables. */
  env?: Readonly<Record<string, string>>;
  /** What the program's clock shows at its start (programs on Node only). */
  clock?: Date;
}

export interface CheckOptions {
  /** Short name for the command line, unique in the lab. */
  id: string;
  tier?: Tier;
  /** Where it is written: an RFC section or a chapter of the handout. */
  spec: string;
  /** A question, a pointer, almost-code: asked for with `npm run hint`, one at a time. */
  hints: readonly [question: string, pointer: string, almostCode: string];
  /** Ids of checks without which this one proves nothing. Default: the lab's own first check. */
  needs?: readonly string[];
  /** What it is worth; default 1. */
  points?: number;
  /** Does to a server what a careful client would not. Such checks come last, and one that fails is repeated on a fresh program. */
  rude?: boolean;
  /** Starts the program differently; such a check has a process of its own. */
  launch?: Launch;
}

export interface Check<Context> extends CheckOptions {
  title: string;
  tier: Tier;
  points: number;
  rude: boolean;
  /** Ends quietly when the requirement is met, throws a Failure when not. */
  run: (context: Context) => Promise<void>;
}

/** One check of a lab. */
export function check<Context>(
  title: string,
  options: CheckOptions,
  run: (context: Context) => Promise<void>,
): Check<Context> {
  return { tier: 'required', points: 1, rude: false, ...options, title, run };
}

interface LabBase {
  /** What the lab is called: `Echo server`. */
  title: string;
  /** The file that the student writes. */
  program: string;
  /** The program's arguments, with placeholders: `['{port}']`, `['{host}', '{port}', '{message}']`. */
  args: readonly string[];
  /** Only the lab about Node's HTTP library sets this. */
  allowsHttpLibrary?: boolean;
  /** Names of misconceptions that only this lab knows, each with one sentence. */
  diagnoses?: Readonly<Record<string, string>>;
}

export interface ServerLab extends LabBase {
  kind: 'server';
  /** Fills the web root that is made for every run; its path is the placeholder `{root}` and the variable WEB_ROOT. */
  site?: (site: Site, random: Random) => void;
  checks: readonly Check<ServerContext>[];
}

export interface ClientLab extends LabBase {
  kind: 'client';
  checks: readonly Check<ClientContext>[];
}

export type Lab = ServerLab | ClientLab;

/** A lab whose program is a server; the checker connects to it. */
export const defineServerLab = (lab: Omit<ServerLab, 'kind'>): ServerLab => ({ kind: 'server', ...lab });

/** A lab whose program is a client; the checker plays the server. */
export const defineClientLab = (lab: Omit<ClientLab, 'kind'>): ClientLab => ({ kind: 'client', ...lab });
