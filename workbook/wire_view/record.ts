import type { WireEvent, WireKind } from '../../checks/engine/wire/transcript.ts';

/** One thing that happened on the wire or around it, in a shape that fits into JSON. */
export interface RecordedEvent {
  /** Milliseconds since the recording began. */
  at: number;
  /** Number of the connection, from 1; 0 for what happens around connections. */
  conversation: number;
  /** Who did it. */
  from: 'client' | 'server';
  kind: WireKind;
  /** The bytes of `data`, `stdin`, `stdout` and `stderr`, in base64; perhaps only the first of them. */
  bytes?: string;
  /** How many bytes there really were. */
  size?: number;
  /** Plain words: the command line, the exit code, the time waited. */
  text?: string;
}

/** A whole exchange, with everything that is needed to draw it. */
export interface Recording {
  title: string;
  /** Who is the client, at the left: `checker`, `your program`, `browser`. */
  client: string;
  /** Who is the server, at the right. */
  server: string;
  events: RecordedEvent[];
  /** What connections are called, where it is not by their numbers. */
  names?: Readonly<Record<number, string>>;
  failure?: {
    message: string;
    /** The connection that the failure is about. */
    conversation?: number;
    /** Byte offset in everything that the program sent in this conversation; its length where bytes are missing. */
    at?: number;
    /** Which lane the program has; default: the server's. */
    from?: 'client' | 'server';
  };
}

/** A `WireEvent` whose bytes are still bytes, or were made base64 on their way through JSON. */
export type EitherEvent = Omit<WireEvent, 'bytes'> & { bytes?: Uint8Array | string };

/**
 * The events of a transcript as recorded events. `program` tells which lane the program under test
 * has: a server lab checks a server, a client lab a client.
 */
export function fromEvents(events: readonly EitherEvent[], program: 'client' | 'server'): RecordedEvent[] {
  const checker = program === 'server' ? 'client' : 'server';
  return events.map(({ at, conversation, from, kind, bytes, size, text }) => ({
    at: Math.round(at * 10) / 10,
    conversation,
    from: from === 'program' ? program : checker,
    kind,
    ...(bytes === undefined ? {} : { bytes: typeof bytes === 'string' ? bytes : toBase64(bytes) }),
    ...(size === undefined ? {} : { size }),
    ...(text === undefined ? {} : { text }),
  }));
}

/** Base64 without `Buffer`, so that it also runs in a browser. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The bytes of a base64 text; none if it is not base64. */
export function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
