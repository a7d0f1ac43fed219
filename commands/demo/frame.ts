import { type Style, wrap } from '../../checks/engine/report/style.ts';
import { flowing, shownWidth } from '../watch/rows.ts';
import { folded } from './folded.ts';
import type { Model } from './model.ts';
import { cut, padded, pane } from './pane.ts';
import { wireRows } from './wire_rows.ts';

export interface FrameSetting {
  columns: number;
  rows: number;
  style: Style;
  /** The keys that do something now. */
  keys: readonly { name: string; does: string }[];
}

export interface Frame {
  /** At most as many lines as the terminal has rows, each fitting into its columns. */
  lines: string[];
  /** The first row of the wire that is shown. */
  scroll: number;
}

/** A smaller window has no room for two programs. */
export const LEAST = { columns: 72, rows: 20 } as const;
/** Rows for what is said. */
const CAPTION = 4;

/** What the screen shows: both programs, the wire between them, what is said about it, and the keys. */
export function frame(model: Model, setting: FrameSetting): Frame {
  const { columns, rows, style } = setting;
  if (columns < LEAST.columns || rows < LEAST.rows) return { lines: tooSmall(setting), scroll: 0 };
  const keys = footOf(model, setting);
  const caption = captionOf(model, columns, style);
  const room = rows - 1 - 1 - 1 - caption.length - keys.length;
  const panes = model.wide ? 0 : Math.ceil(room * 0.56);
  const wire = shownWire(model, columns, room - panes, style);
  const lines = [
    titleOf(model, columns, style),
    ...(panes > 0 ? sideBySide(model, columns, panes, style) : []),
    rule('on the wire', model.step.waits, columns, style),
    ...wire.rows,
    rule('', undefined, columns, style),
    ...caption,
    ...keys,
  ];
  return {
    lines: lines.map((line) => (shownWidth(line) > columns ? padded(line, columns) : line)),
    scroll: wire.first,
  };
}

function titleOf({ demo, act, step }: Model, columns: number, style: Style): string {
  const part = act.of > 1 ? ` · ${act.number} of ${act.of}: ${act.title}` : ` · ${act.title}`;
  const count = `${step.number} / ${step.of}`;
  const title = cut(`${demo.title}${part}`, columns - count.length - 2);
  return `${style.strong(title)}${' '.repeat(columns - shownWidth(title) - count.length)}${style.dim(count)}`;
}

function sideBySide({ sides }: Model, columns: number, rows: number, style: Style): string[] {
  const left = Math.floor((columns - 3) / 2);
  const client = pane('CLIENT', sides.client, { columns: left, rows, style });
  const server = pane('SERVER', sides.server, { columns: columns - 3 - left, rows, style });
  return client.map((row, i) => `${row} ${style.dim('│')} ${server[i] ?? ''}`.trimEnd());
}

/** A line across the screen, with a word at its left and one at its right. */
function rule(left: string, right: string | undefined, columns: number, style: Style): string {
  const before = left === '' ? '' : `── ${left} `;
  const behind = right === undefined ? '' : ` ${right} ──`;
  const line = '─'.repeat(Math.max(0, columns - before.length - behind.length));
  return `${style.dim(before + line)}${style.warn(behind.slice(0, -3))}${style.dim(behind.slice(-3))}`;
}

/** So many rows of the wire: where it was scrolled to, or what is of interest now. */
function shownWire(
  { wire, scroll, step, wide }: Model,
  columns: number,
  room: number,
  style: Style,
): { rows: string[]; first: number } {
  const { rows, fresh, held } = wireRows(wire, columns, style);
  const last = Math.max(0, rows.length - room);
  const filled = (shown: string[]) => Array.from({ length: room }, (_, i) => shown[i] ?? '');
  const isAtEnd = scroll === undefined || scroll >= last;
  // When everything passes, the newest is of interest.
  if (isAtEnd && last > fresh && step.action?.do !== 'open') {
    const texts = step.see ?? (step.shows === undefined ? [] : [firstLine(step.shows)]);
    const more = style.dim(`    … # more lines (${wide ? 'arrow keys' : 'key w'})`);
    return { rows: filled(folded(rows, fresh, held, texts, room, more)), first: last };
  }
  const first = Math.min(scroll ?? last, last);
  return { rows: filled(rows.slice(first, first + room)), first };
}

const firstLine = (text: string): string => text.split(/[\r\n]/)[0] ?? '';

/** What is said, and the question for the room; or what went wrong. */
function captionOf({ step, trouble, busy, sides }: Model, columns: number, style: Style): string[] {
  const rows = (text: string) => flowing(text.split(/ +/), columns, ' ');
  const said = trouble
    ? rows(trouble).map(style.bad)
    : [
        // Before the server runs nothing of it is true yet.
        ...(sides.server.source ? rows(step.say).map(style.strong) : []),
        ...(busy ? rows(busy).map(style.warn) : step.ask ? rows(`? ${step.ask}`).map(style.warn) : []),
      ];
  return Array.from({ length: CAPTION }, (_, i) => said[i] ?? '');
}

function footOf(_model: Model, { keys, columns, style }: FrameSetting): string[] {
  const words = keys.map(({ name, does }) => `${style.strong(name)} ${does}`);
  return flowing(words, columns, style.dim(' · ')).slice(0, 1);
}

function tooSmall({ columns, rows, style, keys }: FrameSetting): string[] {
  const text = `This window has ${columns} columns and ${rows} rows. The demo needs ${LEAST.columns} and ${LEAST.rows}: make the window larger, or its letters smaller (often Ctrl and -).`;
  const quit = keys.find(({ name }) => name === 'q');
  const words = wrap(text, '', Math.max(1, columns)).split('\n');
  const lines = [...words.slice(0, Math.max(0, rows - 1)), quit ? `${style.strong('q')} ${quit.does}` : ''];
  return lines.slice(0, rows).map((line) => (shownWidth(line) > columns ? padded(line, columns) : line));
}
