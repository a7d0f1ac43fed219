import type { Course, CourseLab, EventData, Hint } from '../server/api.ts';
import type { RecordedEvent, Recording } from '../wire_view/record.ts';
import { type LabRun, newRun, takeIn } from './lab_run.ts';

/** How the page hears of what happens. */
export type Connection = 'connecting' | 'live' | 'lost' | 'paused';

/** Everything that the page knows; it changes by events and answers of the server, and tells those who listen. */
export class Workbook {
  course: Course | undefined;
  connection: Connection = 'connecting';
  /** Why the course could not be read, in a sentence. */
  problem: string | undefined;
  readonly runs = new Map<string, LabRun>();
  /** The conversations of `npm run wire --open`, the newest last. */
  readonly live = new Map<string, Recording>();
  /** The file that was saved last. */
  saved: { lab: string; file: string } | undefined;
  /** How often each handout has changed. */
  readonly handouts = new Map<string, number>();
  /** Grows with every change. */
  version = 0;
  readonly #listeners = new Set<() => void>();
  #scheduled = false;
  readonly #schedule: (tell: () => void) => void;

  /** `schedule` decides when the listeners are told: once for many changes. */
  constructor(schedule: (tell: () => void) => void) {
    this.#schedule = schedule;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    this.version += 1;
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }

  lab(id: string): CourseLab | undefined {
    return this.course?.labs.find((lab) => lab.id === id);
  }

  setCourse(course: Course): void {
    this.course = course;
    this.problem = undefined;
    this.changed();
  }

  setProblem(problem: string): void {
    this.problem = problem;
    this.changed();
  }

  setConnection(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    this.changed();
  }

  /** The state of all labs follows: what was known is forgotten. */
  forget(): void {
    this.runs.clear();
    this.live.clear();
    this.changed();
  }

  on<N extends 'lab' | 'progress' | 'saved' | 'wire'>(name: N, data: EventData[N]): void {
    if (name === 'lab') this.#onLab(data as EventData['lab']);
    else if (name === 'progress') this.#onProgress(data as EventData['progress']);
    else if (name === 'saved') this.#onSaved(data as EventData['saved']);
    else this.#onWire(data as EventData['wire']);
    this.changed();
  }

  /** A hint that was asked for here. */
  addHint(lab: string, check: string, { rung, hint }: Hint): void {
    const found = this.lab(lab)?.checks.find(({ id }) => id === check);
    if (!found) return;
    found.hints[rung - 1] = hint;
    found.hintsShown = Math.max(found.hintsShown, rung);
    this.changed();
  }

  #onLab({ lab, event }: EventData['lab']): void {
    let run = this.runs.get(lab);
    if (!run) {
      run = newRun();
      this.runs.set(lab, run);
    }
    takeIn(run, event, this.lab(lab)?.kind ?? 'server');
  }

  #onProgress({ next, labs }: EventData['progress']): void {
    if (!this.course) return;
    this.course.next = next;
    for (const { id, hintsShown, ...standing } of labs) {
      const lab = this.lab(id);
      if (!lab) continue;
      Object.assign(lab, standing);
      for (const check of lab.checks) check.hintsShown = hintsShown[check.id] ?? check.hintsShown;
    }
  }

  #onSaved({ lab, file }: EventData['saved']): void {
    if (file === 'README.md') this.handouts.set(lab, (this.handouts.get(lab) ?? 0) + 1);
    else this.saved = { lab, file };
  }

  #onWire({ recording: name, title, client, server, offset = 0, events }: EventData['wire']): void {
    const known = this.live.get(name) ?? { title, client, server, events: [] };
    this.live.set(name, known);
    // What came twice, around a reconnection, is taken once.
    const fresh = events.slice(Math.max(0, known.events.length - offset)) as RecordedEvent[];
    for (const event of fresh) known.events.push(event);
  }
}
