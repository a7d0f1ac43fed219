import type { Style } from '../../checks/engine/report/style.ts';
import { widthOf } from '../talk/rows.ts';
import { fitted, shownWidth } from '../watch/rows.ts';
import type { ScriptLine, ShownSource, Side } from './model.ts';
import { commonIndent, firstShown } from './source.ts';

/** One half of the screen: its heading, the source or what is typed, and what the program prints. */
export function pane(
  name: string,
  side: Side,
  { columns, rows, style }: { columns: number; rows: number; style: Style },
): string[] {
  const file = side.source?.file || side.title;
  const broken = side.broken === undefined ? '' : `  broken: ${side.broken}`;
  const title = cut(file, columns - widthOf(name) - 1 - widthOf(broken));
  const heading = `${style.strong(name)} ${title}${style.bad(broken)}`;
  const printed = printedRows(side.printed, columns, rows, style);
  const room = rows - 1 - printed.length;
  const text = side.source
    ? sourceRows(side.source, columns, room, style)
    : side.script
      ? scriptRows(side.script, columns, room, style)
      : browserRows(side.address, columns, style);
  return [heading, ...filled(text, room), ...printed].map((row) => padded(row, columns));
}

const filled = (rows: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, i) => rows[i] ?? '');

/** A row of exactly so many columns. */
export const padded = (row: string, columns: number): string => {
  const fits = shownWidth(row) > columns ? (fitted(row, columns)[0] ?? '') : row;
  return fits + ' '.repeat(Math.max(0, columns - shownWidth(fits)));
};

/** A text without colours that is cut where it does not fit, and shows it. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return `${fitted(text, Math.max(0, columns - 1))[0]}…`;
}

/** The source around its line. The line itself is shown to its end, the others as far as there is room. */
function sourceRows(source: ShownSource, columns: number, rows: number, style: Style): string[] {
  const { lines, at, lit } = source;
  const first = firstShown(lines.length, at, rows);
  const shown = lines.slice(first, first + rows);
  const indent = commonIndent(shown);
  const digits = String(first + rows).length;
  const room = columns - digits - 3;
  const found = shown.map((line, i) => {
    const text = line.slice(indent);
    const number = String(first + i + 1).padStart(digits);
    if (first + i !== at || !lit) return [`${style.dim(`  ${number}`)} ${cut(text, room)}`];
    const whole = broken(text, room).map((row) => style.strong(style.warn(row)));
    return whole.map(
      (row, j) => `${style.warn(j === 0 ? '▶ ' : '  ')}${j === 0 ? number : ' '.repeat(digits)} ${row}`,
    );
  });
  // A long line takes rows from those above and below it.
  while (found.flat().length > rows && found.length > 1) {
    if (at - first >= found.length / 2) found.shift();
    else found.pop();
  }
  return found.flat();
}

/** A line of source in rows, cut behind a blank or a bracket where there is one. */
function broken(text: string, columns: number): string[] {
  const [row = '', ...more] = fitted(text, columns);
  if (more.length === 0) return [row];
  const ends = [/^.* /, /^.*[([,]/].map((pattern) => pattern.exec(row)?.[0] ?? '');
  const first = ends.find((end) => end.length > columns / 2) ?? row;
  return [first, ...broken(text.slice(first.length), columns)];
}

function scriptRows(script: readonly ScriptLine[], columns: number, rows: number, style: Style): string[] {
  const now = script.findIndex(({ state }) => state === 'now');
  const coming = script.findIndex(({ state }) => state === 'to come');
  const at = now >= 0 ? now : coming >= 0 ? coming - 1 : script.length - 1;
  const first = firstShown(script.length, Math.max(0, at), rows);
  if (now < 0 && script.every(({ state }) => state === 'to come')) return [style.dim('  (nothing yet)')];
  // What is still to come is not told: the room shall think first.
  return script.slice(first, first + rows).map(({ text, state }) => {
    if (state === 'now') return `${style.warn('▶')} ${style.strong(style.warn(cut(text, columns - 2)))}`;
    return state === 'done' ? `  ${cut(text, columns - 2)}` : '';
  });
}

function browserRows(address: string | undefined, columns: number, style: Style): string[] {
  if (address === undefined) return [];
  return [
    '',
    '  Open this address in a browser:',
    '',
    `  ${style.strong(style.warn(cut(address, columns - 2)))}`,
  ];
}

/** The lines that a program has printed; those of a stack trace are left out. */
export const printedLines = (printed: string): string[] =>
  printed
    .split('\n')
    .map((line) => line.replace(/\p{Cc}/gu, ''))
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line));

/** The last lines that the program has printed. */
function printedRows(printed: string, columns: number, rows: number, style: Style): string[] {
  const lines = printedLines(printed);
  if (lines.length === 0) return [];
  const count = Math.max(1, Math.min(lines.length, Math.floor(rows / 4)));
  return lines
    .slice(-count)
    .map((line, i) => `${style.dim(i === 0 ? 'prints: ' : '        ')}${style.good(cut(line, columns - 8))}`);
}
