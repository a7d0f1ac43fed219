import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { RecordedEvent, Recording } from '../../workbook/wire_view/record.ts';
import type { Passage } from './looking_glass.ts';

/** So much of one chunk is kept. */
const KEPT_OF_CHUNK = 65_536;
/** So many characters of base64 are kept of everything together, and so many events. */
const KEPT_CHARACTERS = 12 * 1024 * 1024;
const KEPT_EVENTS = 50_000;

/** What passed, as an event of a recording. */
export function recorded({ bytes, text, ...passage }: Passage, now: number): RecordedEvent {
  // In a recording this text says where to, which the lane of the server says already. Here it is where from, or a code.
  const said = passage.kind === 'connect' || passage.kind === 'refused' ? undefined : text;
  const event: RecordedEvent = {
    at: Math.round(now * 1000) / 1000,
    ...passage,
    ...(said !== undefined && { text: said }),
  };
  return bytes
    ? { ...event, bytes: bytes.subarray(0, KEPT_OF_CHUNK).toString('base64'), size: bytes.length }
    : event;
}

/** Keeps events in a bounded memory: when there are too many bytes only their number is kept, and then nothing. */
export class Recorder {
  readonly events: RecordedEvent[] = [];
  /** Events that there was no room for. */
  dropped = 0;
  #characters = 0;

  keep(event: RecordedEvent): void {
    if (this.events.length >= KEPT_EVENTS) {
      this.dropped += 1;
      return;
    }
    this.#characters += event.bytes?.length ?? 0;
    this.events.push(this.#characters > KEPT_CHARACTERS && event.bytes ? { ...event, bytes: '' } : event);
  }
}

/** Why a recording cannot be kept in this file; undefined: it can. A file that is something else is not touched. */
export function whyNotSave(file: string): string | undefined {
  try {
    if (existsSync(file)) {
      const text = readFileSync(file, 'utf8');
      if (text.trim() !== '' && !isRecording(text))
        return `${file} is something else than a recording. Name another file.`;
    }
    save(file, { title: '', client: '', server: '', events: [] });
    return undefined;
  } catch (error) {
    return `${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`;
  }
}

function isRecording(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text).events);
  } catch {
    return false;
  }
}

/** Writes a recording, whole or not at all: one event on each line. */
export function save(file: string, { events, ...about }: Recording): void {
  const rows = events.map((event) => `    ${JSON.stringify(event)}`).join(',\n');
  const head = JSON.stringify(about, null, 2).slice(0, -2);
  const part = `${file}.part`;
  writeFileSync(part, `${head},\n  "events": [\n${rows}\n  ]\n}\n`);
  renameSync(part, file);
}
