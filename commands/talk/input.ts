import readline from 'node:readline';
import { suspend } from '../suspend.ts';
import { type LineSettings, Lines } from './lines.ts';

/** Who takes what the person types. */
export interface Listener {
  /** One message; false: no more for now, until `resume`. */
  message(bytes: Buffer): boolean;
  /** The input has ended: Ctrl-D, or the end of a pipe. */
  end(): void;
}

/** Where the messages come from: a keyboard, or a pipe or file. */
export interface Input {
  /** A person sits at a terminal: input goes on after Ctrl-D. */
  readonly interactive: boolean;
  /** Begins to read. */
  start(listener: Listener): void;
  resume(): void;
  stop(): void;
  /** Prints without harm to the line that is being typed. */
  write(text: string): void;
}

/** Bytes, not text: what is piped in goes out as it is, but for the line ends and escapes. */
export class PipeInput implements Input {
  readonly interactive = false;
  readonly #lines: Lines;

  constructor(settings: LineSettings) {
    this.#lines = new Lines(settings);
  }

  start(listener: Listener): void {
    const { stdin } = process;
    stdin.on('data', (bytes: Buffer) => {
      const taken = this.#lines.push(bytes).map((message) => listener.message(message));
      if (taken.includes(false)) stdin.pause();
    });
    const end = () => {
      for (const message of this.#lines.end()) listener.message(message);
      listener.end();
    };
    stdin.once('end', end);
    // A terminal that was closed, a descriptor that was never open.
    stdin.once('error', end);
  }

  resume(): void {
    process.stdin.resume();
  }

  stop(): void {
    process.stdin.destroy();
  }

  write(text: string): void {
    process.stdout.write(text);
  }
}

/**
 * A keyboard. Read through readline, so that Ctrl-D ends the input under Windows too, and so that what
 * comes in does not tear apart the line that is being typed.
 */
export class KeyboardInput implements Input {
  readonly interactive = true;
  readonly #settings: LineSettings;
  #keyboard: readline.Interface | undefined;
  #stopped = false;

  constructor(settings: LineSettings) {
    this.#settings = settings;
  }

  start(listener: Listener): void {
    const lines = new Lines({ ...this.#settings, raw: false });
    const keyboard = readline.createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: true,
      prompt: '',
    });
    this.#keyboard = keyboard;
    keyboard.on('line', (text) => {
      this.#eraseEcho(text);
      for (const message of lines.push(Buffer.from(`${text}\n`))) listener.message(message);
    });
    keyboard.on('SIGINT', () => {
      this.stop();
      process.exit(0);
    });
    // Readline would stop this process alone, and npm and the shell in front of it would wait for ever.
    keyboard.on('SIGTSTP', () => {
      process.stdin.setRawMode(false);
      suspend(() => {
        process.stdin.setRawMode(true);
        keyboard.prompt(true);
      });
    });
    keyboard.on('close', () => {
      this.#keyboard = undefined;
      if (this.#stopped) return;
      listener.end();
    });
  }

  /** Nothing to do: nobody types faster than a connection takes it. */
  resume(): void {}

  stop(): void {
    this.#stopped = true;
    this.#keyboard?.close();
    process.stdin.destroy();
  }

  write(text: string): void {
    const keyboard = this.#keyboard;
    if (!keyboard) {
      process.stdout.write(text);
      return;
    }
    readline.moveCursor(process.stdout, 0, -keyboard.getCursorPos().rows);
    readline.cursorTo(process.stdout, 0);
    readline.clearScreenDown(process.stdout);
    process.stdout.write(text);
    keyboard.prompt(true);
  }

  /** The line is shown again as it goes out, with its end: once is enough. */
  #eraseEcho(text: string): void {
    const columns = process.stdout.columns || 80;
    const rows = Math.floor(text.length / columns) + 1;
    readline.moveCursor(process.stdout, 0, -rows);
    readline.clearScreenDown(process.stdout);
  }
}
