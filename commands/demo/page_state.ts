import { visible } from '../../checks/engine/report/visible.ts';
import { highlight } from '../../workbook/server/highlight.ts';
import type { RecordedEvent } from '../../workbook/wire_view/record.ts';
import type { End, Passage } from '../wire/looking_glass.ts';
import type { Name } from './demo.ts';
import type { Model, ShownSource, Side } from './model.ts';
import { printedLines } from './pane.ts';
import { inWords } from './wire_rows.ts';

/** One side of the page. */
export interface PageSide {
  title: string;
  broken?: string;
  source?: {
    /** The number of the first line that is here, from 1. */
    first: number;
    /** Lines of HTML. */
    lines: string[];
    /** Which of them is talked about, from 0. */
    at: number;
    lit: boolean;
  };
  script?: { text: string; now: boolean }[];
  address?: string;
  printed: string[];
}

/** Something on its way. */
export interface PageHeld {
  from: End;
  who?: string;
  text: string;
}

/** Everything that the page of a demo shows, but for the wire. */
export interface PageState {
  demo: { name: string; title: string };
  act: { title: string; number: number; of: number };
  step: { number: number; of: number; waits?: string; see: string[] };
  /** What is said; nothing while the server is being started. */
  say?: string;
  ask?: string;
  sides: Record<End, PageSide>;
  held: PageHeld[];
  /** From this event of the wire on, it is the work of the last key. */
  fresh: number;
  /** The names of connections. */
  names: Record<number, Name>;
  /** The wire takes the whole page. */
  wide: boolean;
  busy?: string;
  trouble?: string;
  keys: { name: string; does: string }[];
}

/** What is new on the wire. */
export interface PageWire {
  /** Counts the wires: with another number everything before is forgotten. */
  number: number;
  /** How many events the page should know already. */
  from: number;
  events: RecordedEvent[];
}

/** The events of the page's stream. */
export interface PageEvents {
  hello: { epoch: string };
  state: { state: PageState; wire: PageWire };
  ended: Record<string, never>;
}

/** What the page shows of a model. Of what a server has on its way it is not told: the room shall guess first. */
export function pageState(model: Model, keys: PageState['keys']): PageState {
  const { demo, act, step, sides, wire, busy, trouble, wide } = model;
  const runs = sides.server.source !== undefined;
  return {
    demo: { name: demo.name, title: demo.title },
    act,
    step: {
      number: step.number,
      of: step.of,
      see: [...(step.see ?? [])],
      ...(step.waits !== undefined && { waits: step.waits }),
    },
    ...(runs && !trouble && { say: step.say }),
    ...(runs && !trouble && !busy && step.ask !== undefined && { ask: step.ask }),
    sides: { client: sideOf(sides.client), server: sideOf(sides.server) },
    held: wire.held.slice(0, MOST_HELD).map((passage) => heldOf(passage, model)),
    fresh: wire.fresh,
    names: Object.fromEntries(wire.names),
    wide,
    ...(busy !== undefined && { busy }),
    ...(trouble !== undefined && { trouble }),
    keys,
  };
}

/** More than this nobody counts. */
const MOST_HELD = 12;
const MOST_PRINTED = 3;
/** So many lines of source stand above and below the one that is talked about. */
const AROUND = 12;
const HELD_CHARACTERS = 60;

function sideOf({ title, broken, source, script, address, printed }: Side): PageSide {
  return {
    title: source?.file || title,
    ...(broken !== undefined && { broken }),
    ...(source && { source: sourceOf(source) }),
    ...(script && {
      script: script
        .filter(({ state }) => state !== 'to come')
        .map(({ text, state }) => ({ text, now: state === 'now' })),
    }),
    ...(address !== undefined && { address }),
    printed: printedLines(printed).slice(-MOST_PRINTED),
  };
}

function sourceOf({ lines, at, lit }: ShownSource): NonNullable<PageSide['source']> {
  const first = Math.max(0, at - AROUND);
  const shown = htmlLines(lines).slice(first, at + AROUND + 1);
  return { first: first + 1, lines: shown, at: at - first, lit };
}

/** Each line as HTML of its own: what goes over several lines is coloured in each of them. */
export function htmlLines(lines: readonly string[]): string[] {
  let open = '';
  return highlight(lines.join('\n'), 'ts')
    .split('\n')
    .map((rest) => {
      const line = open + rest;
      const last = line.lastIndexOf('<span');
      open = last > line.lastIndexOf('</span>') ? line.slice(last, line.indexOf('>', last) + 1) : '';
      return open === '' ? line : `${line}</span>`;
    });
}

function heldOf(passage: Passage, { wire }: Model): PageHeld {
  const { conversation, from, kind, bytes } = passage;
  const guess = kind === 'data' && from === 'server';
  const text = guess
    ? 'some bytes'
    : kind === 'data' && bytes
      ? visible(bytes.subarray(0, HELD_CHARACTERS))
      : inWords(passage);
  return {
    from,
    ...(wire.several && { who: wire.names.get(conversation) ?? `#${conversation}` }),
    text,
  };
}
