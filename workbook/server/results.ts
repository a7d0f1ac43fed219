import type { LabMessage, LivePart } from './api.ts';
import { eventText } from './journal.ts';

interface Kept {
  text: string;
  type: LabMessage['event']['type'];
  /** The check that it is about. */
  check?: string;
  partial?: boolean;
}

/**
 * What the runs have shown so far: the events of the last run of each lab, without those that a later one has made
 * pointless. Told again to a page that opens, they give the same picture.
 */
export class Results {
  readonly #labs = new Map<string, Kept[]>();

  /** Takes in an event, with its text. */
  add({ lab, event }: LabMessage, text: string): void {
    let kept = this.#labs.get(lab) ?? [];
    const { type } = event;
    if (type === 'wire') {
      kept.push({ text, type, check: event.id });
      return;
    }
    if (type === 'run-queued') kept = kept.filter((one) => !isState(one.type));
    else if (type === 'lab-started') {
      // The results of the other checks still stand when only some are made again.
      kept = event.partial ? kept.filter((one) => !isState(one.type) && !one.partial) : [];
    } else if (type === 'check-started' || type === 'check-ended') {
      const id = type === 'check-started' ? event.id : event.result.id;
      kept = kept.filter((one) => one.check !== id);
    } else if (type === 'lab-ended' || type === 'run-stopped' || type === 'run-failed') {
      kept = kept.filter((one) => one.type !== 'check-started' && one.type !== 'wire' && !isState(one.type));
    }
    const check = type === 'check-ended' ? event.result.id : type === 'check-started' ? event.id : undefined;
    const partial =
      type === 'lab-started' ? event.partial : type === 'lab-ended' ? event.result.partial : undefined;
    kept.push({ text, type, ...(check !== undefined && { check }), ...(partial && { partial }) });
    this.#labs.set(lab, kept);
  }

  /** The events, lab by lab. */
  *state(): Iterable<string> {
    for (const kept of this.#labs.values()) for (const { text } of kept) yield text;
  }
}

/** Says how a run stands, until it stands otherwise. */
const isState = (type: Kept['type']): boolean =>
  type === 'run-queued' || type === 'run-stopped' || type === 'run-failed';

/** So many live recordings are kept, with so much of each, in characters of base64 and text. */
const RECORDINGS = 4;
const KEPT_OF_ONE = 8 * 1024 * 1024;

/** The conversations that `npm run wire --open` sends, as far as they are kept. */
export class LiveRecordings {
  readonly #recordings = new Map<string, { part: LivePart; size: number; total: number }>();

  /** Takes in a part and gives it back with its offset. */
  add(part: LivePart): LivePart {
    const known = this.#recordings.get(part.recording);
    const kept = known ?? { part: { ...part, events: [] }, size: 0, total: 0 };
    const placed = { ...part, offset: kept.total };
    kept.total += part.events.length;
    for (const event of part.events) {
      kept.size += 100 + (event.bytes?.length ?? 0) + (event.text?.length ?? 0);
      if (kept.size <= KEPT_OF_ONE) kept.part.events.push(event);
    }
    // The newest last; the oldest goes.
    this.#recordings.delete(part.recording);
    this.#recordings.set(part.recording, kept);
    for (const name of this.#recordings.keys()) {
      if (this.#recordings.size > RECORDINGS) this.#recordings.delete(name);
    }
    return placed;
  }

  *state(): Iterable<string> {
    for (const { part } of this.#recordings.values()) yield eventText('wire', { ...part, offset: 0 });
  }
}
