import { Refused } from './refused.ts';

/** What one submission may hold when it is unpacked; what is left out (`node_modules`, …) does not count. */
export const LIMITS = { bytes: 50_000_000, files: 5_000 };

/** How much an archive may make the grader read to get at it, with all that is left out. */
export const ARCHIVE_LIMITS = { bytes: 1_000_000_000, entries: 100_000 };

/** Counts what a submission holds, while it is read; a Refused as soon as it is too much. */
export class Budget {
  #bytes = 0;
  #files = 0;

  file(): void {
    if (++this.#files > LIMITS.files) throw tooMuch(`${LIMITS.files.toLocaleString('en')} files`);
  }

  bytes(count: number): void {
    this.#bytes += count;
    if (this.#bytes > LIMITS.bytes) throw tooMuch(`${LIMITS.bytes / 1e6} MB`);
  }
}

export function tooMuch(limit: string): Refused {
  return new Refused(
    'hostile-archive',
    `It holds more than ${limit}, and no lab needs that much. It was not graded; ask for the programs alone.`,
  );
}
