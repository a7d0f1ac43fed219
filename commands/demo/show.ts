import { UsageError } from '../usage.ts';
import { Gone } from './actions.ts';
import type { Demo } from './demo.ts';
import { type Model, sidesOf, wireOf } from './model.ts';
import { inPlainWords, type Listener, Play } from './play.ts';

export interface ShowSetting {
  root: string;
  told?: Partial<Listener>;
  /** The name of the demo behind this one. */
  next: string | undefined;
  /** The screen is to be drawn anew. */
  changed: () => void;
  /** The lecturer wants to leave, or to go on to the next demo. */
  leave: (why: 'quit' | 'next') => void;
}

/** A demo in front of a class, without its screen: what is shown, and what the keys do. */
export class Show {
  readonly #play: Play;
  readonly #setting: ShowSetting;
  #busy: string | undefined;
  #trouble: string | undefined;
  #wide = false;
  #scroll: number | undefined;
  /** Counts what was begun, so that the end of something that was left is told apart. */
  #turn = 0;

  constructor(demo: Demo, setting: ShowSetting) {
    this.#setting = setting;
    const { root, changed, told } = setting;
    this.#play = new Play(demo, { root, auto: false, changed, ...(told && { told }) });
  }

  get model(): Model {
    const { demo, act, actNumber, step, stepIndex, stage, progress, over, fresh } = this.#play;
    return {
      demo,
      act: { title: act.title, number: actNumber, of: demo.acts.length },
      step: { ...step, ...progress },
      sides: sidesOf(act, stage, stepIndex),
      wire: wireOf(stage, act, fresh),
      busy: this.#busy,
      trouble: this.#trouble,
      over,
      next: this.#setting.next,
      wide: this.#wide,
      scroll: this.#scroll,
    };
  }

  /** Shows the first step. */
  begin(): Promise<void> {
    return this.#do(() => this.#play.next());
  }

  /** Does what a key stands for now; resolves when it is done. */
  async press(key: string): Promise<void> {
    const name = MEANINGS[key] ?? key;
    if (!this.keys.some((one) => one.name === name)) return;
    switch (name) {
      case 'space':
        return this.#do(() => this.#play.next());
      case 'b':
        return this.#do(() => this.#play.again('demo'));
      case 'r':
        return this.#do(() => this.#play.again('act'));
      case 'w':
        this.#wide = !this.#wide;
        this.#scroll = undefined;
        return this.#setting.changed();
      case 'n':
        return this.#setting.leave('next');
      case 'q':
        return this.#setting.leave('quit');
    }
  }

  /** The keys that do something now, in the order in which they are shown. */
  get keys(): { name: string; does: string }[] {
    const { stage, over, actNumber, coming } = this.#play;
    const ready = this.#busy === undefined && this.#trouble === undefined;
    const act = stage !== undefined && coming === undefined && !over;
    return [
      ...(ready && !over ? [{ name: 'space', does: act ? 'next part' : 'next' }] : []),
      { name: 'b', does: 'again' },
      ...(actNumber > 1 ? [{ name: 'r', does: 'this part' }] : []),
      { name: 'w', does: this.#wide ? 'back' : 'wire' },
      ...(this.#setting.next ? [{ name: 'n', does: `next: ${this.#setting.next}` }] : []),
      { name: 'q', does: 'quit' },
    ];
  }

  /** Moves the wire by some rows, from where it is on the screen. */
  scroll(rows: number, from: number): void {
    this.#scroll = Math.max(0, from + rows);
    this.#setting.changed();
  }

  /** Ends everything that was started. */
  close(): Promise<void> {
    this.#turn += 1;
    return this.#play.close();
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#trouble = undefined;
    this.#scroll = undefined;
    this.#busy = this.#waitingFor();
    this.#setting.changed();
    try {
      await work();
    } catch (error) {
      if (turn === this.#turn && !(error instanceof Gone)) {
        // Where something is missing a second try is of no use, and the message says what to do.
        const then = error instanceof UsageError ? '' : ' Press b to start again.';
        this.#trouble = `${inPlainWords(error)}${then}`;
      }
    }
    if (turn !== this.#turn) return;
    this.#busy = undefined;
    this.#setting.changed();
  }

  /** What a person has to know while something is waited for. */
  #waitingFor(): string {
    const { act, coming, stage } = this.#play;
    if (!stage) return 'The server is being started …';
    if (act.client.kind === 'browser' && coming?.action?.do === 'browse')
      return `Open this address in a browser: ${stage.url}`;
    if (act.client.kind === 'browser')
      return 'Nothing yet. If the browser has given up, reload the page in it.';
    return 'One moment …';
  }
}

/** Other keys for the same, also those of the small remote controls of lecturers. */
const MEANINGS: Readonly<Record<string, string>> = {
  return: 'space',
  right: 'space',
  pagedown: 'space',
  'q!': 'q',
};
