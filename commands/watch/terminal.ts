import readline from 'node:readline';
import { suspend } from '../suspend.ts';

const ESC = '\x1b';
/** The other screen of the terminal, without a cursor; long lines are cut instead of wrapped, and a paste is told apart. */
const ENTER = `${ESC}[?1049h${ESC}[?25l${ESC}[?7l${ESC}[?2004h`;
const LEAVE = `${ESC}[?2004l${ESC}[?7h${ESC}[?25h${ESC}[?1049l`;

/** A terminal that shows one screen after another and tells which keys are pressed. */
export class Terminal {
  readonly #pressed: (name: string) => void;
  readonly #resized: () => void;
  #shown: string[] = [];
  #open = false;
  #pasting = false;

  constructor(pressed: (name: string) => void, resized: () => void) {
    this.#pressed = pressed;
    this.#resized = resized;
  }

  get columns(): number {
    return process.stdout.columns || 80;
  }

  get rows(): number {
    return process.stdout.rows || 24;
  }

  open(): void {
    readline.emitKeypressEvents(process.stdin);
    process.stdin.on('keypress', this.#onKey);
    process.stdout.on('resize', this.#onResize);
    // Whatever ends the process, the person gets their terminal back.
    process.on('exit', this.close);
    this.#take();
  }

  readonly close = (): void => {
    if (!this.#open) return;
    process.off('exit', this.close);
    process.stdin.off('keypress', this.#onKey);
    process.stdout.off('resize', this.#onResize);
    this.#giveBack();
  };

  #take(): void {
    this.#open = true;
    process.stdout.write(ENTER);
    process.stdin.setRawMode(true);
    process.stdin.resume();
  }

  #giveBack(): void {
    this.#open = false;
    process.stdin.setRawMode(false);
    process.stdin.pause();
    process.stdout.write(LEAVE);
  }

  /** Draws the lines that have changed. (A row is emptied before it is written: behind a full one the last column would go.) */
  draw(lines: readonly string[]): void {
    if (!this.#open) return;
    const changed = lines.flatMap((line, i) =>
      line === this.#shown[i] ? [] : [`${ESC}[${i + 1};1H${ESC}[K${line}${ESC}[0m`],
    );
    const rest = lines.length < this.#shown.length ? [`${ESC}[${lines.length + 1};1H${ESC}[J`] : [];
    this.#shown = [...lines];
    process.stdout.write([...changed, ...rest].join(''));
  }

  readonly #onKey = (
    text: string | undefined,
    key: { name?: string; ctrl?: boolean; meta?: boolean },
  ): void => {
    // What is pasted is not meant as keys.
    if (key.name === 'paste-start' || key.name === 'paste-end') this.#pasting = key.name === 'paste-start';
    if (this.#pasting) return;
    // Ctrl-C, Ctrl-D and Ctrl-Z are no signals here.
    if (key.ctrl) {
      if (key.name === 'c' || key.name === 'd') this.#pressed('q!');
      if (key.name === 'z' && process.platform !== 'win32') {
        this.#giveBack();
        suspend(() => {
          this.#take();
          this.#onResize();
        });
      }
      return;
    }
    if (key.meta && key.name !== 'escape') return;
    const name = key.name === 'enter' ? 'return' : (key.name ?? text);
    if (name !== undefined) this.#pressed(name);
  };

  readonly #onResize = (): void => {
    this.#shown = [];
    process.stdout.write(`${ESC}[2J`);
    this.#resized();
  };
}
