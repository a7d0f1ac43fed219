import type { ContentCount, Kind, Message, Part, Role } from './annotate.ts';
import { announcedContent, contentNote } from './annotate_content.ts';
import { fieldParts, type HeadField } from './annotate_field.ts';
import { isStartLine, mayBecomeStartLine, startLineNote } from './annotate_start.ts';

const [LF, CR] = [10, 13];
/** A line that is longer than this and has not ended yet is no line of HTTP. */
const LONGEST_LINE = 16_384;
/** So many bytes of a line show what it will be. */
const SURE_AFTER = 64;

/**
 * Names the parts of a stream of bytes as it comes, chunk by chunk (`annotate` gives it all at once). The
 * beginning of a line is named as it most probably will go on. Holds at most one line in memory.
 */
export class Annotator {
  readonly messages: Message[] = [];
  readonly #methodOf: (index: number) => string | undefined;
  #role: Role;
  #expects: 'start' | 'field' | 'content' | 'chunk-size' | 'chunk-end' | 'trailer' | 'text' = 'start';
  /** The bytes of the line that has begun, as they came; how many; and what its end was last named. */
  #begun: Uint8Array[] = [];
  #begunLength = 0;
  #begunKind: Kind = 'text';
  /** The offset of the first byte of that line. */
  #base = 0;
  /** Up to this offset everything has been given out. */
  #given = 0;
  #parts: Part[] = [];
  #fields: HeadField[] = [];
  /** Bytes of the content, or of the chunk, that are still to come. */
  #left = 0;
  #chunked = false;
  #lastByte = -1;

  /** `methodOf` gives the method of the request that a response answers, by its number from 0. */
  constructor(role: Role, methodOf: (index: number) => string | undefined = () => undefined) {
    this.#role = role;
    this.#methodOf = methodOf;
  }

  /** Whether the headers of a message have begun and not ended. */
  get inHead(): boolean {
    return this.#expects === 'field';
  }

  /** Whether chunked content has begun and its last chunk, with the blank line behind it, has not come. */
  get inChunks(): boolean {
    return this.#chunked && ['content', 'chunk-size', 'chunk-end', 'trailer'].includes(this.#expects);
  }

