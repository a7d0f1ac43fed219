import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { EventData } from './api.ts';

type Name = Exclude<keyof EventData, 'hello' | 'caught-up'>;

/** An event as it goes over the wire but for its id, made into text once for all streams. */
interface Entry {
  /** From 1; the id that the page sees is `EPOCH-number`. */
  number: number;
  text: string;
}

/** An event without an id: `event: …`, `data: …`, and the empty line behind them. */
export const eventText = <N extends keyof EventData>(name: N, data: EventData[N]): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** This much of the past, in characters, is kept for streams that come back. */
const KEPT = 8 * 1024 * 1024;
/** A reader that lets this much pile up, in bytes, is cut off; it may come back and go on. */
const MOST_UNREAD = 32 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 1000;
/** More streams than this at once are not for one person. */
export const MOST_STREAMS = 64;

/**
 * Everything that happened, in order, told to all open pages as server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). A page that comes back names the last event it
 * saw and gets those that it missed; where that is too long ago, or was another server, it gets the state instead.
 */
export class Journal {
  /** Another one for every start of the server. */
  readonly epoch: string = randomUUID().slice(0, 8);
  readonly #past: Entry[] = [];
  #kept = 0;
  #count = 0;
  readonly #streams = new Set<ServerResponse>();
  readonly #state: () => Iterable<string>;
  #heartbeat: NodeJS.Timeout | undefined;

  /** `state` gives the events that a page must be told that knows nothing yet. */
  constructor(state: () => Iterable<string>) {
    this.#state = state;
  }

  get streams(): number {
    return this.#streams.size;
  }

  /** Tells an event to everybody; gives its text, for those who keep it as a part of the state. */
  add<N extends Name>(name: N, data: EventData[N]): string {
    this.#count += 1;
    const text = eventText(name, data);
    this.#past.push({ number: this.#count, text });
    this.#kept += text.length;
    while (this.#kept > KEPT && this.#past.length > 1) this.#kept -= this.#past.shift()?.text.length ?? 0;
    for (const stream of this.#streams) this.#write(stream, this.#withId(this.#count, text));
    return text;
  }

  /** Tells a page what it does not know yet, and from now on everything. `last` is the id of the last event it saw. */
  attach(stream: ServerResponse, last: string | undefined): void {
    const missed = this.#since(last);
    stream.on('error', () => {}); // it went away; `close` follows
    stream.write(`retry: ${RETRY_MS}\n${eventText('hello', { epoch: this.epoch, fresh: !missed })}`);
    if (missed) for (const { number, text } of missed) stream.write(this.#withId(number, text));
    else {
      // Without ids: a page that is cut off here has nothing to go on from, and begins again.
      for (const text of this.#state()) stream.write(text);
      stream.write(this.#withId(this.#count, eventText('caught-up', {})));
    }
    this.#streams.add(stream);
    stream.on('close', () => {
      this.#streams.delete(stream);
      if (this.#streams.size === 0) this.#stopHeartbeat();
    });
    this.#heartbeat ??= setInterval(() => {
      for (const one of this.#streams) this.#write(one, ': still here\n\n');
    }, HEARTBEAT_MS).unref();
  }

  /** Ends all streams. */
  close(): void {
    this.#stopHeartbeat();
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  #since(last: string | undefined): Entry[] | undefined {
    const [, epoch, digits] = /^(\w+)-(\d{1,15})$/.exec(last ?? '') ?? [];
    const number = Number(digits);
    if (epoch !== this.epoch || number > this.#count) return undefined;
    if (number === this.#count) return [];
    const first = this.#past[0]?.number;
    if (first === undefined || first > number + 1) return undefined;
    return this.#past.filter((entry) => entry.number > number);
  }

  #withId(number: number, text: string): string {
    return `id: ${this.epoch}-${number}\n${text}`;
  }

  #write(stream: ServerResponse, text: string): void {
    if (stream.destroyed) return;
    if (stream.writableLength > MOST_UNREAD) stream.destroy();
    else stream.write(text);
  }

  #stopHeartbeat(): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }
}
