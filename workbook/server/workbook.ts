import { basename, join } from 'node:path';
import { type LabEntry, type Load, ownFiles } from '../../commands/labs.ts';
import { SavedFiles } from '../../commands/saved_files.ts';
import type { RunEvent, RunRequest } from './api.ts';
import { PageBundle } from './bundle.ts';
import { CourseState, sourcesBeside } from './course_state.ts';
import { CONTRACT, Handouts } from './handouts.ts';
import { Journal } from './journal.ts';
import { PageServer } from './page_server.ts';
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

/** The server of the page: everything that it knows and does, behind one listening socket on 127.0.0.1. */
export class Workbook {
  readonly state: CourseState;
  readonly handouts: Handouts;
  readonly runs: Runs;
  readonly journal: Journal;
  readonly live = new LiveRecordings();
  readonly bundle: PageBundle;
  /** Labs that the page has shown: a save in one of them runs it. */
  readonly watching = new Set<string>();
  readonly #results = new Results();
  readonly #server: PageServer;
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
    this.#server = new PageServer(root, (request, response) => answerTo(this, request, response));
  }

  /** Starts the server on the first free port. */
  static async start(setting: WorkbookSetting): Promise<Workbook> {
    const workbook = new Workbook(setting);
    try {
      await workbook.#server.listen(setting.port);
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
    return this.#server.url;
  }

  get port(): number {
    return this.#server.port;
  }

  get token(): string {
    return this.#server.token;
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
    await this.#server.close();
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
