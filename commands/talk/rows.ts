const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** How many columns of a terminal one character takes. */
export function columnsOf(char: string): number {
  if (/^\p{M}$/u.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}

/** The columns that a text without control characters takes. */
export const widthOf = (text: string): number => {
  let width = 0;
  for (const char of text) width += columnsOf(char);
  return width;
};

/** Breaks visible bytes into rows of at most `width` columns: behind each `\n`, and never within an escape. */
export function rowsOf(visible: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  let used = 0;
  for (const [cell] of visible.matchAll(/\\x[0-9a-f]{2}|\\.|./gu)) {
    const columns = widthOf(cell);
    if (used + columns > width && row !== '') {
      rows.push(row);
      [row, used] = ['', 0];
    }
    row += cell;
    used += columns;
    if (cell === '\\n') {
      rows.push(row);
      [row, used] = ['', 0];
    }
  }
  if (row !== '' || rows.length === 0) rows.push(row);
  return rows;
}
