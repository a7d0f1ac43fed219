import type { End, Passage } from '../wire/looking_glass.ts';

/** A program of the course, as it is or broken on purpose. */
export interface ProgramOf {
  /** The folder in `solutions/`. */
  lab: string;
  /** The main program in it. */
  file: string;
  /** Broken as this mutant of the lab's `checks/…/mutants` is. */
  mutant?: string;
  /** Broken by these edits: each text must stand in the file exactly once. */
  edits?: readonly (readonly [from: string, to: string])[];
  /** What is broken, in a few words. */
  broken?: string;
  /** Its arguments; `{port}`, `{url}` and `{root}` are filled in. */
  args: readonly string[];
}

/** Who talks to the server: a program, somebody who types, or a real browser. */
export type Client =
  | { kind: 'program'; program: ProgramOf }
  | { kind: 'script'; title: string }
  | { kind: 'browser' };

/** A client that is typed, where there is more than one: each has a connection of its own. */
export type Name = 'A' | 'B';

/** What a key press does. */
export type Action =
  /** The client's program is started. */
  | { do: 'start' }
  /** A browser is waited for; where nobody is there to open one, the demo asks as a browser would. */
  | { do: 'browse' }
  | { do: 'connect'; as?: Name }
  | { do: 'send'; text: string; as?: Name }
  | { do: 'end'; as?: Name }
  /**
   * Lets something through that is held between client and server: the first of its kind. `bytes`: only so many of
   * them. `together`: so many chunks, as one.
   */
  | { do: 'pass'; from: End; kind: Passage['kind']; as?: Name; bytes?: number; together?: number }
  /** Nothing is done: it is looked whether this side has said anything. */
  | { do: 'look'; from: End; as?: Name }
  /** Waits until a program has printed this. */
  | { do: 'read'; from: End; text: string }
  /** From here on everything passes. */
  | { do: 'open' };

/** A line of a program: a text in it that stands there exactly once; in another file than the main one, with its name. */
export type Anchor = string | readonly [file: string, text: string];

/** What a key press does, and what is said about it then. */
export interface Step {
  action?: Action;
  /** One or two plain sentences about what has happened now. */
  say: string;
  /** A question for the room, before the next key. */
  ask?: string;
  /** Who waits for whom now, in a few words. */
  waits?: string;
  /** The line that each program is at. */
  client?: Anchor;
  server?: Anchor;
  /** What must be seen in the bytes that this step lets through: a rehearsal fails without it. */
  shows?: string;
  /** Beginnings of lines that shall be on the screen, also where there is no room for all of a message. */
  see?: readonly string[];
}

/** A server, a client, and what happens between them. */
export interface Act {
  title: string;
  server: ProgramOf;
  client: Client;
  /** Files of a folder made for this act, by their path; `web` in it is `{root}`. Without: the web site of the course. */
  files?: Readonly<Record<string, string>>;
  /** What goes over the wire is HTTP: its parts are named. */
  http?: boolean;
  steps: readonly Step[];
}

/** Something to show in front of a class. */
export interface Demo {
  /** As it is typed: `npm run demo NAME`. */
  name: string;
  title: string;
  minutes: number;
  /** What it shows, in one sentence. */
  about: string;
  acts: readonly Act[];
}
