/** A conversation that is held by real programs and shown on a slide. */
export interface WirePlan {
  /** File name without its ending. */
  name: string;
  title: string;
  server: Program;
  /** A program, or what people at a keyboard would do; several go one after another, unless they overlap. */
  client: Program | Script | readonly Script[];
  /** So many bytes of one chunk are kept; of the others the number. */
  keep?: number;
}

export interface Program {
  /** From the folder of the course: `solutions/lab01-echo-server/echo_server.ts`. */
  file: string;
  /** `{port}` becomes the port. */
  args: readonly string[];
  /** The name of a mutant of this lab: the same program with that mistake. */
  mutant?: string;
}

export type Script = readonly Action[];

/** What a client does next. */
export type Action =
  | { send: string }
  /** Reads until what has come ends with this text. */
  | { readTo: string }
  /** Reads until the server has ended its side. */
  | { readToEnd: true }
  /** Ends its side. */
  | { end: true }
  /** Milliseconds of silence that belong to the story. */
  | { wait: number }
  /** Lets the next script begin while this one goes on. */
  | { meanwhile: true };

export const send = (text: string): Action => ({ send: text });
export const readTo = (text: string): Action => ({ readTo: text });
export const readToEnd: Action = { readToEnd: true };
export const end: Action = { end: true };
export const wait = (ms: number): Action => ({ wait: ms });
export const meanwhile: Action = { meanwhile: true };

/** Commands that are run and shown with what they print. */
export interface TerminalPlan {
  name: string;
  /** A server that runs meanwhile; `{port}` in the commands is its port, and is shown as `shownPort`. */
  server?: Program;
  shownPort?: number;
  commands: readonly { shown: string; run: readonly string[]; input?: string }[];
}
