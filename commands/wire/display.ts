import type { Style } from '../../checks/engine/report/style.ts';
import { Annotator } from '../../checks/engine/wire/annotator.ts';
import { hexRows } from '../talk/hex.ts';
import type { End, Passage } from './looking_glass.ts';
import { annotatedRows } from './rows.ts';

export interface DisplaySettings {
  style: Style;
  /** Columns of the screen. */
  columns: number;
  hex: boolean;
  write: (text: string) => void;
  /** Milliseconds since the beginning. */
  now: () => number;
  /** The server, as people name it: `127.0.0.1:8080`. */
  server: string;
}

/** So many bytes, and so many chunks, that go one way without a break are shown; the rest is counted. */
const SHOWN_BYTES = 4096;
const SHOWN_CHUNKS = 64;
/** The count appears when nothing has come for this long. */
const QUIET_MS = 300;
const INDENT = '      ';

/** One direction of one conversation. */
interface Lane {
  annotator: Annotator;
  /** Bytes that have passed. */
  passed: number;
  /** Of the present run: what was shown, and what was not. */
  shownBytes: number;
  shownChunks: number;
  leftBytes: number;
  quiet?: NodeJS.Timeout | undefined;
}

interface Conversation {
  lanes: Record<End, Lane>;
  /** Who spoke last. */
  last?: End;
  ended: Set<End>;
}

/** Shows conversations as they happen, each with its number, every part of an HTTP message named. */
export class Display {
  readonly #settings: DisplaySettings;
  readonly #conversations = new Map<number, Conversation>();

  constructor(settings: DisplaySettings) {
    this.#settings = settings;
  }

  on({ conversation: number, from, kind, bytes, text = '' }: Passage): void {
    const conversation = this.#conversations.get(number) ?? begun();
    this.#conversations.set(number, conversation);
    if (kind === 'data') {
      this.#data(number, conversation, from, bytes ?? Buffer.alloc(0));
      return;
    }
    this.#flush(number, conversation);
    const { style, server } = this.#settings;
    switch (kind) {
      case 'connect':
        this.#line(number, `the client connects ${style.dim(`from ${text}`)}`);
        return;
      case 'refused':
        this.#line(number, style.bad(refusal(text, server)), 'The client is cut off.');
        break;
      case 'reset':
        this.#line(number, style.bad(`the ${from} cuts the connection (RST)`));
        break;
      case 'fin': {
        const missing = incomplete(conversation.lanes[from].annotator);
        this.#line(number, `the ${from} ends its side (FIN)`, missing);
        conversation.ended.add(from);
        if (conversation.ended.size < 2) return;
      }
    }
    this.#conversations.delete(number);
  }

  /** Everything that is still counted and not said. */
  flush(): void {
    for (const [number, conversation] of this.#conversations) this.#flush(number, conversation);
  }

  #data(number: number, conversation: Conversation, from: End, bytes: Buffer): void {
    if (conversation.last !== from) {
      this.#flush(number, conversation);
      Object.assign(conversation.lanes[from], { shownBytes: 0, shownChunks: 0 });
      conversation.last = from;
    }
    const lane = conversation.lanes[from];
    const { style, columns, hex } = this.#settings;
    const parts = lane.annotator.push(bytes);
    const at = lane.passed;
    lane.passed += bytes.length;
    const room = Math.max(0, SHOWN_BYTES - lane.shownBytes);
    if (room === 0 || lane.shownChunks >= SHOWN_CHUNKS) {
      this.#count(number, conversation, lane, bytes.length);
      return;
    }
    const some = bytes.subarray(0, room);
    lane.shownBytes += some.length;
    lane.shownChunks += 1;
    const way = from === 'client' ? style.warn('client → server') : style.good('client ← server');
    const place = at > 0 ? style.dim(`, from byte ${at} on`) : '';
    this.#line(number, `${way}  ${bytesIn(bytes.length)}${place}`);
    const width = columns - INDENT.length;
    const rows = hex
      ? hexRows(some, at)
      : annotatedRows(some, at, within(parts, at + some.length), width, style);
    this.#settings.write(rows.map((row) => `${hex ? '    ' : INDENT}${row}\n`).join(''));
    if (bytes.length > some.length) this.#count(number, conversation, lane, bytes.length - some.length);
  }

  #count(number: number, conversation: Conversation, lane: Lane, bytes: number): void {
    lane.leftBytes += bytes;
    lane.quiet ??= setTimeout(() => this.#flush(number, conversation), QUIET_MS).unref();
    lane.quiet.refresh();
  }

  #flush(number: number, { lanes }: Conversation): void {
    for (const [from, lane] of Object.entries(lanes)) {
      clearTimeout(lane.quiet);
      lane.quiet = undefined;
      if (lane.leftBytes === 0) continue;
      const { content } = lane.annotator.messages.at(-1) ?? {};
      const of = typeof content?.announced === 'number' ? ` of ${content.announced}` : '';
      const count = content ? `, content ${content.came}${of}` : '';
      const arrow = from === 'client' ? '→' : '←';
      const text = `${arrow} … ${bytesIn(lane.leftBytes)} more, not shown${count}`;
      this.#line(number, this.#settings.style.dim(text));
      lane.leftBytes = 0;
    }
  }

  /** A line about a conversation, and perhaps what is wrong below it. */
  #line(number: number, text: string, wrong?: string): void {
    const { style, write, now } = this.#settings;
    const time = `${(now() / 1000).toFixed(3).padStart(7)} s`;
    const below = wrong ? `${INDENT}${style.bad(wrong)}\n` : '';
    write(`${style.strong(`#${number}`.padEnd(4))}${style.dim(time)}  ${text}\n${below}`);
  }
}

function begun(): Conversation {
  const lane = (annotator: Annotator): Lane => ({
    annotator,
    passed: 0,
    shownBytes: 0,
    shownChunks: 0,
    leftBytes: 0,
  });
  const requests = new Annotator('request');
  const responses = new Annotator('response', (index) => requests.messages[index]?.method);
  return { lanes: { client: lane(requests), server: lane(responses) }, ended: new Set() };
}

const bytesIn = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);

/** The parts in front of the offset `to`, the last one cut. */
const within = <P extends { from: number; to: number }>(parts: readonly P[], to: number): P[] =>
  parts.filter((part) => part.from < to).map((part) => (part.to > to ? { ...part, to } : part));

/** What is missing when a side ends here. */
function incomplete({ messages, inHead, inChunks }: Annotator): string | undefined {
  const content = messages.at(-1)?.content;
  if (inHead) return 'the blank line that ends the headers is missing';
  if (typeof content?.announced === 'number' && content.came < content.announced) {
    const left = content.announced - content.came;
    return `${bytesIn(left)} of content ${left === 1 ? 'is' : 'are'} missing`;
  }
  return inChunks ? 'the last chunk is missing' : undefined;
}

function refusal(code: string, server: string): string {
  if (code === 'ECONNREFUSED') return `nobody listens on ${server}. Is the server running?`;
  return `${server} cannot be reached (${code}).`;
}
