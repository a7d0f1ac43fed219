import http from 'node:http';
import { poll } from '../../../checks/engine/deadline.ts';
import type { EventData, LabMessage } from '../api.ts';

export interface StreamEvent {
  id: string | undefined;
  name: keyof EventData;
  data: unknown;
}

/** A page's event stream, read as a browser reads it. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  ended = false;
  readonly #request: http.ClientRequest;
  #rest = '';

  constructor(port: number, headers: Record<string, string> = {}, query = '') {
    this.#request = http.get(
      { host: '127.0.0.1', port, path: `/api/events${query}`, headers },
      (response) => {
        response.setEncoding('utf8').on('data', (text: string) => this.#take(text));
        response.on('close', () => {
          this.ended = true;
        });
        response.on('error', () => {});
      },
    );
    this.#request.on('error', () => {
      this.ended = true;
    });
  }

  /** The id of the last event that had one. */
  get last(): string | undefined {
    return this.events.findLast((event) => event.id !== undefined)?.id;
  }

  /** What the runs said, in order. */
  get lab(): LabMessage[] {
    return this.events.filter(({ name }) => name === 'lab').map(({ data }) => data as LabMessage);
  }

  /** Waits for an event that is as wanted, from the beginning of the stream on. */
  async until(what: string, wanted: (event: StreamEvent) => boolean, ms = 30_000): Promise<StreamEvent> {
    const found = await poll(ms, () => this.events.find(wanted));
    if (!found) {
      const seen = this.events.map(({ name, data }) => `${name} ${JSON.stringify(data).slice(0, 120)}`);
      throw new Error(`${what} did not come. What came:\n${seen.join('\n')}`);
    }
    return found;
  }

  /** Waits for an event of a run. */
  untilLab(type: LabMessage['event']['type'], from = 0): Promise<StreamEvent> {
    return this.until(
      type,
      (event) =>
        event.name === 'lab' &&
        (event.data as LabMessage).event.type === type &&
        (event.data as LabMessage).run >= from,
    );
  }

  close(): void {
    this.#request.destroy();
  }

  #take(text: string): void {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => {
          const colon = line.indexOf(': ');
          return [line.slice(0, colon), line.slice(colon + 2)];
        }),
      );
      const name = fields.get('event');
      if (!name) continue; // a comment
      this.events.push({
        id: fields.get('id'),
        name: name as keyof EventData,
        data: JSON.parse(fields.get('data') ?? ''),
      });
    }
  }
}
