const NAMED: Readonly<Record<string, number>> = { r: 13, n: 10, t: 9, '0': 0, '\\': 92 };
const BACKSLASH = 92;

/** A line as it was typed, without the end that the keyboard gave it. */
export interface TypedLine {
  bytes: Buffer;
  /** The line names its own end: it ends in a written `\r` or `\n`, or in a single backslash, which stands for none. */
  ownEnd: boolean;
}

/**
 * Puts the bytes in place of the escapes of a typed line: `\r`, `\n`, `\t`, `\0`, `\x00` to `\xff` and `\\`.
 * A backslash in front of anything else stays what it is.
 */
export function unescapeLine(line: Buffer): TypedLine {
  const bytes = Buffer.alloc(line.length);
  let length = 0;
  let ownEnd = false;
  for (let at = 0; at < line.length; ) {
    const { byte, taken } = escapeAt(line, at);
    ownEnd = taken > 1 && (byte === 10 || byte === 13);
    at += taken;
    if (byte === undefined) ownEnd = true;
    else bytes[length++] = byte;
  }
  return { bytes: bytes.subarray(0, length), ownEnd };
}

/** The byte that stands at `at`, and how many bytes of the line it takes; no byte for a backslash at the end. */
function escapeAt(line: Buffer, at: number): { byte: number | undefined; taken: number } {
  const byte = line[at] as number;
  if (byte !== BACKSLASH) return { byte, taken: 1 };
  if (at === line.length - 1) return { byte: undefined, taken: 1 };
  const hex = /^x([0-9a-f]{2})/i.exec(line.toString('latin1', at + 1, at + 4))?.[1];
  if (hex) return { byte: Number.parseInt(hex, 16), taken: 4 };
  const named = NAMED[String.fromCharCode(line[at + 1] as number)];
  return named === undefined ? { byte, taken: 1 } : { byte: named, taken: 2 };
}
