import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult, LabEvent, LabResult } from '../../checks/engine/events.ts';
import type { Lab } from '../../checks/engine/lab.ts';
import type { Standby } from '../../checks/engine/program/standby.ts';
import type { Target } from '../../checks/engine/program/target.ts';
import { allChecks, runLab } from '../../checks/engine/run/run_lab.ts';
import { allLabs, type LabEntry, labBehind } from '../labs.ts';
import { climb, keepResult, readProgress, stampOf } from '../progress.ts';
import { putStarterBack } from '../put_back.ts';
import { keysNow, waitsForTheEnd } from './keys.ts';
import { type Ladder, ladderOf, nextStep } from './ladder.ts';
import { LatestRun } from './latest_run.ts';
import { after, firstFailure, hasNews, type Model, newRun, type Run } from './model.ts';

/** A lab with the program that is watched. */
export interface Watched {
  entry: LabEntry;
  lab: Lab;
  target: Target;
  own: boolean;
  /** The program as a person would type it. */
  shown: string;
  /** Where its files lie. */
  folders: readonly string[];
  /** The files whose change is a save, as they are now. */
  sources: () => string[];
}

export interface SessionSetting {
  root: string;
  standby: Standby;
  bonus: boolean;
  manual: boolean;
  /** Finds a lab and the student's program of it. */
  open: (entry: LabEntry) => Promise<Watched>;
  /** What happens in a run, as it happens. */
  told?: (event: LabEvent) => void;
  /** The screen is to be drawn anew. */
  changed: () => void;
  /** Another lab is watched from now on. */
  moved: (watched: Watched) => void;
  /** The person wants to leave. */
  quit: () => void;
}

/** Watch mode without its screen: what is shown, what the keys and a save do, and one run at a time. */
export class Session {
  readonly #setting: SessionSetting;
  #watched: Watched;
  #model: Model;
  readonly #latest: LatestRun;
  #bonus: boolean;
  /** The question is on the screen. */
  #asked = false;
  /** The files as the last run has found them. */
  #stamp: string | undefined;

