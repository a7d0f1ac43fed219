import type { Style } from '../../checks/engine/report/style.ts';
import { widthOf } from '../talk/rows.ts';
import type { Line, Row } from './difference.ts';
import { padded, piecesOf } from './pieces.ts';
import { foldedText, numberWidth } from './unified.ts';

type Paint = (text: string) => string;
const plain: Paint = (text) => text;

/**
 * The rows beside each other, the student's at the left. Between them `|` marks a line that is another, `<` one that
 * only the student has, `>` one that only the reference has.
 */
export function sideBySide(rows: readonly Row[], columns: number, style: Style): string[] {
  const label = numberWidth(rows);
  // Two numbers with a blank behind each, and three columns in the middle.
  const cell = Math.min(Math.floor((columns - 2 * (label + 1) - 3) / 2), longest(rows));
  return rows.flatMap((row) => {
    if (row.kind === 'folded') return [style.dim(foldedText(row.lines))];
    const { own, reference } = row;
    const sign = row.kind === 'same' ? ' ' : own && reference ? '|' : own ? '<' : '>';
    const [left, right] = [cellsOf(own, label, cell), cellsOf(reference, label, cell)];
    const [bad, good] = row.kind === 'same' ? [plain, plain] : [style.bad, style.good];
    return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
      const one = padded(left[i] ?? '', label + 1 + cell);
      return `${bad(one)} ${sign} ${good(right[i] ?? '')}`.trimEnd();
    });
  });
}

/** A line in cells of so many columns; those behind the first have an arrow in the place of the number. */
function cellsOf(line: Line | undefined, label: number, width: number): string[] {
  if (!line) return [''];
  return piecesOf(line.text, width).map((piece, i) =>
    `${(i === 0 ? String(line.number) : '↪').padStart(label)} ${piece}`.trimEnd(),
  );
}

/** Columns of the longest line: wider cells would only push the sides apart. */
function longest(rows: readonly Row[]): number {
  const texts = rows.flatMap((row) => (row.kind === 'folded' ? [] : [row.own?.text, row.reference?.text]));
  return Math.max(20, ...texts.map((text) => widthOf(text ?? '')));
}
