import readline from 'node:readline';

const ESC = '\x1b';
/** The other screen of the terminal, without a cursor, and with long lines cut instead of wrapped. */
const ENTER = `${ESC}[?1049h${ESC}[?25l${ESC}[?7l`;
const LEAVE = `${ESC}[?7h${ESC}[?25h${ESC}[?1049l`;

/** A terminal that shows one screen after another and tells which keys are pressed. */
export class Terminal {
  readonly #pressed: (name: string) => void;
  readonly #resized: () => void;
  #shown: string[] = [];
  #open = false;

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
    this.#open = true;
    process.stdout.write(ENTER);
    readline.emitKeypressEvents(process.stdin);
    process.stdin.setRawMode(true);
    process.stdin.on('keypress', this.#onKey);
    process.stdin.resume();
    process.stdout.on('resize', this.#onResize);
    // Whatever ends the process, the person gets their terminal back.
    process.on('exit', this.close);
  }

  readonly close = (): void => {
    if (!this.#open) return;
    this.#open = false;
    process.off('exit', this.close);
    process.stdin.off('keypress', this.#onKey);
    process.stdout.off('resize', this.#onResize);
    process.stdin.setRawMode(false);
    process.stdin.pause();
    process.stdout.write(LEAVE);
  };

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
    // Ctrl-C and Ctrl-D are no signals here.
    if (key.ctrl) {
      if (key.name === 'c' || key.name === 'd') this.#pressed('q!');
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
