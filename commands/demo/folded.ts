/** Colours: they take part in no comparison. */
const COLOURS = /\p{Cc}\[[\d;]*m/gu;

/**
 * The rows from `from` on in `room` rows: the first one, those with one of the texts, those from `held` on, and of the
 * others as many as fit. `more` stands for what is left out, with the number of rows in place of its #.
 */
export function folded(
  rows: readonly string[],
  from: number,
  held: number,
  texts: readonly string[],
  room: number,
  more: string,
): string[] {
  const plain = rows.map((row) => row.replaceAll(COLOURS, ''));
  const has = (i: number) => texts.some((text) => plain[i]?.includes(text));
  const kept = new Set<number>([from]);
  const indices = rows.map((_, i) => i).filter((i) => i >= from);
  const keep = (i: number) => {
    kept.add(i);
    if (withGaps(kept, from, rows.length).length > room) kept.delete(i);
  };
  for (const i of indices) if (has(i)) keep(i);
  for (const i of indices) if (i >= held) keep(i);
  for (const i of indices) keep(i);
  // A row that fills a gap of one takes no more room than its count.
  return withGaps(kept, from, rows.length).map((one) =>
    typeof one === 'number' ? (rows[one] ?? '') : more.replace('#', String(one.left)),
  );
}

/** The kept rows, and for each run of others how many they are. */
function withGaps(kept: ReadonlySet<number>, from: number, to: number): (number | { left: number })[] {
  const all: (number | { left: number })[] = [];
  for (let i = from; i < to; i += 1) {
    const last = all.at(-1);
    if (kept.has(i)) all.push(i);
    else if (typeof last === 'object') last.left += 1;
    else all.push({ left: 1 });
  }
  return all;
}
