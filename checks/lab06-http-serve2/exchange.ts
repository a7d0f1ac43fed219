import type { ServerContext } from '../engine/context/server.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { Failure, fail } from '../engine/failure.ts';
import { type Answer, type AskOptions, ask } from '../engine/http/ask.ts';
import { expectWhole } from '../engine/http/expect.ts';
import type { Problem, ProblemKind } from '../engine/http/problem.ts';
import type { RequestParts } from '../engine/http/request.ts';
import type { Site } from '../engine/site/site.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import { PAGE, PAGE_START } from './page.ts';

/** What every check asks for. The program may answer other targets as it likes. */
export const TARGET = `/${PAGE}`;

/** One answer, taken apart without judging it: whatever is wrong is the business of one check. */
export interface PageAnswer extends Answer {
  /** The page as it is in the file. */
  page: Buffer;
  /** Everything that came, also behind the response. */
  stream: Buffer;
  /** Offset of the beginning of the page in the stream; -1 when it did not come. */
  pageAt: number;
  /** Offset behind the head: behind its blank line, or, where that is missing, the beginning of the page. */
  headEnd: number;
  /** Whether a blank line ends the head. */
  hasBlankLine: boolean;
}

/** How long we wait for the end where it is known that it does not come, in ms. */
const SHORT_MS = 50;
/** After so many connections in a row that the program has not ended, it is known. */
const ENOUGH = 2;
/** How many connections in a row the program has not ended, for the site of each run. */
const leftOpen = new WeakMap<Site, number>();

/** Leaves politely, and does not wait long for a program that never ends its side: one check says that it does not. */
export async function leave(context: ServerContext, peer: Conversation): Promise<void> {
  const before = leftOpen.get(context.site) ?? 0;
  await peer.leave(before < ENOUGH ? undefined : SHORT_MS);
  leftOpen.set(context.site, peer.ended ? 0 : before + 1);
}

/** Asks for the page on a connection of its own, reads to the end and leaves politely. */
export async function askForPage(
  context: ServerContext,
  parts: RequestParts = {},
  options: AskOptions = {},
): Promise<PageAnswer> {
  const answer = await ask(context, { target: TARGET, ...parts }, options);
  await leave(context, answer.peer);
  return takenApart(context, answer);
}

/** Finds the page in an answer. */
export function takenApart(context: ServerContext, answer: Answer): PageAnswer {
  const page = pageOf(context);
  const stream = answer.peer.received;
  const pageAt = stream.indexOf(PAGE_START);
  const { content } = answer.reader.places;
  // Without a blank line of its own, the head goes on to a blank line inside the page.
  const hasBlankLine = content !== undefined && (pageAt < 0 || content <= pageAt);
  const headEnd = hasBlankLine ? content : pageAt < 0 ? stream.length : pageAt;
  return { ...answer, page, stream, pageAt, headEnd, hasBlankLine };
}

/** The page as it is in the file. */
export function pageOf(context: ServerContext): Buffer {
  const file = context.site.files.get(PAGE);
  if (!file) throw new Error(`the site has no ${PAGE}`);
  return file.content;
}

/** The first of these problems that the reader met in front of `end`, if any. */
export function problemIn(
  { reader }: Answer,
  kinds: readonly ProblemKind[],
  end = Number.POSITIVE_INFINITY,
): Problem | undefined {
  return [...reader.forgiven, ...(reader.problem ? [reader.problem] : [])].find(
    ({ kind, at }) => kinds.includes(kind) && at < end,
  );
}

/** The stream with other bytes at a place: what should have come, in line with what came. */
export function corrected(stream: Buffer, at: number, length: number, right: string): Buffer {
  return Buffer.concat([stream.subarray(0, at), Buffer.from(right), stream.subarray(at + length)]);
}

/** The bytes behind the head, as they came; taken out of their chunks where there are any. */
export function contentIn(answer: PageAnswer): Buffer {
  const { reader, stream, headEnd } = answer;
  return reader.framing?.kind === 'chunked' ? reader.content : stream.subarray(headEnd);
}

