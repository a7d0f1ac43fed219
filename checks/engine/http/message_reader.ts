import { ByteQueue, type Line } from './byte_queue.ts';
import { ChunkedContent } from './chunked.ts';
import { Fields } from './fields.ts';
import { type Framing, framingOf } from './framing.ts';
import { type Judge, type Problem, type ProblemKind, problem, ReadingStopped } from './problem.ts';
import {
  mayBecomeStatusLine,
  parseRequestLine,
  parseStatusLine,
  type RequestLine,
  type StatusLine,
} from './start_line.ts';

/** A head of more bytes than this is not read. */
export const HEAD_LIMIT = 64 * 1024;

export interface ReaderOptions {
  /**
   * What to go on after. `nothing`: the reader is strict, and its first problem is its last. `all`: it
   * goes on wherever it can and keeps a list. A list of kinds: strict, with these exceptions.
   */
  forgive?: 'nothing' | 'all' | readonly ProblemKind[];
  /** The method of the request that a response answers: the response to HEAD has no content. */
  method?: string;
  /** Offset in the stream of the first byte that is pushed. */
  at?: number;
  /** Most bytes of the head. */
  headLimit?: number;
}

/** Where the parts of a message stand in the stream, in bytes. */
export interface Places {
  /** The start line. */
  start: number;
  /** Just behind the blank line. */
  content: number | undefined;
  /** Just behind the whole message. */
  end: number | undefined;
}

/**
 * Reads one HTTP/1.x message (RFC 9112) from chunks as they come, however they are cut, and knows what
 * is wrong with it and where. It never throws; `problem` says why it stopped.
 */
abstract class MessageReader {
  readonly fields = new Fields();
  readonly places: Places;
  /** What it went on after, oldest first. */
  readonly forgiven: Problem[] = [];
  /** Why it stopped before the message was whole. */
  problem: Problem | undefined;
  framing: Framing | undefined;
  protected readonly options: ReaderOptions;
  protected readonly judge: Judge;
  readonly #queue: ByteQueue;
  readonly #begin: number;
  #next: 'start-line' | 'fields' | 'content' | 'done' = 'start-line';
  #content: Buffer[] = [];
  #contentLength = 0;
  #chunked: ChunkedContent | undefined;

  constructor(options: ReaderOptions = {}) {
    this.options = options;
    this.#queue = new ByteQueue(options.at ?? 0);
    this.#begin = this.#queue.at;
    this.places = { start: this.#begin, content: undefined, end: undefined };
    const stop: Judge['stop'] = (kind, at, detail) => {
      throw new ReadingStopped(problem(kind, at, detail));
    };
    const { forgive = 'nothing' } = options;
    this.judge = {
      stop,
      note: (kind, at, detail) => {
        if (forgive !== 'all' && !(forgive !== 'nothing' && forgive.includes(kind))) stop(kind, at, detail);
        this.forgiven.push(problem(kind, at, detail));
      },
    };
  }

  /** Reads further. Bytes behind the message are kept in `rest`. */
  push(chunk: Buffer): void {
    this.#queue.push(chunk);
    this.#guarded(() => {
      while (this.#next !== 'done' && this.#step()) {}
    });
  }

