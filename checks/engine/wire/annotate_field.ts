import type { Kind, Part } from './annotate.ts';
import { explainField } from './explain_field.ts';

/** A header that has been read: its name in small letters. */
export interface HeadField {
  name: string;
  value: string;
}

/**
 * The parts of one line of a head, without its line end (RFC 9112, section 5). `at` is the offset of the
 * line; a whole header is added to `known`. `unfinished`: the rest of the line has not come yet.
 */
export function fieldParts(line: string, at: number, known: HeadField[], unfinished = false): Part[] {
  const parts: Part[] = [];
  let from = at;
  const add = (kind: Kind, length: number, note?: string, wrong = true) => {
    const words = note && { note, ...(wrong && { wrong }) };
    if (length > 0) parts.push({ kind, from, to: from + length, ...words });
    from += length;
  };
  const colon = line.indexOf(':');
  if (/^[ \t]/.test(line))
    add('field-value', line.length, 'begins with a blank: it continues the line above');
  else if (colon < 0 && unfinished) add('field-name', line.length);
  else if (colon < 0) add('text', line.length, withoutColon(line));
  else {
    const name = trimmedEnd(line.slice(0, colon));
    const value = line.slice(colon + 1);
    const begin = value.length - value.replace(/^[ \t]+/, '').length;
    const inner = trimmedEnd(value.slice(begin));
    const between = colon - name.length;
    add('field-name', name.length, explainField(name), false);
    add('separator', between + 1 + begin, separatorNote(name, between));
    add('field-value', inner.length, unfinished ? undefined : valueNote(name, inner, known));
    add('separator', value.length - begin - inner.length);
    known.push({ name: name.toLowerCase(), value: inner });
  }
  return parts;
}

function withoutColon(line: string): string {
  return /^\s*[<{[]/.test(line)
    ? 'content already? Then the blank line in front of it is missing'
    : 'a header needs a colon';
}

function separatorNote(name: string, blanks: number): string | undefined {
  if (name === '') return 'the name of the header is missing';
  return blanks > 0 ? 'no blank is allowed in front of the colon' : undefined;
}

function valueNote(name: string, value: string, known: readonly HeadField[]): string | undefined {
  if (name.toLowerCase() !== 'content-length') return undefined;
  if (!/^\d+$/.test(value)) return 'not a number of bytes';
  const before = known.find((field) => field.name === 'content-length');
  return before && before.value !== value ? 'differs from the Content-Length before' : undefined;
}

/** Without blanks at the end. (A pattern such as /[ \t]+$/ would be busy for seconds with a long run of blanks.) */
function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return text.slice(0, end);
}
