import { Annotator } from './annotator.ts';

export { explainField } from './explain_field.ts';

/**
 * What some bytes of a conversation are. `line-end` is CR LF, `bare-lf` a line feed without its CR;
 * `blank-line` is the line end that ends a head (or a trailer), one byte long where it is a bare LF.
 */
export type Kind =
  | 'start-line'
  | 'field-name'
  | 'field-value'
  | 'separator'
  | 'line-end'
  | 'bare-lf'
  | 'blank-line'
  | 'content'
  | 'chunk-size'
  | 'text';

/** The bytes from `from` up to but not including `to` of one direction of one conversation. */
export interface Part {
  kind: Kind;
  from: number;
  to: number;
  /** Half a line for a person: what it means, or what is wrong with it. */
  note?: string;
  /** The note says what is wrong. */
  wrong?: true;
}

/** How much content a message announces and how much of it came, in bytes (chunked: without the framing). */
export interface ContentCount {
  announced?: number | 'chunked' | 'until-close';
  came: number;
}

/** One HTTP message within the bytes. */
export interface Message {
  /** Offset of its first byte. */
  from: number;
  /** Without its line end, one character per byte. */
  startLine: string;
  /** The method of a request. */
  method?: string;
  /** The status of a response. */
  status?: number;
  /** Absent when the message has no content. `came` is more than announced when other bytes follow that are no message. */
  content?: ContentCount;
}

export interface Reading {
  /** Contiguous, and covering all bytes. */
  parts: Part[];
  /** The content of the last message. */
  content?: ContentCount;
  /** Whether there is an HTTP message at all. */
  http: boolean;
  /** The messages, one after another. */
  messages: Message[];
}

export type Role = 'request' | 'response' | 'unknown';

/**
 * Names the parts of what one side of a conversation has sent. Never throws; several messages in a row are
 * read on; what is not HTTP is one `text` part per line. `methods` are those of the requests that the
 * responses answer, in order (`messages` of their reading): the response to HEAD has no content.
 */
export function annotate(bytes: Uint8Array, role: Role, methods: readonly string[] = []): Reading {
  const annotator = new Annotator(role, (index) => methods[index]);
  const parts = annotator.push(bytes);
  const { messages } = annotator;
  const content = messages.at(-1)?.content;
  return { parts, http: messages.length > 0, messages, ...(content && { content }) };
}
