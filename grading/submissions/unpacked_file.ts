import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Budget } from './budget.ts';
import { isLeftOut } from './left_out.ts';

/** Whether an entry of an archive is worth unpacking. */
export function isWanted(path: string): boolean {
  return path !== '' && !path.split('/').some(isLeftOut);
}

/** A file on its way out of an archive: counted while it is written, so that a bomb is stopped early. */
export class UnpackedFile {
  readonly #descriptor: number;
  readonly #budget: Budget;

  constructor(folder: string, path: string, budget: Budget) {
    budget.file();
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    this.#budget = budget;
    this.#descriptor = openSync(file, 'w', 0o600);
  }

  write(chunk: Uint8Array): void {
    this.#budget.bytes(chunk.length);
    for (let done = 0; done < chunk.length; ) done += writeSync(this.#descriptor, chunk, done);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
