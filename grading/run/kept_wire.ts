import type { CheckResult } from '../../checks/engine/events.ts';
import type { WireEvent } from '../../checks/engine/wire/transcript.ts';

/** Of what travelled in a check that failed, so many bytes are kept at the beginning and at the end. */
export const KEPT_BYTES = 64 * 1024;
/** The same in events. */
export const KEPT_EVENTS = 400;
/** A check that passed is told by its exchange only where that is short: a class of hundreds must fit on a disk. */
export const SHORT = { bytes: 4 * 1024, events: 60 };

/** What travelled in a check, as far as a journal and a report keep it. Bytes that are left out leave their `size`. */
export function keptWire({ verdict, wire }: Pick<CheckResult, 'verdict' | 'wire'>): readonly WireEvent[] {
  const sizes = wire.map(({ bytes }) => bytes?.length ?? 0);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (verdict === 'pass') return all <= SHORT.bytes && wire.length <= SHORT.events ? wire : [];
  let before = 0;
  const events = wire.map((event, i) => {
    before += sizes[i] as number;
    const kept = before <= KEPT_BYTES || all - before < KEPT_BYTES;
    return kept || !event.bytes ? event : { ...event, bytes: Buffer.alloc(0) };
  });
  return events.filter((_, i) => i < KEPT_EVENTS || i >= events.length - KEPT_EVENTS);
}
