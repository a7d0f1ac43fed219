import { columnsOf, widthOf } from '../talk/rows.ts';

/** A text in pieces of at most `width` columns, broken at blanks where there is one in the second half. */
export function piecesOf(text: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest !== '' && widthOf(rest) > width) {
    const end = endWithin(rest, width);
    const blank = rest.lastIndexOf(' ', end - 1) + 1;
    const cut = blank > end / 2 ? blank : end;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return rest === '' && pieces.length > 0 ? pieces : [...pieces, rest];
}

/** How many code units of a text fit into so many columns: one character at least. */
function endWithin(text: string, width: number): number {
  let [end, used] = [0, 0];
  for (const char of text) {
    used += columnsOf(char);
    if (used > width && end > 0) break;
    end += char.length;
  }
  return end;
}

/** A text with blanks behind it, so many columns wide. */
export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));
