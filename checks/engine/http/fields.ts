import type { Line } from './byte_queue.ts';
import { indexOfOther, TEXT, TOKEN } from './characters.ts';
import type { Judge } from './problem.ts';

/** One field line: `Host: 127.0.0.1`. */
export interface Field {
  /** As it was written. */
  name: string;
  /** Without the white space around it; one character per byte. */
  value: string;
  /** Offset of the name in the stream. */
  at: number;
  /** Offset of the value. */
  valueAt: number;
}

/** The fields of a head or a trailer, in the order in which they came. */
export class Fields implements Iterable<Field> {
  readonly #fields: Field[] = [];

  [Symbol.iterator](): Iterator<Field> {
    return this.#fields[Symbol.iterator]();
  }

  get count(): number {
    return this.#fields.length;
  }

  /** All fields of that name, in any case of letters (RFC 9110, section 5.1). */
  all(name: string): Field[] {
    return this.#fields.filter((field) => field.name.toLowerCase() === name.toLowerCase());
  }

  /** The first field of that name. */
  first(name: string): Field | undefined {
    return this.all(name)[0];
  }

  /** The value of that name; several are joined with commas, which means the same (RFC 9110, section 5.3). */
  value(name: string): string | undefined {
    const fields = this.all(name);
    return fields.length === 0 ? undefined : fields.map((field) => field.value).join(', ');
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }

  /** Takes one field line apart and adds it (RFC 9112, section 5). */
  add(line: Line, judge: Judge): void {
    const { text, at } = line;
    if (/^[ \t]/.test(text)) {
      const last = this.#fields.at(-1);
      judge.note(last ? 'obs-fold' : 'leading-space', at);
      if (last) last.value = `${last.value} ${trimmed(text)}`.trim();
      return;
    }
    const colon = text.indexOf(':');
    if (colon < 0) {
      judge.note('no-colon', at);
      return;
    }
    const name = /^(?:.*[^ \t])?/s.exec(text.slice(0, colon))?.[0] ?? '';
    const strange = name === '' ? 0 : indexOfOther(name, TOKEN);
    if (strange >= 0) judge.note('bad-field-name', at + strange, detailOf(name));
    if (name.length < colon) judge.note('space-before-colon', at + name.length);
    const behind = text.slice(colon + 1);
    const control = indexOfOther(behind, TEXT);
    if (control >= 0) judge.note('bad-field-value', at + colon + 1 + control);
    const blanks = behind.length - behind.replace(/^[ \t]+/, '').length;
    this.#fields.push({ name, value: trimmed(behind), at, valueAt: at + colon + 1 + blanks });
  }
}

/** Without spaces and tabs around it: the only optional white space of HTTP. */
// (A pattern such as /[ \t]+$/ would try every place in a long run of blanks, and be busy for seconds.)
const trimmed = (text: string): string => /^[ \t]*(.*[^ \t])?/s.exec(text)?.[1] ?? '';

function detailOf(name: string): string | undefined {
  if (name === '') return 'The name is missing.';
  // A line of HTML or JSON that happens to have a colon.
  return /^[<{["]/.test(name)
    ? 'Is it content already? Then the blank line before it is missing.'
    : undefined;
}
