const LF = 10;
const CR = 13;

/** A line without its end. */
export interface Line {
  /** One character per byte, so that an index is an offset. */
  text: string;
  /** Offset of its first byte in the stream. */
  at: number;
  /** Offset of its LF. */
  lfAt: number;
  /** Whether a CR stands before the LF. */
  hasCr: boolean;
}

/** Bytes that came and are not read yet; knows where in the stream they stand. */
export class ByteQueue {
  /** Offset in the stream of the next byte. */
  at: number;
  #bytes: Buffer = Buffer.alloc(0);
  /** How many of them hold no LF: they need not be searched again. */
  #searched = 0;

  constructor(at = 0) {
    this.at = at;
  }

  push(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** What is not read yet. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** The next line, once its LF has come. */
  takeLine(): Line | undefined {
    const lf = this.#bytes.indexOf(LF, this.#searched);
    if (lf < 0) {
      this.#searched = this.#bytes.length;
      return undefined;
    }
    const { at } = this;
    const hasCr = lf > 0 && this.#bytes[lf - 1] === CR;
    const text = this.#bytes.toString('latin1', 0, hasCr ? lf - 1 : lf);
    this.take(lf + 1);
    return { text, at, lfAt: at + lf, hasCr };
  }

  /** At most `most` bytes, as many as there are. */
  take(most: number): Buffer {
    const taken = this.#bytes.subarray(0, most);
    this.#bytes = this.#bytes.subarray(most);
    this.#searched = 0;
    this.at += taken.length;
    return taken;
  }
}
