/** Repeatable randomness: the same seed gives the same bytes on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A generator of its own for one check, so that `--check ID --seed N` repeats what the whole run sent. */
  static forCheck(seed: number, id: string): Random {
    let state = seed >>> 0;
    for (const char of id) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return new Random(state);
  }

  /** The next number in 0 ≤ n < 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in from ≤ n < to. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from));
  }

  /** A word of lower-case letters that no program can have guessed. */
  word(length = 6): string {
    return Array.from({ length }, () => String.fromCharCode(97 + this.integer(0, 26))).join('');
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let i = 0; i < length; i++) bytes[i] = this.next() * 256;
    return bytes;
  }

  /** The same items in another order. */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.integer(0, i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j] as Item, shuffled[i] as Item];
    }
    return shuffled;
  }
}
