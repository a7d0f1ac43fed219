import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, ask } from '../engine/http/ask.ts';
import { expectContent, expectStatus } from '../engine/http/expect.ts';
import type { RequestParts } from '../engine/http/request.ts';
import { type SiteFile, targetOf } from '../engine/site/site.ts';
import { exhibits } from './exhibits.ts';

/** Most bytes of an answer that a failure shows. */
export const SHOWN = 300;

/**
 * Leaves politely, and sees that nothing came behind the response: a client that asked for
 * `Connection: close` reads to the end.
 */
export async function leave({ peer, reader, asked }: Answer): Promise<void> {
  await peer.leave();
  const { end } = reader.places;
  if (end === undefined || peer.length <= end) return;
  fail(
    'bytes-behind-content',
    `After "${asked}": ${peer.length - end} more bytes came behind the content. A client takes them for the beginning of the next response.`,
    { actual: peer.received.subarray(0, end + SHOWN), at: end },
  );
}

/** How a file is asked for, where that is not the usual way. */
export interface FileRequest extends RequestParts {
  /** Why this should be 200, in a sentence. */
  why?: string;
  /** The name of the mistake when it is not. */
  diagnosis?: string;
}

/** Gets a file on a connection of its own: the status is 200 and the content what is on disk, no byte less or more. */
export async function getFile(
  context: ServerContext,
  file: SiteFile,
  { why = 'A file of that name is in the web root.', diagnosis, ...parts }: FileRequest = {},
): Promise<Answer> {
  const answer = await ask(context, { target: targetOf(file.name), ...parts });
  expectStatus(answer, 200, why, diagnosis);
  expectContent(answer, file.content);
  await leave(answer);
  return answer;
}

/** The simplest exchange of this lab: a small text file. */
export async function getText(context: ServerContext): Promise<void> {
  await getFile(context, exhibits(context).text);
}

/** The name of a file that is not there. */
export const missingTarget = (context: ServerContext): string => `/no-such-${context.random.word()}.txt`;