  /** The connection has ended: whatever is missing now will never come. */
  end(): void {
    this.#guarded(() => {
      if (this.complete) return;
      const end = this.#queue.at + this.#queue.length;
      if (this.#next === 'start-line') {
        if (end === this.#begin) this.judge.stop('no-bytes', end);
        this.checkPartial(this.#queue.bytes.toString('latin1'), this.#queue.at);
      }
      if (this.#next !== 'content') this.judge.stop('head-cut-short', end);
      if (this.framing?.kind === 'until-close') return this.#complete();
      const whole = this.framing?.kind === 'length' ? ` of ${this.framing.length}` : '';
      const came = this.#chunked ? this.content.length : this.#contentLength;
      this.judge.stop('content-cut-short', end, `${came}${whole} bytes of it came.`);
    });
  }

  /** Whether the message is whole. */
  get complete(): boolean {
    return this.#next === 'done' && this.problem === undefined;
  }

  /** Whether nothing more is to be read: the message is whole, or it cannot be read any further. */
  get done(): boolean {
    return this.#next === 'done';
  }

  /** Whether the head is read, blank line included. */
  get hasHead(): boolean {
    return this.places.content !== undefined;
  }

  /** The first thing that is wrong, forgiven or not. */
  get firstProblem(): Problem | undefined {
    return this.forgiven[0] ?? this.problem;
  }

  /** The content that came so far, taken out of its chunks. */
  get content(): Buffer {
    const pieces = this.#chunked?.pieces ?? this.#content;
    if (pieces.length > 1) pieces.splice(0, pieces.length, Buffer.concat(pieces));
    return pieces[0] ?? Buffer.alloc(0);
  }

  /** Fields behind chunked content. */
  get trailer(): Fields | undefined {
    return this.#chunked?.trailer;
  }

  /** The sizes of the chunks, if the content is chunked. */
  get chunkSizes(): readonly number[] | undefined {
    return this.#chunked?.sizes;
  }

  /** Bytes that came behind the message: the next one, or bytes that do not belong there. */
  get rest(): Buffer {
    return this.complete ? this.#queue.bytes : Buffer.alloc(0);
  }

  #guarded(work: () => void): void {
    if (this.problem) return;
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof ReadingStopped)) throw thrown;
      this.problem = thrown.problem;
      this.#next = 'done';
    }
  }

  /** Reads the start line. */
  protected abstract startLine(line: Line): void;
  /** Stops when what came of the first line can never become one. */
  protected abstract checkPartial(text: string, at: number): void;
  /** Decides about the content. */
  protected abstract frame(): Framing;

  /** Whether it could go on; false when more bytes are needed. */
  #step(): boolean {
    if (this.#next === 'content') return this.#readContent();
    const line = this.#queue.takeLine();
    const { headLimit = HEAD_LIMIT } = this.options;
    const size = (line ? this.#queue.at : this.#queue.at + this.#queue.length) - this.#begin;
    if (size > headLimit) {
      this.judge.stop('head-too-large', this.#begin + headLimit, `It has more than ${headLimit} bytes.`);
    }
    if (!line) return false;
    if (this.#next === 'start-line') this.checkPartial(line.text, line.at);
    this.#checkEnd(line);
    if (this.#next === 'start-line') {
      if (line.text === '') {
        this.judge.note('leading-empty-line', line.at);
        return true;
      }
      this.places.start = line.at;
      this.startLine(line);
      this.#next = 'fields';
    } else if (line.text !== '') this.fields.add(line, this.judge);
    else {
      this.places.content = this.#queue.at;
      this.#next = 'content';
      this.framing = this.frame();
      if (this.framing.kind === 'chunked') {
        this.#chunked = new ChunkedContent(this.judge, (one) => this.#checkEnd(one));
      }
    }
    return true;
  }

  #checkEnd(line: Line): void {
    const cr = line.text.indexOf('\r');
    if (cr >= 0) this.judge.note('bare-cr', line.at + cr);
    if (!line.hasCr) this.judge.note('bare-lf', line.lfAt);
    // Who forgives it takes it for a space (RFC 9112, section 2.2).
    line.text = line.text.replaceAll('\r', ' ');
  }

  #readContent(): boolean {
    const framing = this.framing as Framing;
    if (this.#chunked) {
      if (!this.#chunked.read(this.#queue)) return false;
      this.#complete();
      return true;
    }
    const length = framing.kind === 'length' ? framing.length : framing.kind === 'none' ? 0 : Infinity;
    const piece = this.#queue.take(length - this.#contentLength);
    if (piece.length > 0) this.#content.push(piece);
    this.#contentLength += piece.length;
    if (this.#contentLength < length) return false;
    this.#complete();
    return true;
  }

  #complete(): void {
    this.places.end = this.#queue.at;
    this.#next = 'done';
  }
}

/** Reads a request. */
export class RequestReader extends MessageReader {
  request: RequestLine | undefined;

  protected override startLine(line: Line): void {
    this.request = parseRequestLine(line, this.judge);
  }

  protected override checkPartial(): void {}

  protected override frame(): Framing {
    const { version = '1.1', method } = this.request ?? {};
    return framingOf(this.fields, { version, method }, this.judge);
  }
}

/** Reads a response. */
export class ResponseReader extends MessageReader {
  response: StatusLine | undefined;

  get status(): number | undefined {
    return this.response?.status;
  }

  protected override startLine(line: Line): void {
    this.response = parseStatusLine(line, this.judge);
  }

  protected override checkPartial(text: string, at: number): void {
    if (!mayBecomeStatusLine(text)) parseStatusLine({ text, at, lfAt: at, hasCr: false }, this.judge);
  }

  protected override frame(): Framing {
    const { version = '1.1', status = 200 } = this.response ?? {};
    return framingOf(this.fields, { version, status, method: this.options.method }, this.judge);
  }
}
