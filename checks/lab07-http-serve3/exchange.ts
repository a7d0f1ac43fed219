import type { ServerContext } from '../engine/context/server.ts';
import { Failure, fail } from '../engine/failure.ts';
import { type Answer, ask, contentOf, fieldsOf, get, statusOf } from '../engine/http/ask.ts';
import { expectContent, expectRejected, expectStatus, expectWhole, typeOf } from '../engine/http/expect.ts';
import { type RequestParts, requestBytes } from '../engine/http/request.ts';
import type { Random } from '../engine/random.ts';
import type { Site } from '../engine/site/site.ts';

/** The page that every good request gets, and the target that a server of files knows it by, too. */
export const PAGE = 'tiny_html.html';
export const PAGE_TARGET = `/${PAGE}`;

/** The web root of this lab: one page that nobody can have guessed. */
export function fillSite(site: Site, random: Random): void {
  const word = random.word();
  site.write(
    PAGE,
    `<!doctype html>\n<meta charset="utf-8">\n<title>${word}</title>\n<p>From Montréal to 日本, ${word}, 1 €.</p>\n`,
  );
}

/** The answer is the page, with status 200. `why` says in a sentence why this request is a good one. */
export function expectPage(context: ServerContext, answer: Answer, why: string): void {
  expectWhole(answer);
  const said = explanationIn(answer);
  if (statusOf(answer) === 500) {
    fail(
      'stumbles',
      `"${answer.asked}" got the status 500: your program stumbled over a good request.${said} ${why} What it caught, and where, is what it printed with console.error.`,
      { expected: 'HTTP/1.1 200', actual: answer.received.subarray(0, 300) },
    );
  }
  expectStatus(answer, 200, `${why}${said}`, 'refuses-good-request');
  expectContent(answer, context.site.files.get(PAGE)?.content ?? Buffer.alloc(0));
}

/** What the text of a refusal says, as a sentence for a message; empty when it says nothing. */
function explanationIn(answer: Answer): string {
  if ((statusOf(answer) ?? 0) < 400 || typeOf(answer)?.includes('html')) return '';
  const text = contentOf(answer).toString('utf8', 0, 120).replace(/\s+/g, ' ').replace(/\p{C}/gu, '?').trim();
  return text === '' ? '' : ` The answer says: "${text}"`;
}

/** One good request on a connection of its own. */
export async function getPage(
  context: ServerContext,
  parts: RequestParts = {},
  why = 'This is a good request: GET, a target, HTTP/1.1 and a Host header.',
): Promise<void> {
  expectPage(context, await get(context, parts.target ?? PAGE_TARGET, parts), why);
}

/** A client that means well is served, whatever came `before` it: `a request line without a version`. */
export async function stillServes(context: ServerContext, before: string): Promise<void> {
  try {
    await getPage(context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    fail(
      'stops-serving',
      `First came ${before}. Then another client sent a good request, and it went wrong: ${error.finding.message}`,
      error.finding,
    );
  }
}

/** A head whose first line is not one that parts could say, with good headers and a blank line behind it. */
export function headWithLine(line: string, port: number): Buffer {
  return Buffer.from(`${line}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`, 'latin1');
}

/** A good request with one more header line, put in as it is. */
export function headWithHeader(header: string, port: number): Buffer {
  const good = requestBytes({ target: PAGE_TARGET }, port).toString('latin1');
  return Buffer.from(good.replace('\r\nConnection', `\r\n${header}\r\nConnection`), 'latin1');
}

/** A request that is wrong. */
export interface WrongRequest {
  bytes: Buffer;
  /** In words: `a request line without a version`. */
  what: string;
  /** Why it is wrong, in a sentence. */
  why: string;
}

/** A wrong request is turned down, and the next client is served. */
export async function expectTurnedDown(
  context: ServerContext,
  { bytes, what, why }: WrongRequest,
  mayAlso: (answer: Answer) => boolean = () => false,
): Promise<void> {
  const answer = await ask(context, bytes);
  if (!mayAlso(answer)) expectRejected(answer, why);
  await answer.peer.leave();
  await stillServes(context, what);
}

/** The name of the mistake when a request that should have been turned down got this status. */
export function diagnosisOf(status: number | undefined, whenTaken: string): string {
  if (status === 500) return 'error-500';
  return status !== undefined && status < 300 ? whenTaken : 'wrong-status';
}

/** A 405 tells which methods there are (RFC 9110, section 15.5.6). */
export function expectAllow(answer: Answer): void {
  if (statusOf(answer) !== 405) return;
  const allow = fieldsOf(answer).value('Allow');
  const actual = answer.received.subarray(0, 300);
  if (allow === undefined) {
    fail(
      'no-allow',
      `"${answer.asked}" got the status 405, and no Allow header. "Not this method" is half an answer; Allow says which ones there are.`,
      { expected: 'Allow: GET', actual },
    );
  }
  const methods = allow.split(',').map((method) => method.trim());
  if (!methods.includes('GET')) {
    fail('wrong-allow', `Allow says "${allow}". GET is not among these methods, and it is allowed.`, {
      expected: 'Allow: GET',
      actual,
    });
  }
  if (methods.includes(answer.method)) {
    fail(
      'wrong-allow',
      `"${answer.asked}" got the status 405, but ${answer.method} is among the methods that Allow names.`,
      { expected: 'Allow: GET', actual },
    );
  }
}