  /** The parts of the next bytes; offsets count from the beginning of the stream. */
  push(chunk: Uint8Array): Part[] {
    if (chunk.length === 0) return [];
    this.#parts = [];
    const length = this.#begunLength + chunk.length;
    // Long lines that come byte by byte are not read again for each of them.
    if (this.#begunLength >= SURE_AFTER && length <= LONGEST_LINE && !chunk.includes(LF)) {
      const half = chunk[chunk.length - 1] === CR ? length - 1 : length;
      this.#part(this.#begunKind, this.#begunLength, half);
      this.#part('line-end', half, length);
      this.#begun.push(new Uint8Array(chunk));
      this.#begunLength = length;
      return this.#parts;
    }
    const bytes = joined([...this.#begun, chunk], length);
    let at = 0;
    while (at < bytes.length) {
      const next = this.#step(bytes, at);
      if (next === undefined) break;
      at = next;
    }
    if (at < bytes.length) this.#unfinished(bytes, at);
    this.#begun = [bytes.slice(at)];
    this.#begunLength = bytes.length - at;
    this.#base += at;
    this.#lastByte = bytes[bytes.length - 1] ?? -1;
    return this.#parts;
  }

  /** Reads what begins at `at`; the index behind it, or undefined when its end has not come yet. */
  #step(bytes: Uint8Array, at: number): number | undefined {
    if (this.#expects === 'content') return this.#content(bytes, at);
    if (this.#expects === 'text') return this.#text(bytes, at);
    const lf = bytes.indexOf(LF, at);
    if (lf < 0) {
      if (bytes.length - at <= LONGEST_LINE) return undefined;
      this.#expects = 'text';
      return this.#text(bytes, at);
    }
    const bare = lf === at || bytes[lf - 1] !== CR;
    const end = bare ? lf : lf - 1;
    const line = latin1(bytes, at, end);
    if (this.#expects === 'start') return this.#start(line, bytes, at, end, lf + 1);
    if (this.#expects === 'chunk-size') return this.#chunkSize(line, bytes, at, end, lf + 1);
    if (this.#expects === 'chunk-end') return this.#chunkEnd(line, bytes, at, end, lf + 1);
    if (line !== '') {
      this.#add(...fieldParts(line, this.#base + at, this.#fields));
      this.#lineEnd(end, lf + 1);
    } else this.#endOfHead(end, lf + 1);
    return lf + 1;
  }

  #start(line: string, bytes: Uint8Array, at: number, end: number, next: number): number {
    if (line === '' && this.#role === 'request') {
      // A reader should take it (RFC 9112, section 2.2).
      this.#part('blank-line', end, next, 'an empty line in front of a request');
      return next;
    }
    const role = isStartLine(line, this.#role);
    if (!role) return this.#notHttp(bytes, at);
    this.#role = role;
    const words = line.split(' ');
    this.messages.push({
      from: this.#base + at,
      startLine: line,
      ...(role === 'request' ? { method: words[0] ?? '' } : { status: Number(words[1]) || 0 }),
    });
    const { note, wrong } = startLineNote(line, role);
    this.#part('start-line', at, end, note, wrong);
    this.#lineEnd(end, next);
    this.#fields = [];
    this.#expects = 'field';
    return next;
  }

  /** The blank line: what follows it is for the headers to say (RFC 9112, section 6.3). */
  #endOfHead(from: number, to: number): void {
    const trailer = this.#expects === 'trailer';
    const bare = to - from === 1 ? ', but a bare LF: the CR is missing' : '';
    const note = `${trailer ? 'end of the content' : 'end of headers'}${bare}`;
    this.#part('blank-line', from, to, note, bare !== '');
    this.#expects = 'start';
    if (!trailer) this.#beginContent();
  }

  #beginContent(): void {
    const message = this.messages.at(-1) as Message;
    const answered = this.#methodOf(this.#finalResponses() - 1);
    const announced = announcedContent(message, this.#fields, answered);
    if (announced === undefined) {
      if (message.status === 101) this.#expects = 'text'; // another protocol from here on
      return;
    }
    message.content = { announced, came: 0 };
    this.#chunked = announced === 'chunked';
    this.#left = typeof announced === 'number' ? announced : Number.POSITIVE_INFINITY;
    if (this.#chunked) this.#expects = 'chunk-size';
    else if (this.#left > 0) this.#expects = 'content';
  }

  /** How many responses that end the answer to a request have begun: those of 1xx do not count. */
  #finalResponses(): number {
    return this.messages.filter(({ status = 200 }) => status >= 200 || status === 101).length;
  }

  #content(bytes: Uint8Array, at: number): number {
    const content = this.messages.at(-1)?.content as ContentCount;
    const to = at + Math.min(this.#left, bytes.length - at);
    content.came += to - at;
    this.#left -= to - at;
    this.#part('content', at, to, contentNote(content));
    if (this.#left === 0) this.#expects = this.#chunked ? 'chunk-end' : 'start';
    return to;
  }

  #chunkSize(line: string, bytes: Uint8Array, at: number, end: number, next: number): number {
    const digits = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
    if (!digits) return this.#notHttp(bytes, at, 'here the size of a chunk is expected');
    const size = Number.parseInt(digits, 16);
    const bytesOf = size === 1 ? '1 byte' : `${size} bytes`;
    this.#part('chunk-size', at, end, size === 0 ? 'size 0: the last chunk' : `a chunk of ${bytesOf}`);
    this.#lineEnd(end, next);
    this.#left = size;
    this.#expects = size === 0 ? 'trailer' : 'content';
    return next;
  }

  #chunkEnd(line: string, bytes: Uint8Array, at: number, end: number, next: number): number {
    if (line !== '') return this.#notHttp(bytes, at, 'here the chunk should end with CR LF');
    this.#lineEnd(end, next);
    this.#expects = 'chunk-size';
    return next;
  }

  /** From here on it is not HTTP. Behind a message whose end is known these are bytes too many. */
  #notHttp(bytes: Uint8Array, at: number, note?: string): number {
    this.#expects = 'text';
    const content = this.messages.at(-1)?.content;
    const tooMany = typeof content?.announced === 'number' ? 'more than Content-Length announced' : undefined;
    return this.#text(bytes, at, note ?? tooMany ?? (this.messages.length > 0 ? 'not HTTP' : undefined));
  }

  /** One line that is not HTTP, or what has come of it. */
  #text(bytes: Uint8Array, at: number, note?: string): number {
    const content = this.messages.at(-1)?.content;
    const lf = bytes.indexOf(LF, at);
    const next = lf < 0 ? bytes.length : lf + 1;
    if (typeof content?.announced === 'number') content.came += next - at;
    if (lf < 0) {
      this.#part('text', at, next, note, true);
      return next;
    }
    const before = lf === 0 ? this.#lastByte : bytes[lf - 1];
    const end = lf > at && before === CR ? lf - 1 : lf;
    this.#part('text', at, end, note, true);
    this.#part(before === CR ? 'line-end' : 'bare-lf', end, next, end === at ? note : undefined, true);
    return next;
  }

  /** The beginning of a line: named for what it will most probably be. */
  #unfinished(bytes: Uint8Array, at: number): void {
    const end = bytes.length;
    // A CR may be the first half of the line end.
    const half = bytes[end - 1] === CR ? end - 1 : end;
    const line = latin1(bytes, at, half);
    if (this.#expects === 'start') {
      const likely = mayBecomeStartLine(line, this.#role);
      this.#part(likely || line === '' ? 'start-line' : 'text', at, half);
    } else if (this.#expects === 'chunk-size') this.#part('chunk-size', at, half);
    else if (this.#expects === 'chunk-end') this.#part('text', at, half);
    else this.#add(...fieldParts(line, this.#base + at, [], true));
    this.#begunKind = this.#parts.at(-1)?.kind ?? this.#begunKind;
    this.#part('line-end', half, end);
  }

  #lineEnd(from: number, to: number): void {
    if (to - from === 2) this.#part('line-end', from, to);
    else this.#part('bare-lf', from, to, 'a bare LF: the CR in front of it is missing', true);
  }

  #part(kind: Kind, from: number, to: number, note?: string, wrong = false): void {
    const words = note && { note, ...(wrong && { wrong }) };
    this.#add({ kind, from: this.#base + from, to: this.#base + to, ...words });
  }

  /** Gives parts out, but for the bytes that were given out when the line had only begun. */
  #add(...parts: Part[]): void {
    for (const part of parts) {
      if (part.to <= this.#given) continue;
      this.#parts.push(part.from < this.#given ? { ...part, from: this.#given } : part);
      this.#given = part.to;
    }
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i += 4096)
    text += String.fromCharCode(...bytes.subarray(i, Math.min(to, i + 4096)));
  return text;
}
