import type { Kind } from '../../checks/engine/wire/annotate.ts';
import { explainField } from '../../checks/engine/wire/explain_field.ts';
import { type HexLine, hexLines, isBinary, type Run, runsOf } from './bytes.ts';
import type { ChunkRow } from './rows.ts';

/** Bytes of one kind within a line. */
export interface Piece {
  kind: Kind;
  runs: Run[];
  note?: string;
  wrong?: boolean;
}

/** One line of a chunk, as it is drawn. */
export interface Line {
  /** What the line is, by its first piece. */
  kind: Kind;
  /** Offset of its first byte. */
  at: number;
  /** Offset behind its last byte. */
  to: number;
  pieces: Piece[];
  /** Bytes that are no text: they are drawn as numbers. */
  hex?: HexLine;
  /** Half a line about it: what a header says, or what is wrong. */
  note?: string;
  wrong?: boolean;
  /** It ends with LF alone where CR LF must stand. */
  bareLf?: boolean;
  /** A blank line that ends the headers. */
  endOfHeaders?: boolean;
}

const ENDS: ReadonlySet<Kind> = new Set(['line-end', 'bare-lf', 'blank-line']);
/** What bytes are that are no HTTP. */
const PLAIN: ReadonlySet<Kind> = new Set(['text', 'line-end', 'bare-lf']);
const LF = 10;

/** The kept bytes of a chunk in lines; each ends behind its line feed. `pointAt` is an offset that gets a run of its own. */
export function linesOf(row: ChunkRow, pointAt?: number): Line[] {
  const plain = row.parts.every(({ kind }) => PLAIN.has(kind));
  if (plain && isBinary(row.bytes)) return inNumbers('text', row.bytes, row.start);
  const cuts = pointAt === undefined ? [] : [pointAt, pointAt + 1];
  const lines: Line[] = [];
  let open: Line | undefined;
  const add = (piece: Omit<Piece, 'runs'>, from: number, to: number, ends: boolean) => {
    if (from >= to && piece.kind !== 'start-line') return;
    const bytes = row.bytes.subarray(from - row.start, to - row.start);
    if (!open) {
      open = { kind: piece.kind, at: from, to, pieces: [] };
      lines.push(open);
    }
    open.pieces.push({ ...piece, runs: runsOf(bytes, from, cuts) });
    open.to = to;
    if (piece.kind === 'field-name' && !open.note) {
      const meaning = explainField(latin1(bytes).trim());
      if (meaning) open.note = meaning;
    }
    if (piece.note && (piece.wrong || !open.note) && piece.kind !== 'content') open.note = piece.note;
    if (piece.wrong) open.wrong = true;
    if (piece.kind === 'bare-lf' && piece.note?.startsWith('a bare LF')) open.bareLf = true;
    if (piece.kind === 'blank-line') open.endOfHeaders = piece.note?.startsWith('end of headers') ?? false;
    if (ends) open = undefined;
  };
  const end = row.start + row.bytes.length;
  for (const part of row.parts) {
    const [from, to] = [Math.max(part.from, row.start), Math.min(part.to, end)];
    const { note, kind } = part;
    const wrong = 'wrong' in part && part.wrong === true;
    const piece = { kind, ...(note && { note }), ...(wrong && { wrong }) };
    if (kind !== 'content' && kind !== 'text') {
      add(piece, from, to, ENDS.has(kind));
      continue;
    }
    const all = row.bytes.subarray(from - row.start, to - row.start);
    if (isBinary(all)) {
      open = undefined;
      lines.push(...inNumbers(kind, all, from));
      continue;
    }
    // Content has lines of its own, if it is text.
    for (let at = from; at < to; ) {
      const lf = row.bytes.indexOf(LF, at - row.start);
      const next = lf < 0 ? to : Math.min(to, lf + row.start + 1);
      add(piece, at, next, lf >= 0 && lf + row.start < to);
      at = next;
    }
    if (kind === 'content') open = undefined;
  }
  return lines;
}

function inNumbers(kind: Kind, bytes: Uint8Array, from: number): Line[] {
  return hexLines(bytes, from).map((hex) => ({
    kind,
    at: hex.at,
    to: hex.at + hex.bytes.length,
    pieces: [],
    hex,
  }));
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 200));
}
