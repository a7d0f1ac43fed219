/** Readable text, or one byte that is none: it is drawn as a badge, because many fonts lack pictures for it. */
export interface Run {
  kind: 'text' | 'badge';
  /** The text, or the name of the byte: `CR`, `LF`, `NUL`, `FF`. */
  text: string;
  /** Offset of its first byte. */
  at: number;
  /** How many bytes it has. */
  length: number;
}

const NAMES: Readonly<Record<number, string>> = {
  0: 'NUL',
  7: 'BEL',
  8: 'BS',
  9: 'TAB',
  10: 'LF',
  13: 'CR',
  27: 'ESC',
  127: 'DEL',
};
const decoder = new TextDecoder('utf-8', { fatal: true });
const READABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

/**
 * The bytes as runs, in order. `base` is the offset of the first byte; a run ends before each offset in
 * `cuts`, so that a single byte can be pointed at.
 */
export function runsOf(bytes: Uint8Array, base = 0, cuts: readonly number[] = []): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < bytes.length; ) {
    const { text, length, badge } = characterAt(bytes, i);
    const last = runs.at(-1);
    const at = base + i;
    if (!badge && last?.kind === 'text' && !cuts.includes(at)) {
      last.text += text;
      last.length += length;
    } else runs.push({ kind: badge ? 'badge' : 'text', text, at, length });
    i += length;
  }
  return runs;
}

function characterAt(bytes: Uint8Array, i: number): { text: string; length: number; badge: boolean } {
  const byte = bytes[i] as number;
  if (byte >= 0x20 && byte < 0x7f) return { text: String.fromCharCode(byte), length: 1, badge: false };
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
  if (length > 0) {
    const text = decoded(bytes.subarray(i, i + length));
    // U+FFFD is what a decoder writes for bytes that it could not read: show the bytes.
    if (text !== undefined && text !== '\uFFFD' && READABLE.test(text)) return { text, length, badge: false };
  }
  return { text: NAMES[byte] ?? hexOf(byte), length: 1, badge: true };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Two digits, in capitals. */
export function hexOf(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/** More than this share of a text is not made of control characters and broken letters. */
const READABLE_SHARE = 0.85;

/** Whether the bytes are a picture, noise or the like: nobody reads them as text, not even with badges. */
export function isBinary(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 512);
  if (start.length < 16) return false;
  const unreadable = runsOf(start).filter(
    ({ kind, text }) => kind === 'badge' && !/^(CR|LF|TAB)$/.test(text),
  );
  return unreadable.length > start.length * (1 - READABLE_SHARE);
}

/** One line of a hex dump. */
export interface HexLine {
  /** Offset of its first byte. */
  at: number;
  bytes: number[];
  /** What can be read of it, with dots for the rest. */
  text: string;
}

/** The bytes, sixteen in a line. */
export function hexLines(bytes: Uint8Array, base = 0): HexLine[] {
  const lines: HexLine[] = [];
  for (let i = 0; i < bytes.length; i += 16) {
    const row = Array.from(bytes.subarray(i, i + 16));
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push({ at: base + i, bytes: row, text });
  }
  return lines;
}
