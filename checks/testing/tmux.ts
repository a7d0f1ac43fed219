import { execFileSync, spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { poll } from '../engine/deadline.ts';
import { ROOT } from './labs.ts';

/** Tests with a real terminal are made where there is tmux. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

let count = 0;

/** A command in a real terminal of 80 columns and 24 rows. */
export class TmuxScreen {
  readonly #name = `workbook-test-${process.pid}-${++count}`;
  readonly #root: string;

  /** Starts a command of the course: `['talk', '127.0.0.1', '50000']`. When it has ended, its exit code is shown. `root`: another course. */
  constructor(words: readonly string[], { columns = 80, rows = 24, root = ROOT, shell = '' } = {}) {
    this.#root = root;
    const line = ['node', 'commands/course.mjs', ...words].map((word) => `'${word}'`).join(' ');
    const size = ['-x', String(columns), '-y', String(rows)];
    this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      ...size,
      '-c',
      root,
      shell || `${line}; echo "exit code $?"; exec cat`,
    );
  }

  /** The text on the screen, without the empty rows at the end. */
  text(): string {
    return this.#tmux('capture-pane', '-p').trimEnd();
  }

  /** Waits until the screen shows the text, or matches the pattern. */
  async shows(what: string | RegExp): Promise<string> {
    let text = '';
    const found = await poll(15_000, () => {
      text = this.text();
      return (typeof what === 'string' ? text.includes(what) : what.test(text)) ? true : undefined;
    });
    expect(found, `${what} on the screen:\n${text}`).toBe(true);
    return text;
  }

  /** Types text as it is. */
  type(text: string): void {
    this.#tmux('send-keys', '-l', text);
  }

  /** Presses a key, by its name in tmux: `Enter`, `C-d`. */
  press(key: string): void {
    this.#tmux('send-keys', key);
  }

  /** Makes the window larger or smaller. */
  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  close(): void {
    spawnSync('tmux', ['-L', this.#name, 'kill-server']);
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-L', this.#name, ...args], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8', NO_COLOR: '1', INIT_CWD: this.#root },
    });
  }
}
