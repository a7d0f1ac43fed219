import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import type { LivePart } from '../../workbook/server/api.ts';
import type { RecordedEvent } from '../../workbook/wire_view/record.ts';

/** Where the page of the course runs, from the file that it writes at its start. */
export interface Page {
  port: number;
  token: string;
}

/** The page that runs, as far as its file says so. */
export function runningPage(root: string): Page | undefined {
  try {
    const { port, token } = JSON.parse(readFileSync(join(root, '.workbook/page.json'), 'utf8'));
    const known = Number.isInteger(port) && port > 0 && port < 65_536 && /^[\w-]{8,}$/.test(token);
    return known ? { port, token } : undefined;
  } catch {
    return undefined;
  }
}

/** Events are sent together, at most so often; and at most so much, in characters, in one POST. */
const PAUSE_MS = 80;
const MOST_AT_ONCE = 200_000;
/** Of one chunk the page is shown so much. */
const SHOWN_OF_CHUNK = 16_384;
/** More than this does not wait for a page that is slow. */
const MOST_WAITING = 5000;

/** Sends the events of a live conversation to the page. */
export class PageLink {
  readonly #page: Page;
  readonly #about: Omit<LivePart, 'events' | 'offset'>;
  readonly #onLost: (why: string) => void;
  #waiting: RecordedEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #lost = false;

  /** `onLost` is called once, when the page does not answer or does not want the events. */
  constructor(
    page: Page,
    about: { title: string; client: string; server: string },
    onLost: (why: string) => void,
  ) {
    this.#page = page;
    this.#about = { recording: randomUUID(), ...about };
    this.#onLost = onLost;
  }

  /** Whether the page is there and lets us in: sends no events. */
  async greet(): Promise<string | undefined> {
    return this.#post([]);
  }

  add(event: RecordedEvent): void {
    if (this.#lost || this.#waiting.length >= MOST_WAITING) return;
    const { bytes } = event;
    // Four characters for three bytes.
    const most = (SHOWN_OF_CHUNK / 3) * 4;
    this.#waiting.push(
      bytes && bytes.length > most ? { ...event, bytes: bytes.slice(0, most - (most % 4)) } : event,
    );
    this.#timer ??= setTimeout(() => void this.flush(), PAUSE_MS);
  }

  /** Sends what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#sending;
    this.#sending = this.#sendAll();
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#lost) {
      const why = await this.#post(this.#nextFew());
      if (why) {
        this.#lost = true;
        this.#waiting = [];
        this.#onLost(why);
      }
    }
  }

  /** The first of those that wait, as many as go into one POST. */
  #nextFew(): RecordedEvent[] {
    let size = 0;
    let count = 0;
    for (const event of this.#waiting) {
      size += 200 + (event.bytes?.length ?? 0);
      if (count > 0 && size > MOST_AT_ONCE) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  /** Resolves with the reason when it did not work. */
  #post(events: RecordedEvent[]): Promise<string | undefined> {
    const body = JSON.stringify({ ...this.#about, events } satisfies LivePart);
    const { port, token } = this.#page;
    return new Promise((resolve) => {
      const request = http.request(
        {
          host: '127.0.0.1',
          port,
          path: '/api/wire',
          method: 'POST',
          timeout: 5000,
          headers: {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(body),
            'X-Workbook': token,
            Origin: `http://127.0.0.1:${port}`,
          },
        },
        (response) => {
          response.resume();
          const { statusCode = 0 } = response;
          response.on('close', () => resolve(statusCode < 300 ? undefined : `it answers ${statusCode}`));
        },
      );
      request.on('timeout', () => request.destroy(Object.assign(new Error(), { code: 'no answer in 5 s' })));
      request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      request.end(body);
    });
  }
}
