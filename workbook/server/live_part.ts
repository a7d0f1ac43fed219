import type { RecordedEvent } from '../wire_view/record.ts';
import type { LivePart } from './api.ts';
import { Refusal } from './gate.ts';

/** More events than this do not come in one request. */
const MOST_EVENTS = 5000;

const KINDS = 'connect refused data fin reset silence start signal exit stdin stdout stderr'.split(' ');

/** Reads what `npm run wire --open` sent, and takes nothing on trust; a Refusal names what is wrong. */
export function livePart(body: Record<string, unknown>): LivePart {
  const { recording, events } = body;
  if (typeof recording !== 'string' || !/^[\w-]{1,64}$/.test(recording)) wrong('recording');
  if (!Array.isArray(events) || events.length > MOST_EVENTS) wrong('events');
  return {
    recording,
    title: words(body.title, 'title', 200),
    client: words(body.client, 'client', 100),
    server: words(body.server, 'server', 100),
    events: events.map(liveEvent),
  };
}

function liveEvent(value: unknown): RecordedEvent {
  if (typeof value !== 'object' || value === null) wrong('events');
  const { at, conversation, from, kind, bytes, size, text } = value as Record<string, unknown>;
  if (typeof at !== 'number' || !Number.isFinite(at)) wrong('at');
  if (from !== 'client' && from !== 'server') wrong('from');
  if (typeof kind !== 'string' || !KINDS.includes(kind)) wrong('kind');
  if (bytes !== undefined && (typeof bytes !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(bytes)))
    wrong('bytes');
  return {
    at,
    conversation: wholeNumber(conversation, 'conversation'),
    from,
    kind: kind as RecordedEvent['kind'],
    ...(bytes !== undefined && { bytes }),
    ...(size !== undefined && { size: wholeNumber(size, 'size') }),
    ...(text !== undefined && { text: words(text, 'text', 2000) }),
  };
}

function wholeNumber(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) wrong(name);
  return value;
}

function words(value: unknown, name: string, most: number): string {
  if (typeof value !== 'string' || value.length > most) wrong(name);
  return value;
}

function wrong(name: string): never {
  throw new Refusal(400, `"${name}" is missing or not what it should be.`);
}
