import type { Style } from '../../checks/engine/report/style.ts';
import { visible } from '../../checks/engine/report/visible.ts';
import { hexRows } from './hex.ts';
import { rowsOf } from './rows.ts';

export type Direction = '→' | '←';

export interface ViewSettings {
  style: Style;
  /** Columns of the terminal; undefined: each chunk on one line, however long. */
  columns: number | undefined;
  /** Show the time of each chunk, since the beginning. */
  time: boolean;
  hex: boolean;
  write: (text: string) => void;
  /** Milliseconds since the beginning. */
  now: () => number;
}

/** So much of one chunk, and of all that comes one way without a break, is shown; the rest is counted. */
const SHOWN_OF_CHUNK = 4096;
const SHOWN_OF_RUN = 32_768;
/** The count of what is not shown appears when nothing has come for this long. */
const QUIET_MS = 300;

/** Shows a conversation as it happens: each chunk with its direction, CR and LF visible. */
export class View {
  readonly #settings: ViewSettings;
  #direction: Direction | undefined;
  /** Bytes of the present run: shown, and not shown. */
  #shown = 0;
  #left = 0;
  #quiet: NodeJS.Timeout | undefined;

  constructor(settings: ViewSettings) {
    this.#settings = settings;
  }

  /** A chunk that goes out or came in; `who` is put in front where there are several. */
  chunk(direction: Direction, bytes: Buffer, who = ''): void {
    if (direction !== this.#direction) {
      this.flush();
      this.#direction = direction;
      this.#shown = 0;
    }
    const room = Math.min(SHOWN_OF_CHUNK, Math.max(0, SHOWN_OF_RUN - this.#shown));
    if (room === 0) {
      this.#count(bytes.length);
      return;
    }
    const some = bytes.subarray(0, room);
    this.#shown += some.length;
    this.#print(direction, who, bytes.length === 0 ? ['(no bytes)'] : this.#rows(some, who));
    this.#count(bytes.length - some.length);
    if (bytes.length > some.length && this.#shown < SHOWN_OF_RUN) this.flush();
  }

  /** Something that happened, in words. */
  note(text: string): void {
    this.flush();
    this.#direction = undefined;
    const { time, style } = this.#settings;
    this.#settings.write(`${time ? `  ${style.dim(this.#time())}  ` : ''}${text}\n`);
  }

  /** Says how much was not shown. */
  flush(): void {
    clearTimeout(this.#quiet);
    this.#quiet = undefined;
    if (this.#left === 0) return;
    const text = `${this.#direction} … ${this.#left} more bytes, not shown`;
    this.#left = 0;
    this.#settings.write(`${this.#settings.style.dim(text)}\n`);
  }

  #count(bytes: number): void {
    if (bytes === 0) return;
    this.#left += bytes;
    this.#quiet ??= setTimeout(() => this.flush(), QUIET_MS).unref();
    this.#quiet.refresh();
  }

  #time(): string {
    return `${(this.#settings.now() / 1000).toFixed(3).padStart(7)} s`;
  }

  #indent(who: string): number {
    return 2 + (this.#settings.time ? 11 : 0) + (who ? who.length + 1 : 0);
  }

  #rows(bytes: Buffer, who: string): string[] {
    const { hex, columns } = this.#settings;
    // A dump is wide: it begins below the arrow.
    if (hex) return [`${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`, ...hexRows(bytes)];
    const text = visible(bytes);
    return columns === undefined ? [text] : rowsOf(text, Math.max(20, columns - this.#indent(who)));
  }

  #print(direction: Direction, who: string, rows: readonly string[]): void {
    const { style, time, hex, write } = this.#settings;
    const arrow = direction === '→' ? style.warn(direction) : style.good(direction);
    const head = `${arrow} ${time ? `${style.dim(this.#time())}  ` : ''}${who ? `${style.dim(who)} ` : ''}`;
    const indent = ' '.repeat(hex ? 2 : this.#indent(who));
    write(`${rows.map((row, i) => (i === 0 ? head : indent) + row).join('\n')}\n`);
  }
}
