import { SlideError } from './deck.ts';

/** Which lines of a file are shown. */
export interface Part {
  file: string;
  name?: string;
  from?: string;
  to?: string;
  /** Lines that contain one of these texts are lit. */
  mark: string[];
  /** Lines that contain one of these texts are left out. */
  drop: string[];
  /** What stands below. */
  say: string;
}

export interface CutCode {
  code: string;
  /** Numbers of the lines that are lit, from 0. */
  lit: number[];
}

const KEYS = ['name', 'from', 'to', 'mark', 'drop', 'say'];

/** Reads the lines of a `code` fence or of one step of a walk. */
export function parsePart(file: string, lines: readonly string[]): Part {
  const values = new Map<string, string>();
  for (const line of lines.filter((one) => one.trim() !== '')) {
    const [, key = '', value = ''] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
    if (!KEYS.includes(key)) {
      throw new SlideError(`"${line}" is none of ${KEYS.join(', ')}, each with a colon behind it.`);
    }
    values.set(key, value);
  }
  const several = (key: string) => values.get(key)?.split(' | ').filter(Boolean) ?? [];
  const only = (key: 'name' | 'from' | 'to') => {
    const value = values.get(key);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    file: file.trim(),
    ...only('name'),
    ...only('from'),
    ...only('to'),
    mark: several('mark'),
    drop: several('drop'),
    say: values.get('say') ?? '',
  };
}

/** Cuts a part out of the text of its file, moved to the left margin. A SlideError when it is not there. */
export function cut(text: string, part: Part): CutCode {
  const all = text.replaceAll('\r\n', '\n').split('\n');
  const [first, last] = part.name === undefined ? between(all, part) : declaration(all, part.file, part.name);
  const lines = all.slice(first, last + 1);
  for (const marked of [...part.mark, ...part.drop]) {
    if (!lines.some((line) => line.includes(marked)))
      throw new SlideError(`No line of this part of ${part.file} contains "${marked}".`);
  }
  const kept = lines.filter((line) => !part.drop.some((dropped) => line.includes(dropped)));
  const margin = Math.min(...kept.filter((line) => line.trim() !== '').map(indentOf));
  if (!Number.isFinite(margin)) throw new SlideError(`This part of ${part.file} is empty.`);
  const code = wrapComments(kept.map((line) => line.slice(margin)));
  return {
    code: code.join('\n'),
    lit: code.flatMap((line, i) => (part.mark.some((marked) => line.includes(marked)) ? [i] : [])),
  };
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

function between(lines: readonly string[], { file, from, to }: Part): [number, number] {
  const first = from === undefined ? 0 : lines.findIndex((line) => line.includes(from));
  if (first < 0) throw new SlideError(`No line of ${file} contains "${from}".`);
  if (to === undefined) return from === undefined ? [0, lines.length - 1] : [first, first];
  const candidates = lines.flatMap((line, i) => (i >= first && line.includes(to) ? [i] : []));
  const indent = indentOf(lines[first] as string);
  const last = candidates.find((i) => indentOf(lines[i] as string) === indent && i > first) ?? candidates[0];
  if (last === undefined) throw new SlideError(`Behind "${from}", no line of ${file} contains "${to}".`);
  return [first, last];
}

/** The lines of what is declared under this name at the left margin of a file. */
function declaration(lines: readonly string[], file: string, name: string): [number, number] {
  const begins = new RegExp(
    `^(export )?(default )?(async )?(function\\*?|const|let|class|interface|type) ${name.replaceAll('$', '\\$')}\\b`,
  );
  const found = lines.flatMap((line, i) => (begins.test(line) ? [i] : []));
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new SlideError(`${file} declares "${name}" ${found.length} times at its left margin, not once.`);
  }
  if (/[;}]$/.test(lines[first] as string)) return [first, first];
  const end = lines.findIndex((line, i) => i > first && /^[})\]]/.test(line));
  return [first, end < 0 ? lines.length - 1 : end];
}

/** Lines of code on a slide have so many columns at most; the comments of the course are longer. */
const COLUMNS = 72;

/** Comments that fill whole lines, broken anew where they are too long for a slide. */
function wrapComments(lines: readonly string[]): string[] {
  const wrapped: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const indent = /^(\s*)\/\/ /.exec(lines[i] as string)?.[1];
    const isSame = (line: string | undefined) => line?.startsWith(`${indent}// `) ?? false;
    let end = i;
    while (indent !== undefined && isSame(lines[end + 1])) end += 1;
    const paragraph = lines.slice(i, end + 1);
    if (indent === undefined || paragraph.every((line) => line.length <= COLUMNS)) {
      wrapped.push(...paragraph);
    } else {
      let row = `${indent}//`;
      for (const word of paragraph.flatMap((line) => line.trim().slice(3).split(' '))) {
        if (row.length + 1 + word.length > COLUMNS) {
          wrapped.push(row);
          row = `${indent}//`;
        }
        row += ` ${word}`;
      }
      wrapped.push(row);
    }
    i = end;
  }
  return wrapped;
}
