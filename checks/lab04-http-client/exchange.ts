import type { ClientContext, ClientRun } from '../engine/context/client.ts';
import { RequestReader } from '../engine/http/message_reader.ts';
import { readMessage } from '../engine/http/read_message.ts';
import type { Conversation, ReadEnd } from '../engine/wire/conversation.ts';
import type { ScriptedServer } from '../engine/wire/scripted_server.ts';

/** What the checker's server answers, and what it does with the connection then. */
export interface Reply {
  /** Each piece reaches the program by itself. */
  pieces: readonly (Buffer | string)[];
  /** End our side (FIN), leave the connection open, or cut it (RST). */
  afterwards: 'end' | 'stay' | 'reset';
}

/** A request of the program, as far as it came. */
export interface Seen {
  /** Reads on wherever it can, so that one mistake in the request is one failure and not twenty. */
  reader: RequestReader;
  client: Conversation;
  /** How the reading ended. */
  end: ReadEnd;
}

/** One run of the program, and what its server saw. */
export interface Exchange {
  /** The URL that the program was given. */
  url: string;
  port: number;
  run: ClientRun;
  requests: readonly Seen[];
}

/** One answer for every request, or one that depends on the request and its number (from 1). */
export type Answer = Reply | ((request: Seen, number: number) => Reply);

/** The first byte of a TLS conversation: a program that speaks https here waits for what we cannot say. */
const TLS_HANDSHAKE = 0x16;

/** Starts a server that answers requests, and remembers them in `requests`. */
export function answering(
  context: ClientContext,
  answer: Answer,
  requests: Seen[],
  host?: string,
): Promise<ScriptedServer> {
  return context.serve(
    async (client) => {
      const start = await client.readBytes(1);
      if (client.received[0] === TLS_HANDSHAKE) return client.end();
      const reader = new RequestReader({ forgive: 'all' });
      const end = start === 'enough' ? await readMessage(client, reader) : start;
      const seen = { reader, client, end };
      requests.push(seen);
      // It waits for us, and we for the rest of its request: nothing can come of that.
      if (!reader.complete) return reader.problem ? client.end() : undefined;
      const { pieces, afterwards } = typeof answer === 'function' ? answer(seen, requests.length) : answer;
      await client.sendPieces(pieces.map((piece) => Buffer.from(piece)));
      if (afterwards === 'end') client.end();
      else if (afterwards === 'reset') {
        await client.untilRead();
        client.reset();
      }
    },
    host === undefined ? {} : { host },
  );
}

/** Runs the program once with a URL of a server that answers so. `path` is what stands behind the port in the URL. */
export async function exchange(
  context: ClientContext,
  answer: Answer,
  { path = `/${context.random.word()}`, host = '127.0.0.1' } = {},
): Promise<Exchange> {
  const requests: Seen[] = [];
  const server = await answering(context, answer, requests, host);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}${path}`;
  const run = await context.run({ url });
  await server.finished();
  return { url, port: server.port, run, requests };
}

/** A response with the length of its content, in one piece. */
export function response(
  content: Buffer | string,
  { status = '200 OK', fields = ['Content-Type: text/plain; charset=utf-8'] }: Partial<ResponseHead> = {},
): Buffer {
  const bytes = Buffer.from(content);
  const head = headOf(status, [...fields, `Content-Length: ${bytes.length}`, 'Connection: close']);
  return Buffer.concat([head, bytes]);
}

interface ResponseHead {
  /** Code and reason. */
  status: string;
  fields: readonly string[];
}

/** The head of a response, blank line included. */
export const headOf = (status: string, fields: readonly string[]): Buffer =>
  Buffer.from([`HTTP/1.1 ${status}`, ...fields, '', ''].join('\r\n'));

/** The usual: everything at once, then the end. */
export const whole = (bytes: Buffer): Reply => ({ pieces: [bytes], afterwards: 'end' });
