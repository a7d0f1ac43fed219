/** A line of a CSV file, with the number under which a text editor shows it. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/**
 * Reads CSV (RFC 4180): with `,`, `;` or tabs between the cells, whichever the first line has most of; quotes
 * around cells with such characters or line ends; LF, CRLF or CR; a byte order mark. Blank lines are left out.
 * Throws where a quote is never closed.
 */
export function parseCsv(text: string): CsvRow[] {
  const source = text.replace(/^\ufeff/, '');
  const separator = separatorOf(source);
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, cells: [] };
  let line = 1;
  let cell = '';
  let quoted = false;
  const endRow = () => {
    row.cells.push(cell.trim());
    if (row.cells.some((text) => text !== '')) rows.push(row);
    cell = '';
  };
  for (let i = 0; i < source.length; i++) {
    const char = source[i] as string;
    const newLine = char === '\n' || (char === '\r' && source[i + 1] !== '\n');
    if (newLine) line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (source[i + 1] === '"') cell += source[++i];
      else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (char === separator) {
      row.cells.push(cell.trim());
      cell = '';
    } else if (newLine) {
      endRow();
      row = { line, cells: [] };
    } else if (char !== '\r') cell += char;
  }
  if (quoted) throw new Error(`a quote in line ${row.line} is never closed`);
  endRow();
  return rows;
}

function separatorOf(source: string): string {
  const header = (/^\s*([^\r\n]*)/.exec(source)?.[1] ?? '').replace(/"[^"]*"/g, '');
  const count = (char: string) => header.split(char).length;
  return [',', ';', '\t'].reduce((most, char) => (count(char) > count(most) ? char : most));
}
