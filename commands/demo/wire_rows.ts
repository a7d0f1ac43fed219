import type { Style } from '../../checks/engine/report/style.ts';
import { visible } from '../../checks/engine/report/visible.ts';
import type { Part } from '../../checks/engine/wire/annotate.ts';
import { Annotator } from '../../checks/engine/wire/annotator.ts';
import { rowsOf } from '../talk/rows.ts';
import { fitted, shownWidth } from '../watch/rows.ts';
import type { End, Passage } from '../wire/looking_glass.ts';
import { annotatedRows } from '../wire/rows.ts';
import type { Wire } from './model.ts';

/** Rows of one chunk that are shown; the rest is counted. */
const ROWS_OF_CHUNK = 200;
/** From this many columns on, notes about the parts of HTTP stand beside them. */
const ROOM_FOR_NOTES = 100;

export interface WireRows {
  rows: string[];
  /** The rows of what came with the last key begin here. */
  fresh: number;
  /** And here those of what is held. */
  held: number;
}

/** What has passed and what is held, CR and LF visible, each with its direction. */
export function wireRows(wire: Wire, columns: number, style: Style): WireRows {
  const rows: string[] = [];
  let fresh: number | undefined;
  const annotators = new Map<string, Annotator>();
  const label = (conversation: number) =>
    wire.several ? `${wire.names.get(conversation) ?? `#${conversation}`} ` : '';
  for (const [i, passage] of wire.passed.entries()) {
    if (i === wire.fresh) fresh = rows.length;
    const front = `${label(passage.conversation)}${arrow(passage.from, style)} `;
    const width = columns - shownWidth(front);
    const texts =
      passage.kind === 'data' && passage.bytes
        ? dataRows(passage, passage.bytes, wire.http ? annotators : undefined, width, style)
        : [inWords(passage)];
    rows.push(...framed(texts, front, i >= wire.fresh, style));
  }
  fresh ??= rows.length;
  const held = rows.length;
  for (const passage of wire.held) rows.push(heldRow(passage, label(passage.conversation), columns, style));
  return { rows, fresh, held };
}

const arrow = (from: End, style: Style): string =>
  from === 'client' ? style.warn('──▶') : style.good('◀──');

/** The first row with its arrow, the others below it. */
function framed(texts: readonly string[], front: string, lit: boolean, style: Style): string[] {
  const indent = ' '.repeat(shownWidth(front));
  return texts.map((text, i) => `${i === 0 ? (lit ? front : style.dim(front)) : indent}${text}`);
}

function dataRows(
  { conversation, from }: Passage,
  bytes: Buffer,
  annotators: Map<string, Annotator> | undefined,
  width: number,
  style: Style,
): string[] {
  const size = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  const texts = annotators
    ? httpRows(`${conversation} ${from}`, from, bytes, annotators, width, style)
    : rowsOf(visible(bytes), width);
  const shown = texts.slice(0, ROWS_OF_CHUNK);
  if (texts.length > shown.length) shown.push(style.dim(`… ${texts.length - shown.length} more lines`));
  if (!annotators && hasOthers(bytes))
    shown.push(...rowsOf(hexOf(bytes), width).map((row) => style.dim(row)));
  return withSize(shown, size, width, style);
}

/** Whether there are bytes that are no plain letters: then it is of interest which ones they are. */
const hasOthers = (bytes: Buffer): boolean => bytes.some((byte) => byte > 126);

const hexOf = (bytes: Buffer): string => (bytes.toString('hex').match(/../g) ?? []).join(' ');

function httpRows(
  lane: string,
  from: End,
  bytes: Buffer,
  annotators: Map<string, Annotator>,
  width: number,
  style: Style,
): string[] {
  const annotator = annotators.get(lane) ?? new Annotator(from === 'client' ? 'request' : 'response');
  annotators.set(lane, annotator);
  const parts = annotator.push(bytes);
  const at = parts[0]?.from ?? 0;
  // In a narrow window only what is wrong has room; in a wide one the notes leave some for the number of bytes.
  return width < ROOM_FOR_NOTES
    ? annotatedRows(bytes, at, parts.map(withoutNote), width, style)
    : annotatedRows(bytes, at, parts, width - SIZE_ROOM, style);
}

/** Room for the number of bytes at the right edge. */
const SIZE_ROOM = 12;

function withoutNote(part: Part): Part {
  if (part.wrong) return part;
  const { note: _, ...rest } = part;
  return rest;
}

/** The number of bytes at the right edge of the first row, or below. */
function withSize(rows: string[], size: string, width: number, style: Style): string[] {
  const [first = '', ...more] = rows;
  const room = width - shownWidth(first) - size.length;
  if (room < 2) return [first, ...more, style.dim(size.padStart(width))];
  return [`${first}${' '.repeat(room)}${style.dim(size)}`, ...more];
}

/** What is held, in one row: it is shown as a whole when it has come. */
function heldRow(passage: Passage, label: string, columns: number, style: Style): string {
  const { kind, bytes, from } = passage;
  const way = from === 'client' ? style.warn('··>') : style.good('<··');
  const front = `${label}${way} `;
  const word = '  on its way';
  const room = columns - shownWidth(front) - word.length;
  const what = kind === 'data' ? heldBytes(from, bytes, columns) : inWords(passage);
  const text = shownWidth(what) > room ? `${fitted(what, room - 1)[0]}…` : what;
  return `${front}${text}${' '.repeat(room - shownWidth(text))}${style.dim(word)}`;
}

/** What a client sends was seen when it was typed. What a server answers, the room shall guess first. */
const heldBytes = (from: End, bytes: Buffer | undefined, columns: number): string =>
  from === 'server' || !bytes ? 'some bytes' : visible(bytes.subarray(0, columns));

/** An event without bytes, in words. */
export function inWords({ kind, text }: Passage): string {
  switch (kind) {
    case 'connect':
      return 'connects';
    case 'refused':
      return `nobody listens there (${text})`;
    case 'reset':
      return 'cuts the connection (RST)';
    case 'fin':
      return 'ends its side (FIN)';
    case 'data':
      return 'data';
  }
}
