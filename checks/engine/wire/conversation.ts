import type { Socket } from 'node:net';
import { deadline, poll, withinHope } from '../deadline.ts';
import { HAS_PROC } from '../program/processes.ts';
import { LOOK_MS } from '../program/stuck.ts';
import type { Transcript } from './transcript.ts';
import { unreadBytes } from './unread.ts';

/**
 * How a read ended: the condition was met (`enough`), the program ended its side (`fin`), it cut
 * the connection (`reset`), or nothing came for the whole patience (`silence`).
 */
export type ReadEnd = 'enough' | 'fin' | 'reset' | 'silence';

/** How a write ended: all handed to the system (`sent`), or the other side does not take it. */
export type SendEnd = 'sent' | 'reset' | 'stalled';

/** How long a read waits for the next byte, in milliseconds; less when the program can no longer send one. */
export const PATIENCE_MS = 2000;

/** Looks at the program under test. */
export interface Watch {
  /** Whether it sleeps for good; asked every LOOK_MS while a read waits. */
  look(): boolean;
  reset(): void;
  /** Whether nothing of it is at work at this moment; `undefined` when the system does not tell. */
  rests(): boolean | undefined;
}

/** One TCP connection between the checker and the program, recorded event by event. */
export class Conversation {
  readonly number: number;
  readonly socket: Socket;
  readonly #transcript: Transcript;
  #chunks: Buffer[] = [];
  #length = 0;
  #sent = 0;
  /** What came since the last `take`. */
  #fresh: Buffer[] = [];
  #ended: 'fin' | 'reset' | undefined;
  #wake: () => void = () => {};
  /** We have let go: what the socket still reports is no longer part of the story. */
  #left = false;
  readonly #watch: Watch | undefined;
  /** How long this conversation still waits, in ms, for a program to come to rest: one that never does is not waited for again and again. */
  #restlessness = 400;
  /** How long the last silence was, in words. */
  silence = '';

