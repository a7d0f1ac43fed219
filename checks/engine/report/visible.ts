/** One cell of visible bytes: the text that stands for it, and where in the bytes it came from. */
interface Cell {
  text: string;
  at: number;
}

const NAMED: Record<number, string> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };
/** What stands for each byte that is no part of a longer character. */
const SINGLE = Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x7f && byte !== 92
    ? String.fromCharCode(byte)
    : (NAMED[byte] ?? `\\x${byte.toString(16).padStart(2, '0')}`),
);

/** Cells for the bytes: readable characters as they are, everything else as an escape. */
function cells(bytes: Buffer): Cell[] {
  const found: Cell[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number;
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    // A decoder that has come to bytes that it cannot read writes U+FFFD, for one byte or several: show the bytes.
    const char = length > 1 && continues(bytes, at, length) ? bytes.toString('utf8', at, at + length) : '';
    if (char !== '\uFFFD' && /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(char)) {
      found.push({ text: char, at });
      at += length;
    } else {
      found.push({ text: SINGLE[byte] as string, at });
      at += 1;
    }
  }
  return found;
}

/** Whether as many bytes of a character follow as its first byte says (RFC 3629, section 3). */
function continues(bytes: Buffer, at: number, length: number): boolean {
  for (let i = at + 1; i < at + length; i++) {
    const byte = bytes[i];
    if (byte === undefined || byte < 0x80 || byte > 0xbf) return false;
  }
  return true;
}

/** Bytes on one line: CR and LF as \r and \n, what is not text as \xNN. */
export function visible(bytes: Buffer | string): string {
  return cells(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
    .map((cell) => cell.text)
    .join('');
}

/** Visible bytes cut to a width in columns, with `…` where something was left out. */
export function visibleWithin(bytes: Buffer | string, width: number): string {
  // No byte takes less than a quarter of a column: more than this is never looked at.
  const all = (typeof bytes === 'string' ? Buffer.from(bytes) : bytes).subarray(0, width * 4 + 4);
  const text = visible(all);
  return text.length <= width && all.length === bytes.length ? text : `${text.slice(0, width - 1)}…`;
}

/**
 * Two lines: the visible bytes around the offset `at`, and a caret below it. What is left out on the
 * left or right is shown by `…`; the byte at `at` (or the end, where bytes are missing) is always shown.
 */
export function visibleAt(bytes: Buffer, at: number, width: number): [string, string] {
  const from = Math.max(0, at - width);
  const around = cells(bytes.subarray(from, at + width));
  let caret = around.findIndex(
    (cell, i) => cell.at + from <= at && at < from + (around[i + 1]?.at ?? bytes.length - from),
  );
  if (caret < 0) caret = around.length;
  let first = caret;
  let column = 0;
  while (first > 0 && column + (around[first - 1] as Cell).text.length < width * 0.6) {
    first -= 1;
    column += (around[first] as Cell).text.length;
  }
  let last = caret;
  let used = column;
  while (last < around.length && used + (around[last] as Cell).text.length < width - 2) {
    used += (around[last] as Cell).text.length;
    last += 1;
  }
  const before = from > 0 || first > 0 ? '…' : '';
  const shown = around.slice(first, last).map((cell) => cell.text);
  const after = last < around.length || from + around.length < bytes.length - width ? '…' : '';
  return [`${before}${shown.join('')}${after}`, `${' '.repeat(before.length + column)}^`];
}