  constructor(setting: SessionSetting, watched: Watched) {
    this.#setting = setting;
    this.#watched = watched;
    this.#bonus = setting.bonus;
    this.#model = this.#fresh(watched);
    this.#latest = new LatestRun(
      (signal) => this.#make(signal),
      () => setting.standby.fill(),
    );
  }

  get model(): Model {
    return this.#model;
  }

  get watched(): Watched {
    return this.#watched;
  }

  /** Resolves when everything that was asked for is done. */
  get idle(): Promise<void> {
    return this.#latest.idle;
  }

  /** A file was saved; what the last run has seen already is no news. */
  saved(): void {
    if (stampOf(this.#watched.sources()) === this.#stamp && this.#stamp !== undefined) return;
    this.#change({ notice: undefined });
    this.run();
  }

  /** Runs the checks; a run that is under way is ended for it. */
  run(): void {
    this.#latest.begin();
  }

  /** Moves the text by some lines, up or down, from where it is on the screen. */
  scroll(lines: number, from = this.#model.scroll): void {
    this.#change({ scroll: Math.max(0, from + lines) });
  }

  /** Does what a key stands for now; keys about a result that is not there yet wait for it. */
  async press(name: string): Promise<void> {
    if (this.#model.question !== undefined) {
      // A yes that came in one go with the key before (a paste, a keyboard that ran ahead) has not read the question.
      this.#answer(name === 'y' && this.#asked);
      return;
    }
    if (waitsForTheEnd(this.#model, name)) {
      this.#change({ held: [...this.#model.held, name], notice: undefined });
      return;
    }
    if (!keysNow(this.#model).some((key) => key.name === name)) return;
    this.#change({ notice: undefined });
    switch (name) {
      case 'n':
        await this.#next();
        break;
      case 'b':
        this.#bonus = true;
        this.run();
        break;
      case 'h':
        this.#hint();
        break;
      case 'w':
        this.#change({ view: this.#model.view === 'wire' ? 'failure' : 'wire', scroll: 0 });
        break;
      case 'a':
        this.#change({ view: this.#model.view === 'checks' ? 'failure' : 'checks', scroll: 0 });
        break;
      case 'r':
      case 'return':
        this.run();
        break;
      case 'x':
        this.#ask();
        break;
      case 'q':
        this.#setting.quit();
        break;
    }
  }

  /** Ends the run that goes on. */
  close(): Promise<void> {
    return this.#latest.close();
  }

  async #make(signal: AbortSignal): Promise<void> {
    const { entry, lab, target, own, sources } = this.#watched;
    const { root, standby } = this.#setting;
    this.#stamp = stampOf(sources());
    const seed = 1 + Math.floor(Math.random() * 9999);
    let run = newRun(seed, this.#bonus);
    const show = (now: Run) => {
      run = now;
      if (!signal.aborted) this.#show(now);
    };
    show(run);
    try {
      const events = runLab(entry.id, lab, target, {
        root,
        seed,
        bonus: this.#bonus,
        signal,
        standby,
        keepSite: join(root, '.workbook', `site-${entry.id}`),
      });
      for await (const event of events) {
        if (event.type === 'lab-ended' && own && !signal.aborted) this.#keep(event.result);
        if (!signal.aborted) this.#setting.told?.(event);
        if (event.type !== 'wire') show(after(run, event));
        if (event.type === 'lab-ended' && !signal.aborted) await this.#pressHeld();
      }
    } catch (error) {
      show({
        ...run,
        busy: false,
        trouble: `The checker itself failed, please report this: ${(error as Error).stack}`,
      });
    }
  }

  #keep(result: LabResult): void {
    keepResult(this.#setting.root, this.#watched.entry, result);
    this.#model = { ...this.#model, labs: this.#standings() };
  }

  /** Shows a run, or keeps it back as long as it has nothing to show. */
  #show(run: Run): void {
    const old = this.#model.run;
    if (!hasNews(run) && old) {
      this.#change({ coming: run });
      return;
    }
    const failing = firstFailure(run);
    const before = firstFailure(old);
    const same =
      failing !== undefined &&
      failing.id === before?.id &&
      failing.finding?.diagnosis === before.finding?.diagnosis;
    this.#change({
      run,
      coming: undefined,
      ladder: this.#ladder(failing, same && this.#model.ladder?.open === true),
      // What was read to the middle stays where it is, if it is still about the same.
      ...(!same && { scroll: 0, view: 'failure' as const }),
    });
  }

  /** Keys that were pressed during the run get their turn, each once; those that mean nothing now are dropped. */
  async #pressHeld(): Promise<void> {
    const { held } = this.#model;
    this.#change({ held: [] });
    for (const name of held) await this.press(name);
  }

  #hint(): void {
    const failing = firstFailure(this.#model.run);
    const { ladder } = this.#model;
    if (!failing || !ladder) return;
    const show = (change: Partial<Ladder>) =>
      this.#change({ ladder: { ...ladder, ...change }, view: 'failure', scroll: 0 });
    const step = nextStep(ladder);
    if (step !== 'climb') {
      show({ open: step === 'open' });
      return;
    }
    const hints = this.#hintsOf(failing.id) ?? [];
    const { kept, rung } = climb(this.#setting.root, this.#watched.entry.id, { id: failing.id, hints });
    // Where nothing can be written the ladder is climbed all the same, for this evening.
    show({ shown: hints.slice(0, kept ? rung : ladder.shown.length + 1), open: true });
  }

  #ask(): void {
    const { shown, target } = this.#watched;
    const there = target.kind === 'file' && existsSync(target.file);
    this.#asked = false;
    setImmediate(() => {
      this.#asked = true;
    });
    this.#change({
      question: there
        ? `Put the starter back in place of ${shown}? Your file is kept beside it as .bak.`
        : `Put the starter back as ${shown}? There is no such file now.`,
    });
  }

  #answer(yes: boolean): void {
    if (!yes) {
      this.#change({ question: undefined, notice: 'Nothing was changed.' });
      return;
    }
    try {
      const done = putStarterBack(this.#setting.root, this.#watched.entry);
      // The watcher will tell of it, and that is no news.
      this.#stamp = stampOf(this.#watched.sources());
      const kept = done.flatMap((one) => (one.kept ? [one.kept] : []));
      const changed = done.some((one) => one.changed);
      const where = kept.length > 0 ? ` What was there is kept as ${kept.join(', ')}.` : '';
      this.#change({
        question: undefined,
        notice: changed ? `The starter is back.${where}` : 'It is the starter already. Nothing was changed.',
      });
      if (changed) this.run();
    } catch (error) {
      this.#change({
        question: undefined,
        notice: `It could not be put back (${(error as NodeJS.ErrnoException).code ?? error}).`,
      });
    }
  }

  async #next(): Promise<void> {
    const next = labBehind(this.#setting.root, this.#watched.entry);
    if (!next) return;
    const watched = await this.#setting.open(next);
    this.#watched = watched;
    this.#bonus = this.#setting.bonus;
    this.#model = this.#fresh(watched);
    this.#setting.moved(watched);
    this.run();
    this.#setting.changed();
  }

  #fresh({ entry, lab, target, own, shown }: Watched): Model {
    const next = own ? labBehind(this.#setting.root, entry) : undefined;
    return {
      labs: this.#standings(),
      lab: {
        id: entry.id,
        title: lab.title,
        program: shown,
        path: target.kind === 'file' ? target.file : undefined,
        own,
        next: next && { id: next.id, handout: `labs/${next.folder}/README.md` },
      },
      run: undefined,
      coming: undefined,
      view: 'failure',
      ladder: undefined,
      question: undefined,
      notice: undefined,
      held: [],
      scroll: 0,
      manual: this.#setting.manual,
    };
  }

  #standings(): Model['labs'] {
    const progress = readProgress(this.#setting.root);
    return allLabs(this.#setting.root).map(({ id }) => ({ id, passed: progress[id]?.passed !== undefined }));
  }

  #hintsOf(check: string): readonly string[] | undefined {
    const { lab, target } = this.#watched;
    return allChecks(lab, target).find(({ id }) => id === check)?.hints;
  }

  #ladder(failing: CheckResult | undefined, open: boolean): Ladder | undefined {
    const hints = failing && this.#hintsOf(failing.id);
    if (!failing || !hints || !this.#watched.own) return undefined;
    const { ladder } = this.#model;
    const here = ladder?.check === failing.id ? ladder.shown.length : 0;
    const kept = readProgress(this.#setting.root)[this.#watched.entry.id]?.hints?.[failing.id] ?? 0;
    return ladderOf(failing, hints, Math.max(here, kept), open);
  }

  #change(change: Partial<Model>): void {
    this.#model = { ...this.#model, ...change };
    this.#setting.changed();
  }
}
