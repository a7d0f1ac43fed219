import { fromBase64, type RecordedEvent } from './record.ts';

/**
 * Where in a record the wrong byte of a finding stands: the conversation in which the program sent the
 * bytes `actual`, and the offset within what it sent there. The last conversation that fits is meant,
 * because a check ends at its failure. Undefined where the bytes were not sent (printed, or cut away).
 */
export function locateFailure(
  events: readonly RecordedEvent[],
  program: 'client' | 'server',
  actual: Uint8Array,
  at: number,
): { conversation: number; at: number } | undefined {
  const sent = new Map<number, Uint8Array[]>();
  const cut = new Set<number>();
  for (const event of events) {
    if (event.kind !== 'data' || event.from !== program) continue;
    const pieces = sent.get(event.conversation) ?? [];
    sent.set(event.conversation, pieces);
    if (cut.has(event.conversation)) continue;
    const bytes = fromBase64(event.bytes ?? '');
    pieces.push(bytes);
    // What was left out of a record moves everything behind it.
    if ((event.size ?? 0) > bytes.length) cut.add(event.conversation);
  }
  const numbers = [...new Set(events.map((event) => event.conversation))].filter((n) => n > 0).reverse();
  for (const conversation of numbers) {
    const all = joined(sent.get(conversation) ?? []);
    const found = indexOf(all, actual.subarray(0, 4096), cut.has(conversation));
    if (found >= 0 && found + at <= all.length) return { conversation, at: found + at };
  }
  return undefined;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Where `wanted` begins in `bytes`, or -1; in a record that was cut its beginning is enough. */
function indexOf(bytes: Uint8Array, wanted: Uint8Array, cut: boolean): number {
  if (wanted.length === 0) return bytes.length === 0 ? 0 : -1;
  const last = cut ? bytes.length - 1 : bytes.length - wanted.length;
  for (let start = bytes.indexOf(wanted[0] as number); start >= 0 && start <= last; ) {
    const length = Math.min(wanted.length, bytes.length - start);
    let same = 1;
    while (same < length && bytes[start + same] === wanted[same]) same += 1;
    if (same === length) return start;
    start = bytes.indexOf(wanted[0] as number, start + 1);
  }
  return -1;
}
