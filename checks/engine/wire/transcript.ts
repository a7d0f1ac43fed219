/** Who did it: the checker (peer or scripted server), or the program under test. */
export type Side = 'checker' | 'program';

/** What happened on the wire or around it. */
export type WireKind =
  | 'connect' // a connection was made
  | 'refused' // a connection was refused
  | 'data' // bytes were sent
  | 'fin' // the side ended its half of the connection
  | 'reset' // the side cut the connection (RST)
  | 'silence' // the checker waited and nothing came
  | 'start' // the program was started
  | 'signal' // the checker sent the program a signal
  | 'exit' // the program ended
  | 'stdin' // the checker wrote to the program's standard input
  | 'stdout' // the program printed
  | 'stderr';

export interface WireEvent {
  /** Milliseconds since the check began. */
  at: number;
  /** Number of the connection within the check, from 1; 0 for what happens around connections. */
  conversation: number;
  from: Side;
  kind: WireKind;
  /** The bytes of `data`, `stdin`, `stdout` and `stderr`: at most KEPT_BYTES of them. */
  bytes?: Buffer;
  /** How many bytes there really were. */
  size?: number;
  /** Plain words: the command line, the exit code, the time waited. */
  text?: string;
}

/** How much of one chunk is kept, and how many events of one check. */
export const KEPT_BYTES = 2048;
export const KEPT_EVENTS = 2000;

/** The record of one check: the one source of failure messages, `--wire`, the JSON report and replay. */
export class Transcript {
  readonly events: WireEvent[] = [];
  /** Events that were not kept because there were too many. */
  dropped = 0;
  /** Counts everything that happened, kept or not: it stands still while nothing happens. */
  get activity(): number {
    return this.events.length + this.dropped;
  }
  #conversations = 0;
  #closed = false;
  readonly #began = performance.now();
  readonly #listen: (event: WireEvent) => void;

  constructor(listen: (event: WireEvent) => void = () => {}) {
    this.#listen = listen;
  }

  /** The number of the next connection. */
  nextConversation(): number {
    this.#conversations += 1;
    return this.#conversations;
  }

  /** The check has its verdict: what happens while it tidies up is not part of the story. */
  close(): void {
    this.#closed = true;
  }

  add(
    conversation: number,
    from: Side,
    kind: WireKind,
    details: { bytes?: Buffer; text?: string } = {},
  ): void {
    if (this.#closed) return;
    const event: WireEvent = { at: performance.now() - this.#began, conversation, from, kind };
    if (details.bytes) {
      // A copy, so that a caller who reuses its buffer cannot rewrite history.
      event.bytes = Buffer.from(details.bytes.subarray(0, KEPT_BYTES));
      event.size = details.bytes.length;
    }
    if (details.text !== undefined) event.text = details.text;
    this.#keep(event);
  }

  /** Takes in what another record holds, as if it had happened here. */
  adopt(other: Transcript): void {
    const [shift, before] = [other.#began - this.#began, this.#conversations];
    for (const event of other.events) {
      const conversation = event.conversation && event.conversation + before;
      if (!this.#closed) this.#keep({ ...event, at: event.at + shift, conversation });
    }
    this.#conversations += other.#conversations;
    this.dropped += other.dropped;
  }

  #keep(event: WireEvent): void {
    if (this.events.length >= KEPT_EVENTS) {
      this.dropped += 1;
      return;
    }
    this.events.push(event);
    this.#listen(event);
  }
}
