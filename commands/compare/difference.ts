import { diffArrays } from 'diff';

/** A line of a file, as it is shown. */
export interface Line {
  /** From 1. */
  number: number;
  text: string;
}

/** What stands side by side: one line of each, of one side alone, or a stretch that is the same and left out. */
export type Row =
  | { kind: 'same'; own: Line; reference: Line }
  | { kind: 'other'; own?: Line; reference?: Line }
  | { kind: 'folded'; lines: number };

/** So many equal lines are shown around a difference. */
const AROUND = 3;

/** The rows of a comparison, equal stretches folded. How the lines end (LF or CR LF) makes no difference. */
export function compared(own: string, reference: string): Row[] {
  const rows: Row[] = [];
  const [left, right] = [linesOf(own), linesOf(reference)];
  const texts = (lines: Line[]) => lines.map(({ text }) => text);
  let [i, j] = [0, 0];
  let gone: Line[] = [];
  const flush = (added: Line[] = []) => {
    for (let k = 0; k < Math.max(gone.length, added.length); k++) rows.push(other(gone[k], added[k]));
    gone = [];
  };
  for (const { value, added, removed } of diffArrays(texts(left), texts(right))) {
    const count = value.length;
    if (removed) {
      flush();
      gone = left.slice(i, i + count);
      i += count;
    } else if (added) {
      flush(right.slice(j, j + count));
      j += count;
    } else {
      flush();
      for (let k = 0; k < count; k++) {
        rows.push({ kind: 'same', own: left[i++] as Line, reference: right[j++] as Line });
      }
    }
  }
  flush();
  return folded(rows);
}

const other = (own: Line | undefined, reference: Line | undefined): Row => ({
  kind: 'other',
  ...(own && { own }),
  ...(reference && { reference }),
});

/** The lines of a text, without what a terminal would obey. */
function linesOf(text: string): Line[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, i) => ({
    number: i + 1,
    text: line
      .replaceAll('\t', '  ')
      .replaceAll(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
      .trimEnd(),
  }));
}

/** Leaves out equal lines that are far from every difference, when that saves more than it costs. */
function folded(rows: readonly Row[]): Row[] {
  const near = new Set<number>();
  for (const [i, { kind }] of rows.entries()) {
    if (kind === 'same') continue;
    for (let k = i - AROUND; k <= i + AROUND; k++) near.add(k);
  }
  const shown: Row[] = [];
  for (let i = 0; i < rows.length; i++) {
    let end = i;
    while (end < rows.length && !near.has(end)) end++;
    if (end - i > 1) {
      shown.push({ kind: 'folded', lines: end - i });
      i = end - 1;
    } else shown.push(rows[i] as Row);
  }
  return shown;
}

/** Whether no row tells of a difference. */
export const isSame = (rows: readonly Row[]): boolean => rows.every(({ kind }) => kind !== 'other');
