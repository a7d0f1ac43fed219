const WIDTH = 30;

/** `[■■■■□□□□]  12 of 40, about 3 min left`, for a run in which `done` of `total` took `ms` milliseconds. */
export function progressBar(done: number, total: number, ms: number): string {
  const full = total === 0 ? WIDTH : Math.floor((WIDTH * done) / total);
  const bar = `${'■'.repeat(full)}${'□'.repeat(WIDTH - full)}`;
  const left = done === 0 || done === total ? '' : `, about ${inWords((ms / done) * (total - done))} left`;
  return `[${bar}]  ${done} of ${total}${left}`;
}

/** A time as one says it: `40 s`, `3 min`, `1 h 20 min`. */
export function inWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
