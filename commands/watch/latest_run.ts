/** One run at a time: a new one takes the place of the one under way, and begins when nothing is left of it. */
export class LatestRun {
  readonly #make: (signal: AbortSignal) => Promise<void>;
  readonly #rested: () => void;
  #abort: AbortController | undefined;
  #wanted = false;
  #idle: Promise<void> = Promise.resolve();

  /** `make` does a run, and ends soon when its signal is aborted; `rested` is called when none is wanted any more. */
  constructor(make: (signal: AbortSignal) => Promise<void>, rested: () => void) {
    this.#make = make;
    this.#rested = rested;
  }

  /** Resolves when everything that was asked for is done. */
  get idle(): Promise<void> {
    return this.#idle;
  }

  begin(): void {
    this.#wanted = true;
    if (this.#abort) this.#abort.abort();
    else this.#idle = this.#runs();
  }

  async close(): Promise<void> {
    this.#wanted = false;
    this.#abort?.abort();
    await this.#idle;
  }

  async #runs(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      this.#abort = new AbortController();
      await this.#make(this.#abort.signal);
      this.#abort = undefined;
    }
    this.#rested();
  }
}
