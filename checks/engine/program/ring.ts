const RING_BYTES = 64 * 1024;

/** The last 64 KiB of what a program printed, and how much that was in all. */
export class Ring {
  total = 0;
  #chunks: Buffer[] = [];
  #kept = 0;

  push(chunk: Buffer): void {
    this.total += chunk.length;
    this.#chunks.push(chunk);
    this.#kept += chunk.length;
    while (this.#chunks.length > 1 && this.#kept - (this.#chunks[0] as Buffer).length >= RING_BYTES) {
      this.#kept -= (this.#chunks.shift() as Buffer).length;
    }
  }

  text(): string {
    return Buffer.concat(this.#chunks).subarray(-RING_BYTES).toString('utf8');
  }
}
