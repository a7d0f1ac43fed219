import type { ByteQueue, Line } from './byte_queue.ts';
import { Fields } from './fields.ts';
import type { Judge } from './problem.ts';

/** Longer than this, a line with the size of a chunk is not one. */
const LONGEST_SIZE_LINE = 4096;

/** Takes chunked content out of its chunks (RFC 9112, section 7.1). */
export class ChunkedContent {
  /** The decoded pieces. */
  readonly pieces: Buffer[] = [];
  /** The sizes of the chunks that began, the last one (0) included. */
  readonly sizes: number[] = [];
  /** Fields behind the last chunk. */
  readonly trailer = new Fields();
  readonly #judge: Judge;
  readonly #checkEnd: (line: Line) => void;
  #next: 'size' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';
  /** Bytes of the present chunk that have not come yet. */
  #left = 0;

  /** `checkEnd` looks at the end of each line of the framing, as at those of the head. */
  constructor(judge: Judge, checkEnd: (line: Line) => void) {
    this.#judge = judge;
    this.#checkEnd = checkEnd;
  }

  /** Reads what has come; true when the content is whole, its trailer included. */
  read(queue: ByteQueue): boolean {
    while (this.#next !== 'done' && this.#step(queue)) {}
    return this.#next === 'done';
  }

  /** Whether it could go on; false when more bytes are needed. */
  #step(queue: ByteQueue): boolean {
    switch (this.#next) {
      case 'data': {
        if (queue.length === 0) return false;
        const piece = queue.take(this.#left);
        this.pieces.push(piece);
        this.#left -= piece.length;
        if (this.#left === 0) this.#next = 'data-end';
        return true;
      }
      case 'data-end':
        return this.#dataEnd(queue);
      case 'size': {
        const line = queue.takeLine();
        if (!line) return this.#mayBecomeSize(queue);
        this.#size(line);
        return true;
      }
      default: {
        const line = queue.takeLine();
        if (!line) return false;
        this.#checkEnd(line);
        if (line.text === '') this.#next = 'done';
        else this.trailer.add(line, this.#judge);
        return true;
      }
    }
  }

  #size(line: Line): void {
    this.#checkEnd(line);
    const [, digits = '', blanks = '', rest = ''] = /^([0-9a-f]*)([ \t]*)(.*)$/is.exec(line.text) ?? [];
    const size = Number.parseInt(digits, 16);
    if (digits === '' || !Number.isSafeInteger(size)) this.#judge.stop('bad-chunk-size', line.at);
    // Behind the size may stand extensions: ;name=value. White space before them is bad, but a reader takes it.
    if (rest !== '' && !rest.startsWith(';')) this.#judge.stop('bad-chunk-size', line.at + digits.length);
    if (blanks !== '') this.#judge.note('space-behind-chunk-size', line.at + digits.length);
    this.sizes.push(size);
    this.#left = size;
    this.#next = size === 0 ? 'trailer' : 'data';
  }

  /** A line that has no end yet: stops as soon as it cannot become a size any more. */
  #mayBecomeSize(queue: ByteQueue): false {
    const first = queue.bytes[0];
    if (first !== undefined && !/[0-9a-f]/i.test(String.fromCharCode(first)) && first !== 13) {
      this.#judge.stop('bad-chunk-size', queue.at);
    }
    if (queue.length > LONGEST_SIZE_LINE) this.#judge.stop('bad-chunk-size', queue.at);
    return false;
  }

  /** CR LF behind the data of a chunk. */
  #dataEnd(queue: ByteQueue): boolean {
    const [first, second] = queue.bytes;
    if (first === undefined) return false;
    const { at } = queue;
    if (first === 10) this.#judge.note('bare-lf', at);
    else if (first !== 13) this.#judge.stop('bad-chunk-end', at);
    else if (second === undefined) return false;
    else if (second !== 10) this.#judge.stop('bad-chunk-end', at + 1);
    queue.take(first === 10 ? 1 : 2);
    this.#next = 'size';
    return true;
  }
}
