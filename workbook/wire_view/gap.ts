/** Shorter than this nobody calls it silence. */
const SILENCE = 100;

/** Height of a gap of so many milliseconds, in pixels: it grows with the logarithm. */
export function gapHeight(ms: number): number {
  if (ms < 2) return 4;
  return Math.round(Math.min(96, 4 + 8 * Math.log2(1 + ms / 4)));
}

/** A gap in words, where it is long enough to be one: `0.4 s of silence`. */
export function gapWords(ms: number, words: (duration: string) => string): string | undefined {
  return ms < SILENCE ? undefined : words(duration(ms));
}

/** `380 ms`, `2.1 s`, `3 min 5 s` */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** A point in time since the beginning: `0.247 s`. */
export function clockTime(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
