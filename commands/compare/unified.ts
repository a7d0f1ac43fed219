import type { Style } from '../../checks/engine/report/style.ts';
import type { Line, Row } from './difference.ts';
import { piecesOf } from './pieces.ts';

/** The rows below each other: `-` is in the student's file alone, `+` in the reference alone. */
export function unified(rows: readonly Row[], columns: number, style: Style): string[] {
  const lines: string[] = [];
  const gone: Line[] = [];
  const fresh: Line[] = [];
  const room = Math.max(10, columns - numberWidth(rows) - 3);
  const add = (sign: string, { number, text }: Line, paint: (text: string) => string) => {
    for (const [i, piece] of piecesOf(text, room).entries()) {
      const label = (i === 0 ? String(number) : '↪').padStart(numberWidth(rows));
      lines.push(paint(`${sign} ${label} ${piece}`.trimEnd()));
    }
  };
  const flush = () => {
    for (const line of gone.splice(0)) add('-', line, style.bad);
    for (const line of fresh.splice(0)) add('+', line, style.good);
  };
  for (const row of rows) {
    if (row.kind === 'other') {
      if (row.own) gone.push(row.own);
      if (row.reference) fresh.push(row.reference);
      continue;
    }
    flush();
    if (row.kind === 'folded') lines.push(style.dim(foldedText(row.lines)));
    else add(' ', row.own, (text) => text);
  }
  flush();
  return lines;
}

export const foldedText = (lines: number): string => `    ⋯ ${lines} equal lines`;

/** Columns that the longest line number takes. */
export function numberWidth(rows: readonly Row[]): number {
  const last = Math.max(
    1,
    ...rows.flatMap((row) =>
      row.kind === 'folded' ? [] : [row.own?.number ?? 0, row.reference?.number ?? 0],
    ),
  );
  return String(last).length;
}
