import { unescapeLine } from './escapes.ts';

/** A line longer than this goes out in several pieces: what waits for its end is kept in memory. */
const LONGEST = 65_536;

export interface LineSettings {
  /** What ends each line on the wire; undefined: what it came with, CR LF or LF. */
  lineEnd: string | undefined;
  /** Everything goes out as it comes in: no escapes, no other line ends. */
  raw: boolean;
}

/** Makes what is typed or piped in into what goes out: one message per line. */
export class Lines {
  readonly #settings: LineSettings;
  #rest: Buffer = Buffer.alloc(0);

  constructor(settings: LineSettings) {
    this.#settings = settings;
  }

  /** The lines that these bytes complete. */
  push(bytes: Buffer): Buffer[] {
    if (this.#settings.raw) return bytes.length > 0 ? [bytes] : [];
    const messages: Buffer[] = [];
    let from = 0;
    const all = Buffer.concat([this.#rest, bytes]);
    for (let end = all.indexOf(10); end >= 0; end = all.indexOf(10, from)) {
      const hasCr = end > from && all[end - 1] === 13;
      const lineEnd = this.#settings.lineEnd ?? (hasCr ? '\r\n' : '\n');
      messages.push(line(all.subarray(from, hasCr ? end - 1 : end), lineEnd));
      from = end + 1;
    }
    while (all.length - from > LONGEST) {
      // Not in the middle of an escape.
      const cut = all.lastIndexOf(92, from + LONGEST);
      const to = cut > from + LONGEST - 4 ? cut : from + LONGEST;
      messages.push(unescapeLine(all.subarray(from, to)).bytes);
      from = to;
    }
    this.#rest = all.subarray(from);
    return messages;
  }

  /** What is left when nothing more comes: a line without an end, which goes out without one. */
  end(): Buffer[] {
    const { bytes } = unescapeLine(this.#rest);
    this.#rest = Buffer.alloc(0);
    return bytes.length > 0 ? [bytes] : [];
  }
}

function line(typed: Buffer, lineEnd: string): Buffer {
  const { bytes, ownEnd } = unescapeLine(typed);
  return ownEnd ? bytes : Buffer.concat([bytes, Buffer.from(lineEnd)]);
}
