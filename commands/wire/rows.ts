import type { Style } from '../../checks/engine/report/style.ts';
import { visible } from '../../checks/engine/report/visible.ts';
import type { Kind, Part } from '../../checks/engine/wire/annotate.ts';
import { rowsOf, widthOf } from '../talk/rows.ts';

/** A piece of a row that has one colour. */
interface Piece {
  kind: Kind;
  text: string;
  note?: Part | undefined;
}

/**
 * A chunk as rows: one for each line in it, the bytes visible, the notes of its parts at the right edge or,
 * where there is no room, below. `bytes` begin at the offset `from` of their direction.
 */
export function annotatedRows(
  bytes: Buffer,
  from: number,
  parts: readonly Part[],
  width: number,
  style: Style,
): string[] {
  const rows: string[] = [];
  let row: Piece[] = [];
  const end = () => {
    if (row.length > 0) rows.push(...withNotes(row, width, style));
    row = [];
  };
  for (const part of parts) {
    const text = visible(bytes.subarray(part.from - from, part.to - from));
    let note: Part | undefined = part.note ? part : undefined;
    const lines = rowsOf(text, width);
    for (const [i, line] of lines.entries()) {
      const used = row.reduce((sum, piece) => sum + widthOf(piece.text), 0);
      if (used > 0 && used + widthOf(line) > width) end();
      row.push({ kind: part.kind, text: line, note });
      note = undefined;
      if (i < lines.length - 1 || line.endsWith('\\n')) end();
    }
  }
  end();
  return rows;
}

function withNotes(pieces: readonly Piece[], width: number, style: Style): string[] {
  const text = pieces.map(({ kind, text }) => painted(kind, text, style)).join('');
  const used = pieces.reduce((sum, piece) => sum + widthOf(piece.text), 0);
  const notes = pieces.flatMap(({ note }) => (note ? [note] : []));
  // What is wrong is said first; what a header means can then be left out.
  const [said, ...more] = notes.some(({ wrong }) => wrong)
    ? notes.filter(({ wrong }) => wrong)
    : notes.slice(0, 1);
  if (!said?.note) return [text];
  const beside = used + 2 + said.note.length <= width;
  const rows = beside
    ? [`${text}${' '.repeat(width - used - said.note.length)}${noted(said, style)}`]
    : [text];
  return [...rows, ...(beside ? more : [said, ...more]).map((note) => below(note, width, style))];
}

/** A note on a row of its own. */
function below(note: Part, width: number, style: Style): string {
  const text = (note.note ?? '').slice(0, width);
  return `${' '.repeat(width - text.length)}${noted({ ...note, note: text }, style)}`;
}

const noted = ({ note = '', wrong }: Part, style: Style): string =>
  wrong ? style.bad(note) : style.dim(note);

function painted(kind: Kind, text: string, style: Style): string {
  switch (kind) {
    case 'start-line':
      return style.strong(text);
    case 'field-name':
      return style.good(text);
    case 'chunk-size':
      return style.warn(text);
    case 'line-end':
    case 'separator':
      return style.dim(text);
    case 'blank-line':
      return text === '\\n' ? style.bad(text) : style.dim(text);
    case 'bare-lf':
      return style.bad(text);
    default:
      return text;
  }
}
