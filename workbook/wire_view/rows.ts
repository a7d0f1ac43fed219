import type { ContentCount, Part } from '../../checks/engine/wire/annotate.ts';
import { Annotator } from '../../checks/engine/wire/annotator.ts';
import { fromBase64, type RecordedEvent } from './record.ts';

/** Bytes that travelled, or that a program read or printed. */
export interface ChunkRow {
  kind: 'chunk';
  event: RecordedEvent;
  /** How long nothing happened before, in milliseconds. */
  gap: number;
  /** The bytes that were kept, from the first on. */
  bytes: Uint8Array;
  /** How many there really were. */
  size: number;
  /** Offset of the first byte within everything that this side has sent in this conversation. */
  start: number;
  /** What the kept bytes are; offsets as in `start`. */
  parts: Part[];
  /** How the count of the content stands behind this chunk, if the chunk has content. */
  count?: ContentCount;
}

/** Something else: a connection, an end, a silence. */
export interface EventRow {
  kind: 'event';
  event: RecordedEvent;
  gap: number;
  /** Bytes of content that were announced and had not come when this side ended. */
  missing?: number;
}

export type Row = ChunkRow | EventRow;

interface Stream {
  annotator: Annotator;
  sent: number;
}

const CARRIES: ReadonlySet<string> = new Set(['data', 'stdin', 'stdout', 'stderr']);
/** Bytes that a record has left out are read as so many zeros, in pieces of this size. */
const FILLING = 65_536;
/** Beyond this, they are not read: the count of the content is left out. */
const MOST_FILLING = 256 * 1024 * 1024;

/**
 * The rows of the picture, made event by event: what was made once stays as it is, so that a live
 * conversation of thousands of chunks can grow without being drawn anew.
 */
export class Rows {
  readonly list: Row[] = [];
  /** The highest number of a conversation. */
  conversations = 0;
  /** Whether any of the bytes are HTTP. */
  get http(): boolean {
    return [...this.#streams.values()].some(({ annotator }) => annotator.messages.length > 0);
  }
  readonly #streams = new Map<string, Stream>();
  #last: number | undefined;

  push(event: RecordedEvent): void {
    const gap = Math.max(0, event.at - (this.#last ?? event.at));
    this.#last = event.at;
    this.conversations = Math.max(this.conversations, event.conversation);
    this.list.push(CARRIES.has(event.kind) ? this.#chunk(event, gap) : this.#event(event, gap));
  }

  #chunk(event: RecordedEvent, gap: number): ChunkRow {
    const bytes = fromBase64(event.bytes ?? '');
    const size = Math.max(event.size ?? 0, bytes.length);
    if (event.kind !== 'data') {
      const parts = new Annotator('unknown', () => undefined).push(bytes).map(({ from, to, kind }) => ({
        kind: kind === 'line-end' || kind === 'bare-lf' ? kind : ('text' as const),
        from,
        to,
      }));
      return { kind: 'chunk', event, gap, bytes, size, start: 0, parts };
    }
    const stream = this.#stream(event);
    const start = stream.sent;
    stream.sent += size;
    const before = counted(stream.annotator);
    const parts = stream.annotator.push(bytes);
    const left = size - bytes.length;
    for (let rest = left; rest > 0 && left <= MOST_FILLING; rest -= FILLING) {
      stream.annotator.push(new Uint8Array(Math.min(rest, FILLING)));
    }
    const content = stream.annotator.messages.at(-1)?.content;
    const moved = content && (counted(stream.annotator) !== before || content.came === 0);
    const count = moved && left <= MOST_FILLING ? { ...content } : undefined;
    return { kind: 'chunk', event, gap, bytes, size, start, parts, ...(count && { count }) };
  }

  #event(event: RecordedEvent, gap: number): EventRow {
    const row: EventRow = { kind: 'event', event, gap };
    const ends = event.kind === 'fin' || event.kind === 'reset';
    const content = ends ? this.#stream(event).annotator.messages.at(-1)?.content : undefined;
    const missing = typeof content?.announced === 'number' ? content.announced - content.came : 0;
    if (missing > 0) row.missing = missing;
    return row;
  }

  #stream({ conversation, from }: RecordedEvent): Stream {
    const key = `${conversation} ${from}`;
    const known = this.#streams.get(key);
    if (known) return known;
    const requests = () => this.#streams.get(`${conversation} client`)?.annotator.messages ?? [];
    const role = from === 'client' ? 'request' : 'response';
    const annotator = new Annotator(role, (index) => requests()[index]?.method);
    const stream = { annotator, sent: 0 };
    this.#streams.set(key, stream);
    return stream;
  }
}

/** Changes whenever content came or a message began. */
const counted = ({ messages }: Annotator): string =>
  `${messages.length} ${messages.at(-1)?.content?.came ?? 0}`;
