import { columnsOf } from '../talk/rows.ts';

/** Colours and links in a text for the terminal: they take no room. */
const ESCAPE = /^\p{Cc}(?:\[[\d;]*m|\]8;.*?\p{Cc}\\)/u;

interface Cell {
  text: string;
  columns: number;
}

function cells(line: string): Cell[] {
  const found: Cell[] = [];
  for (let rest = line; rest !== ''; ) {
    const colour = ESCAPE.exec(rest)?.[0];
    const text = colour ?? String.fromCodePoint(rest.codePointAt(0) as number);
    found.push({ text, columns: colour ? 0 : columnsOf(text) });
    rest = rest.slice(text.length);
  }
  return found;
}

/** The columns that a line with colours takes. */
export const shownWidth = (line: string): number =>
  cells(line).reduce((sum, { columns }) => sum + columns, 0);

/** Breaks a line so that each row fits into the columns; a colour goes on in the next row. */
export function fitted(line: string, columns: number): string[] {
  const rows: string[] = [];
  let row = '';
  let used = 0;
  for (const cell of cells(line)) {
    if (used + cell.columns > columns && used > 0) {
      rows.push(row);
      [row, used] = ['', 0];
    }
    row += cell.text;
    used += cell.columns;
  }
  return [...rows, row];
}

/** Puts words side by side, as many as fit into a row, with `between` them. */
export function flowing(words: readonly string[], columns: number, between: string): string[] {
  const rows: string[] = [];
  for (const word of words) {
    const row = rows.at(-1);
    if (row !== undefined && shownWidth(row + between + word) <= columns)
      rows[rows.length - 1] = row + between + word;
    else rows.push(word);
  }
  return rows;
}
