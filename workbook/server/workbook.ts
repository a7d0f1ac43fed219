import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { type LabEntry, type Load, ownFiles } from '../../commands/labs.ts';
import { SavedFiles } from '../../commands/saved_files.ts';
import type { RunEvent, RunRequest } from './api.ts';
import { PageBundle } from './bundle.ts';
import { CourseState, sourcesBeside } from './course_state.ts';
import { letIn, Refusal } from './gate.ts';
import { CONTRACT, Handouts } from './handouts.ts';
import { Journal } from './journal.ts';
import { reasonOf } from './reason.ts';
import { respond } from './respond.ts';
import { LiveRecordings, Results } from './results.ts';
import { answerTo } from './routes.ts';
import { Runs } from './runs.ts';

export interface WorkbookSetting {
  /** The folder of the course. */
  root: string;
  load: Load;
  /** The first port to try; when it is taken, the ones behind it. 0: any free one. */
  port: number;
}

/** So many ports are tried. */
const PORTS = 50;

/** The server of the page: everything that it knows and does, behind one listening socket on 127.0.0.1. */
export class Workbook {
  readonly state: CourseState;
  readonly handouts: Handouts;
  readonly runs: Runs;
  readonly journal: Journal;
  readonly live = new LiveRecordings();
  readonly bundle: PageBundle;
  readonly token = randomBytes(24).toString('base64url');
  /** Labs that the page has shown: a save in one of them runs it. */
  readonly watching = new Set<string>();
  port = 0;
  readonly #results = new Results();
  readonly #server: http.Server;
  readonly #saved: SavedFiles;
  /** What was asked for last, to be repeated at a save. */
  readonly #bonus = new Map<string, boolean>();
  #lastProgress = '';

  private constructor({ root, load }: WorkbookSetting) {
    this.state = new CourseState(root, load);
    this.handouts = new Handouts(root, () => this.state.entries());
    this.bundle = new PageBundle(root);
    this.journal = new Journal(() => this.#wholeState());
    this.runs = new Runs({
      root,
      load: (entry) => this.state.lab(entry),
      tell: (lab, run, event) => this.#tell(lab, run, event),
      ended: (entry, result) => {
        this.state.ended(entry, result);
        this.tellProgress();
      },
    });
    this.#saved = new SavedFiles(this.#places(root), (place, file) => this.#onSaved(place, file));
    this.#server = http.createServer((request, response) => void this.#serve(request, response));
    // A person's browser is quick; whoever is not has nothing to say to us.
    this.#server.headersTimeout = 10_000;
    this.#server.requestTimeout = 20_000;
    this.#server.keepAliveTimeout = 5_000;
    this.#server.maxConnections = 256;
  }

  /** Starts the server on the first free port. */
  static async start(setting: WorkbookSetting): Promise<Workbook> {
    const workbook = new Workbook(setting);
    try {
      workbook.port = await listenOnFirstFree(workbook.#server, setting.port);
    } catch (error) {
      workbook.#saved.close();
      throw error;
    }
    workbook.#lastProgress = JSON.stringify(workbook.state.progress());
    return workbook;
  }

  /** Makes ready what the first page will ask for, while a browser opens; what fails is told to the page. */
  warmUp(): void {
    this.bundle.current().catch(() => {});
    this.state.course([]).catch(() => {});
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Begins a run of a lab; gives its number. */
  run(entry: LabEntry, request: RunRequest): number {
    const bonus = request.bonus ?? this.#bonus.get(entry.id) ?? false;
    this.#bonus.set(entry.id, bonus);
    return this.runs.start(entry, { ...request, bonus });
  }

  /** Tells all pages how far the person is, if that has changed. */
  tellProgress(): void {
    const progress = this.state.progress();
    const text = JSON.stringify(progress);
    if (text === this.#lastProgress) return;
    this.#lastProgress = text;
    this.journal.add('progress', progress);
  }

  /** Ends everything: runs, streams, connections. */
  async close(): Promise<void> {
    this.#saved.close();
    await this.runs.close();
    this.journal.close();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    response.on('error', () => {}); // the other side went away
    try {
      letIn(request, this);
      const answer = await answerTo(this, request, response);
      if (answer) respond(request, response, answer);
    } catch (error) {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const refusal = error instanceof Refusal ? error : new Refusal(500, reasonOf(error, this.state.root));
      // What the other side still wants to send is not read.
      const close = request.complete ? {} : { Connection: 'close' };
      respond(request, response, {
        status: refusal.status,
        headers: { ...refusal.headers, ...close },
        json: { error: refusal.message },
      });
    }
  }

  #tell(lab: string, run: number, event: RunEvent): void {
    const message = { lab, run, event };
    this.#results.add(message, this.journal.add('lab', message));
  }

  *#wholeState(): Iterable<string> {
    yield* this.#results.state();
    yield* this.live.state();
  }

  #places(root: string) {
    const labs = this.state.entries().map((entry) => {
      const folder = join(root, 'labs', entry.folder);
      // Also what was there and is not any more: removing a file is a change.
      const files = () => [
        ...new Set([...ownFiles(root, entry).map((file) => basename(file)), ...sourcesBeside(folder)]),
      ];
      return { name: entry.id, folder, files };
    });
    return [
      ...labs,
      { name: CONTRACT, folder: join(root, 'labs'), files: () => ['README.md'] },
      { name: 'progress', folder: join(root, '.workbook'), files: () => ['progress.json'] },
    ];
  }

  #onSaved(place: string, file: string): void {
    if (place !== 'progress') this.journal.add('saved', { lab: place, file });
    if (file === 'README.md') return;
    try {
      this.tellProgress();
      const entry = this.state.entry(place);
      if (entry && this.watching.has(place)) this.run(entry, {});
    } catch {
      // A part of the course is gone: a page that asks for it is told so, and the others go on.
    }
  }
}

async function listenOnFirstFree(server: http.Server, first: number): Promise<number> {
  for (let port = first; ; port += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: '127.0.0.1', port }, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const last = first === 0 || port >= Math.min(65_535, first + PORTS - 1);
      // EACCES: on Windows a range of ports may be kept for something else.
      if (last || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    }
  }
}
