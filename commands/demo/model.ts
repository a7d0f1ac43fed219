import { visible } from '../../checks/engine/report/visible.ts';
import type { End, Passage } from '../wire/looking_glass.ts';
import type { Act, Action, Anchor, Demo, Name, Step } from './demo.ts';
import { sourceOf } from './programs.ts';
import { lineOf, placeOf } from './source.ts';
import type { Stage } from './stage.ts';

/** The source of a program, at the line that is talked about. */
export interface ShownSource {
  file: string;
  lines: readonly string[];
  at: number;
  /** The line is the one that runs now. */
  lit: boolean;
}

/** What a client that types does, and how far it is. */
export interface ScriptLine {
  text: string;
  /** `now`: done with the last key. */
  state: 'done' | 'now' | 'to come';
}

/** One side of the screen. */
export interface Side {
  title: string;
  /** What is broken in the program. */
  broken?: string;
  source?: ShownSource | undefined;
  script?: readonly ScriptLine[];
  /** Where a browser is to go. */
  address?: string;
  printed: string;
}

/** What the screen shows of the wire. */
export interface Wire {
  passed: readonly Passage[];
  held: readonly Passage[];
  /** From this one of the passed on, it is the work of the last key. */
  fresh: number;
  names: ReadonlyMap<number, Name>;
  http: boolean;
  /** More than one connection: each is named. */
  several: boolean;
}

/** Everything that the screen of a demo shows. */
export interface Model {
  demo: Pick<Demo, 'name' | 'title'>;
  act: Pick<Act, 'title'> & { number: number; of: number };
  step: Step & { number: number; of: number };
  sides: Record<End, Side>;
  wire: Wire;
  /** What goes on, and how a person can help. */
  busy: string | undefined;
  /** Why it does not go on. */
  trouble: string | undefined;
  over: boolean;
  /** The demo behind this one. */
  next: string | undefined;
  /** The wire takes the whole screen. */
  wide: boolean;
  /** The first row of the wire that is shown; undefined: where it is of interest now. */
  scroll: number | undefined;
}

const NO_WIRE: Wire = { passed: [], held: [], fresh: 0, names: new Map(), http: false, several: false };

/** The wire of a stage, as it is now. */
export function wireOf(stage: Stage | undefined, act: Act, fresh: number): Wire {
  if (!stage) return NO_WIRE;
  const { passed, held } = stage.gate;
  const names = new Map([...stage.typists].map(([name, { conversation }]) => [conversation, name]));
  const several = hasTwoClients(act) || [...passed, ...held].some(({ conversation }) => conversation > 1);
  return { passed, held, fresh, names, http: act.http ?? false, several };
}

const hasTwoClients = ({ steps }: Act): boolean =>
  steps.some(({ action }) => action && 'as' in action && action.as === 'B');

/** Both sides of the screen at a step of an act. */
export function sidesOf(act: Act, stage: Stage | undefined, step: number): Record<End, Side> {
  return {
    client: clientSide(act, stage, step),
    server: {
      title: act.server.file,
      ...(act.server.broken && { broken: act.server.broken }),
      source: sourceAt(act, stage, step, 'server'),
      printed: stage?.printed('server') ?? '',
    },
  };
}

function clientSide(act: Act, stage: Stage | undefined, step: number): Side {
  const { client } = act;
  switch (client.kind) {
    case 'program':
      return {
        title: client.program.file,
        source: sourceAt(act, stage, step, 'client'),
        printed: stage?.printed('client') ?? '',
      };
    case 'script':
      return { title: client.title, script: scriptOf(act, step), printed: '' };
    case 'browser':
      return {
        title: 'a browser',
        ...(stage && { address: stage.url }),
        printed: '',
      };
  }
}

/** The source at the line of this step; where it has none, at that of the last one that had. */
function sourceAt(act: Act, stage: Stage | undefined, step: number, side: End): ShownSource | undefined {
  const program = stage?.programs[side];
  if (!program) return undefined;
  const anchors = act.steps.slice(0, step + 1).map((one) => one[side]);
  const last = anchors.findLast((one) => one !== undefined) ?? act.steps.find((one) => one[side])?.[side];
  if (last === undefined) return undefined;
  return { ...sourceOfAnchor(program.file, last), lit: anchors.at(-1) !== undefined };
}

/** The text of an anchor's file, and its line; the first one where the text is not to be found. */
export function sourceOfAnchor(main: string, anchor: Anchor): Omit<ShownSource, 'lit'> {
  const { file, text } = placeOf(anchor);
  const source = sourceOf(main, file);
  return {
    file: file ?? '',
    lines: source.trimEnd().split('\n'),
    at: lineOf(source, text) ?? 0,
  };
}

/** What the typed clients of an act do, line by line. */
function scriptOf(act: Act, now: number): ScriptLine[] {
  const several = hasTwoClients(act);
  return act.steps.flatMap(({ action }, i) =>
    typedLines(action, several).map((text) => ({
      text,
      state: i === now ? ('now' as const) : i < now ? ('done' as const) : ('to come' as const),
    })),
  );
}

function typedLines(action: Action | undefined, several: boolean): string[] {
  if (!action || !['connect', 'send', 'end'].includes(action.do)) return [];
  const who = several ? `${('as' in action && action.as) || 'A'}: ` : '';
  if (action.do === 'send') return action.text.split(/(?<=\n)/).map((line) => `${who}${visible(line)}`);
  return [`${who}(${action.do === 'connect' ? 'connects' : 'ends its side'})`];
}
