import { type RecordedEvent, type Recording, toBase64 } from './record.ts';

/** Bytes of a text, one per character. */
export const bytes = (text: string): string =>
  toBase64(Uint8Array.from(text, (character) => character.charCodeAt(0)));

/** Data that one side sends. */
export const data = (from: 'client' | 'server', text: string, at = 0, conversation = 1): RecordedEvent => ({
  at,
  conversation,
  from,
  kind: 'data',
  bytes: bytes(text),
  size: text.length,
});

/** A recording of these events. */
export const recording = (events: RecordedEvent[], failure?: Recording['failure']): Recording => ({
  title: 'a test',
  client: 'checker',
  server: 'your program',
  events,
  ...(failure && { failure }),
});