  constructor(socket: Socket, transcript: Transcript, number: number, watch?: Watch) {
    this.#watch = watch;
    this.socket = socket;
    this.number = number;
    this.#transcript = transcript;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (!this.#left) transcript.add(number, 'program', 'data', { bytes: chunk });
      this.#chunks.push(chunk);
      this.#fresh.push(chunk);
      this.#length += chunk.length;
      this.#wake();
    });
    socket.on('end', () => this.#end('fin'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // EPIPE: our write met a connection that the program had already cut.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ECONNABORTED') {
        this.#end('reset');
      }
    });
    socket.on('close', () => {
      if (!this.#ended) this.#end('fin');
    });
  }

  /** A conversation that the program cut before it began. */
  static cut(socket: Socket, transcript: Transcript, number: number): Conversation {
    const conversation = new Conversation(socket, transcript, number);
    conversation.#end('reset');
    return conversation;
  }

  #end(how: 'fin' | 'reset'): void {
    // A reset may follow a FIN; nothing follows a reset.
    if (this.#left || this.#ended === 'reset' || this.#ended === how) return;
    this.#ended = how;
    this.#transcript.add(this.number, 'program', how);
    this.#wake();
  }

  /** Everything that came so far. */
  get received(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  /** How many bytes came so far. */
  get length(): number {
    return this.#length;
  }

  /** How many bytes were sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** How the program ended its side, if it did. */
  get ended(): 'fin' | 'reset' | undefined {
    return this.#ended;
  }

  /** What arrived since the last call of `take`; used to read one reply after another. */
  take(): Buffer {
    const [only = Buffer.alloc(0), ...more] = this.#fresh.splice(0);
    return more.length === 0 ? only : Buffer.concat([only, ...more]);
  }

  /**
   * Sends bytes and waits until the system has taken them all. `stalled` when nothing more is taken
   * for `patience` ms: the program does not read.
   */
  async send(data: Buffer | string, patience = PATIENCE_MS): Promise<SendEnd> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    if (this.#ended === 'reset' || this.socket.destroyed) return 'reset';
    this.#transcript.add(this.number, 'checker', 'data', { bytes });
    this.#sent += bytes.length;
    // A program that waits for these bytes is not stuck, even when somebody reads meanwhile.
    this.#watch?.reset();
    return new Promise((resolve) => {
      const settle = (how: SendEnd) => {
        cancel();
        resolve(how);
      };
      const cancel = deadline(patience, () => settle('stalled'));
      this.socket.write(bytes, (error) => settle(error ? 'reset' : 'sent'));
    });
  }

  /** Sends the bytes cut into the given pieces; each is read by itself, as far as the system lets us know. */
  async sendPieces(pieces: readonly Buffer[]): Promise<SendEnd> {
    let reads = true;
    for (const [i, piece] of pieces.entries()) {
      const how = await this.send(piece);
      if (how !== 'sent') return how;
      // One that does not read at all is not waited for again and again.
      if (i < pieces.length - 1) reads = await this.untilRead(reads ? 200 : 0, 300 / pieces.length);
    }
    return 'sent';
  }

  /**
   * Waits until the program has read what was sent and has done with it what it could, and says whether it has
   * read. Where the system does not tell, it waits for `pause` ms (at most 40), and hopes.
   */
  async untilRead(patience = 200, pause = 40): Promise<boolean> {
    const known = HAS_PROC;
    // A turn of the event loop at least: with TCP_NODELAY what was sent leaves as a segment of its own.
    await new Promise((resolve) => setTimeout(resolve, known ? 1 : Math.min(40, Math.max(1, pause))));
    if (!known) return true;
    if (!(await poll(patience, () => (unreadBytes(this.socket) ? undefined : true)))) return false;
    const began = performance.now();
    await poll(this.#restlessness, () => (this.#watch?.rests() === false ? undefined : true));
    this.#restlessness = Math.max(0, this.#restlessness - (performance.now() - began));
    // What it said before it went to sleep has arrived, and is taken in by the next turn of our own event loop.
    await new Promise((resolve) => setImmediate(resolve));
    return true;
  }

  /** Ends our side (FIN); the program can still answer. */
  end(): void {
    if (this.socket.destroyed || this.socket.writableEnded) return;
    this.#transcript.add(this.number, 'checker', 'fin');
    this.socket.end();
  }

  /** Cuts the connection (RST), as a crashing client does. */
  reset(): void {
    this.#transcript.add(this.number, 'checker', 'reset');
    this.#left = true;
    this.socket.resetAndDestroy();
  }

  /**
   * Reads until `enough` says so, and says how the read ended. The patience starts again with each
   * byte that arrives; the deadline of the whole check bounds a program that trickles for ever.
   */
  async read(enough: () => boolean, patience = PATIENCE_MS): Promise<ReadEnd> {
    while (!enough()) {
      if (this.#ended) return this.#ended;
      const before = this.#length;
      const began = performance.now();
      const news = new Promise<true>((resolve) => {
        this.#wake = () => resolve(true);
      });
      this.#watch?.reset();
      await withinHope(patience, news, LOOK_MS, () => this.#watch?.look() ?? false);
      this.#wake = () => {};
      if (before === this.#length && !this.#ended) {
        this.silence = `${((performance.now() - began) / 1000).toFixed(1)} s`;
        this.#transcript.add(this.number, 'program', 'silence', { text: this.silence });
        return 'silence';
      }
    }
    return 'enough';
  }

  /** Reads until `count` bytes in all have come. */
  readBytes(count: number, patience?: number): Promise<ReadEnd> {
    return this.read(() => this.#length >= count, patience);
  }

  /** Reads until the program ends its side. */
  async readToEnd(patience?: number): Promise<Exclude<ReadEnd, 'enough'>> {
    return (await this.read(() => false, patience)) as Exclude<ReadEnd, 'enough'>;
  }

  /** Ends our side, reads what is left and lets go: the polite way to leave, which no server minds. */
  async leave(patience = 500): Promise<void> {
    if (this.socket.destroyed) return;
    this.end();
    // What is said about this conversation is how long we waited for an answer, not for its end.
    const { silence } = this;
    if (!this.#ended) await this.read(() => false, patience);
    this.silence = silence;
    this.drop();
  }

  /** Lets go of the socket without a word in the transcript; for the end of a check. */
  drop(): void {
    this.#left = true;
    this.socket.destroy();
  }
}