/** The content is the page, byte for byte; bytes behind it are the business of another check. */
export function expectPage(answer: PageAnswer, when = ''): void {
  const { reader, page, stream, end } = answer;
  const chunked = reader.framing?.kind === 'chunked';
  const broken =
    chunked && reader.forgiven.concat(reader.problem ?? []).find(({ at }) => at >= answer.headEnd);
  if (broken) {
    fail(
      'broken-chunks',
      `${when}Transfer-Encoding says that the page comes in chunks, and here they go wrong. Each chunk is its size in bytes, written in hexadecimal digits, CR LF, so many bytes, and CR LF; the last one has the size 0. You can do without them: one Content-Length says the same.`,
      { actual: stream, at: broken.at },
    );
  }
  const all = contentIn(answer);
  // What the program itself counts as the page has to be the page. What it does not count comes behind it.
  const counted = reader.framing?.kind === 'length' && reader.framing.length === all.length;
  const content = counted || chunked ? all : all.subarray(0, page.length);
  if (content.equals(page)) return;
  if (stream.length === 0 || (end === 'reset' && content.length < page.length)) {
    prefixed(when, () => expectWhole(answer));
  }
  if (content.length === 0) {
    fail(
      'no-content',
      `${when}The head came, and nothing behind it. The page has to follow the blank line.`,
      {
        expected: page,
        actual: content,
      },
    );
  }
  explainContent(page, all, when);
}

/** Says a Failure of `body` with some words in front. */
function prefixed(when: string, body: () => void): void {
  try {
    body();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const { diagnosis, message, ...evidence } = thrown.finding;
    fail(diagnosis, `${when}${message}`, evidence);
  }
}

/** Fails with the name of the mistake that made this of the page. */
function explainContent(page: Buffer, content: Buffer, when: string): never {
  const difference = explainDifference(page, content);
  const evidence = { expected: page, actual: content, at: difference?.at ?? 0 };
  const so = `${when}What came behind the blank line is not the page.`;
  const narrow = [Buffer.from(page.toString(), 'latin1'), Buffer.from(page.toString('ascii'))];
  if (narrow.some((bytes) => content.subarray(0, bytes.length).equals(bytes))) {
    fail(
      'through-text',
      `${so} The text went through an encoding with one byte for each character, and é, 日 and 🙂 do not fit into one. Leave the page a Buffer, from the file to the socket.`,
      evidence,
    );
  }
  if (content.equals(Buffer.from(page.toString()))) {
    fail(
      'through-text',
      `${so} Text was made of its bytes: those that are not valid UTF-8 became U+FFFD (ef bf bd), the replacement character. Read the file without 'utf8', and join Buffers: head + body makes a string of both, Buffer.concat([Buffer.from(head), body]) does not.`,
      evidence,
    );
  }
  const title = /<title>\w+/.exec(page.toString('latin1'))?.[0] ?? '';
  if (/^\s*</.test(content.toString('latin1')) && !content.includes(title)) {
    fail(
      'other-page',
      `${when}A page came, but not the one in the file ${PAGE} of the web root. The web root is the second word behind the file name on the command line.`,
      evidence,
    );
  }
  fail(difference?.diagnosis ?? 'other-bytes', `${so} ${difference?.message ?? ''}`, evidence);
}

/** One whole polite conversation: the page is there, in whatever head. */
export async function onePage(context: ServerContext): Promise<void> {
  const answer = await askForPage(context);
  if (answer.stream.length === 0) expectWhole(answer);
  if (!answer.reader.response) expectWhole(answer);
}

/** A program that a rude client has visited must still serve a good one. */
export async function stillServes(context: ServerContext): Promise<void> {
  expectPage(
    await askForPage(context),
    'Other clients had sent rubbish, or vanished. Then a good one came. ',
  );
}
