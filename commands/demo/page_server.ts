import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson, textField } from '../../workbook/server/body.ts';
import { PageBundle } from '../../workbook/server/bundle.ts';
import { Refusal } from '../../workbook/server/gate.ts';
import { MOST_STREAMS } from '../../workbook/server/journal.ts';
import { PageServer } from '../../workbook/server/page_server.ts';
import { type Answer, beginEvents } from '../../workbook/server/respond.ts';
import { ICON, scriptAnswer, shellAnswer, styleAnswer } from '../../workbook/server/shell.ts';
import type { Passage } from '../wire/looking_glass.ts';
import { recorded } from '../wire/recorder.ts';
import { type PageEvents, pageState } from './page_state.ts';
import type { Show } from './show.ts';

/** A page that is open, and what it knows. */
interface Stream {
  response: ServerResponse;
  text: string;
  passed: readonly Passage[] | undefined;
  count: number;
}

/** A key is a short word. */
const MOST_OF_KEY = 1024;
/** A page that lets this much pile up, in bytes, is cut off; it may come again. */
const MOST_UNREAD = 32 * 1024 * 1024;

/** The page of a demo, for the projector: every open one shows the present state, and all of them have the keys. */
export class DemoPage {
  readonly #server: PageServer;
  readonly #bundle: PageBundle;
  readonly #epoch = randomUUID().slice(0, 8);
  readonly #streams = new Set<Stream>();
  /** Numbers the wires. */
  readonly #wires = new WeakMap<readonly Passage[], number>();
  #wireCount = 0;
  #show: Show | undefined;
  #soon: NodeJS.Immediate | undefined;

  constructor(root: string) {
    this.#bundle = new PageBundle(root, 'demo');
    this.#server = new PageServer(root, (request, response) => this.#answerTo(request, response));
  }

  get url(): string {
    return this.#server.url;
  }

  /** Listens on the first free port from this one on. */
  async listen(first: number): Promise<void> {
    await this.#server.listen(first);
    this.#bundle.current().catch(() => {}); // what fails is told to the page
  }

  /** From now on the pages show this. */
  set show(show: Show) {
    this.#show = show;
    this.changed();
  }

  /** There may be something new to see. */
  changed(): void {
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      for (const stream of this.#streams) this.#tell(stream);
    });
  }

  /** Tells all pages that it is over, and ends. */
  async close(): Promise<void> {
    clearImmediate(this.#soon);
    const told = [...this.#streams].map(
      ({ response }) => new Promise((done) => response.on('close', done).end(eventText('ended', {}))),
    );
    this.#streams.clear();
    const late = new Promise((done) => setTimeout(done, LAST_WORDS_MS).unref());
    await Promise.race([Promise.all(told), late]);
    await this.#server.close();
  }

  async #answerTo(request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    switch (`${method} ${request.url}`) {
      case 'GET /':
        return shellAnswer(this.#bundle, {
          token: this.#server.token,
          epoch: this.#epoch,
          title: `Demo: ${this.#show?.model.demo.title ?? ''}`,
        });
      case 'GET /app.js':
        return scriptAnswer(this.#bundle);
      case 'GET /app.css':
        return styleAnswer(this.#bundle);
      case 'GET /icon.svg':
        return { type: 'image/svg+xml', body: ICON, figure: true };
      case 'GET /api/events':
        return this.#attach(request, response);
      case 'POST /api/key':
        return this.#press(request);
    }
    throw new Refusal(404, 'There is nothing here.');
  }

  #attach(request: IncomingMessage, response: ServerResponse): undefined {
    if (this.#streams.size >= MOST_STREAMS)
      throw new Refusal(503, 'Too many pages are open.', { 'Retry-After': '5' });
    beginEvents(response);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const stream: Stream = { response, text: '', passed: undefined, count: 0 };
    response.write(`retry: 1000\n${eventText('hello', { epoch: this.#epoch })}`);
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    this.#tell(stream);
  }

  async #press(request: IncomingMessage): Promise<Answer> {
    const key = textField(await readJson(request, MOST_OF_KEY), 'key');
    if (key === undefined) throw new Refusal(400, '"key" is missing.');
    // What it does is seen on the page; it may take its time.
    void this.#show?.press(key);
    return { status: 202, json: {} };
  }

  /** Tells a page what it does not know yet. */
  #tell(stream: Stream): void {
    if (!this.#show) return;
    const { response } = stream;
    if (response.writableLength > MOST_UNREAD) response.destroy();
    const { model, keys } = this.#show;
    const { passed } = model.wire;
    const from = stream.passed === passed ? stream.count : 0;
    const text = JSON.stringify(pageState(model, keys));
    if (stream.passed === passed && stream.count === passed.length && stream.text === text) return;
    Object.assign(stream, { passed, count: passed.length, text } satisfies Partial<Stream>);
    // No time: how fast a person presses keys tells nothing about the programs.
    const events = passed.slice(from).map((passage) => recorded(passage, 0));
    const wire = JSON.stringify({ number: this.#numberOf(passed), from, events });
    response.write(`event: state\ndata: {"state":${text},"wire":${wire}}\n\n`);
  }

  #numberOf(passed: readonly Passage[]): number {
    const known = this.#wires.get(passed);
    if (known !== undefined) return known;
    this.#wireCount += 1;
    this.#wires.set(passed, this.#wireCount);
    return this.#wireCount;
  }
}

/** So long the last words to a page may take, in ms. */
const LAST_WORDS_MS = 500;

const eventText = <N extends keyof PageEvents>(name: N, data: PageEvents[N]): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
