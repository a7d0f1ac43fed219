import type { ServerContext } from '../context/server.ts';
import type { Conversation, ReadEnd } from '../wire/conversation.ts';
import type { Fields } from './fields.ts';
import { ResponseReader } from './message_reader.ts';
import type { ProblemKind } from './problem.ts';
import { readMessage } from './read_message.ts';
import { type RequestParts, requestBytes, requestWords } from './request.ts';

/** What came back for one request, as far as it came. Nothing is judged yet: see `expect.ts`. */
export interface Answer {
  /** The first line of the request, for messages. */
  asked: string;
  method: string;
  peer: Conversation;
  reader: ResponseReader;
  /** How the reading ended: `enough` when the response is whole by its own framing. */
  end: ReadEnd;
  /** The bytes of this response and of whatever came behind it. */
  received: Buffer;
}

export const statusOf = ({ reader }: Answer): number | undefined => reader.status;
export const fieldsOf = ({ reader }: Answer): Fields => reader.fields;
export const contentOf = ({ reader }: Answer): Buffer => reader.content;

/** What asking needs of a check's context. */
export type Connector = Pick<ServerContext, 'port' | 'connect'>;

export interface AskOptions {
  /** The connection to use; default: a new one. */
  peer?: Conversation;
  /** The request cut into these pieces, each of which the program reads by itself. */
  pieces?: readonly Buffer[];
  /** What the reader goes on after; default `all`, so that one mistake in the head is one failure and not twenty. */
  forgive?: 'nothing' | 'all' | readonly ProblemKind[];
  /** How long to wait for the next byte, in ms. */
  patience?: number;
  /** Method of a request that is given as bytes; default: its first word. */
  method?: string;
}

/**
 * Sends a request and reads the response by its framing, both at once: a program may answer before it has
 * read everything. The write side stays open (many servers give up when it ends).
 */
export async function ask(
  context: Connector,
  request: RequestParts | Buffer,
  options: AskOptions = {},
): Promise<Answer> {
  const bytes = Buffer.isBuffer(request) ? request : requestBytes(request, context.port);
  const method = options.method ?? bytes.toString('latin1', 0, 20).split(' ')[0] ?? '';
  const peer = options.peer ?? (await context.connect());
  const start = peer.length;
  const reader = new ResponseReader({ forgive: options.forgive ?? 'all', method, at: start });
  const sending = options.pieces ? peer.sendPieces(options.pieces) : peer.send(bytes);
  const end = await readMessage(peer, reader, options.patience);
  await sending;
  return { asked: requestWords(bytes), method, peer, reader, end, received: peer.received.subarray(start) };
}

/**
 * Sends requests one behind the other without waiting, and reads as many responses, each by its framing, as
 * come: fewer than asked when the program ends the connection (RFC 9112, section 9.3.2).
 */
export async function askPipelined(
  context: Connector,
  requests: readonly RequestParts[],
  options: AskOptions = {},
): Promise<Answer[]> {
  const peer = options.peer ?? (await context.connect());
  const all = requests.map((parts) => requestBytes(parts, context.port));
  const sending = peer.send(Buffer.concat(all));
  const answers: Answer[] = [];
  let start = peer.length;
  let before: Buffer = Buffer.alloc(0);
  for (const [i, bytes] of all.entries()) {
    const method = requests[i]?.method ?? 'GET';
    const reader = new ResponseReader({ forgive: options.forgive ?? 'all', method, at: start });
    reader.push(before);
    const end = reader.done ? 'enough' : await readMessage(peer, reader, options.patience);
    answers.push({
      asked: requestWords(bytes),
      method,
      peer,
      reader,
      end,
      received: peer.received.subarray(start),
    });
    if (!reader.complete) break;
    before = reader.rest;
    start = reader.places.end ?? start;
  }
  await sending;
  return answers;
}

/** The shortest way: GET a target on a connection of its own and leave politely. */
export async function get(
  context: Connector,
  target: string,
  parts: RequestParts = {},
  options: AskOptions = {},
): Promise<Answer> {
  const answer = await ask(context, { ...parts, target }, options);
  if (!options.peer) await answer.peer.leave();
  return answer;
}
