import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, contentOf, fieldsOf, get, statusOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole, typeOf } from '../engine/http/expect.ts';
import { type Link, links } from '../engine/http/listing.ts';
import type { RequestParts } from '../engine/http/request.ts';

/** A link of a listing, and where it leads. */
export interface PageLink extends Link {
  /** The path from the web root that it means, decoded, without slashes around it; undefined when it means none. */
  path: string | undefined;
}

/** The page that came for a folder. */
export interface Listing {
  /** The folder's path from the web root; `''`: the root itself. */
  folder: string;
  answer: Answer;
  /** Where the page came from in the end: the base of its links. */
  url: string;
  html: Buffer;
  links: PageLink[];
}

export const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** The URL of a target at the program. */
export const urlOf = (context: ServerContext, target: string): string =>
  `http://127.0.0.1:${context.port}${target}`;

/** The path that a target means: without the query, decoded once, without slashes around it. Undefined when it cannot be decoded. */
export function pathOf(target: string): string | undefined {
  const encoded = target.replace(/[?#].*/s, '');
  try {
    return decodeURIComponent(encoded)
      .replace(/\/+/g, '/')
      .replace(/^\/|\/$/g, '')
      .normalize('NFC');
  } catch {
    return undefined;
  }
}

/** The target that a redirect leads to; undefined when it is none, or leads to another server. */
export function redirectTarget(context: ServerContext, answer: Answer, asked: string): string | undefined {
  const location = fieldsOf(answer).value('Location');
  if (!REDIRECTS.includes(statusOf(answer) ?? 0) || location === undefined) return undefined;
  const base = urlOf(context, asked);
  if (!URL.canParse(location, base)) return undefined;
  const url = new URL(location, base);
  return url.origin === new URL(base).origin ? url.pathname + url.search : undefined;
}

/** GETs a target and follows redirects, three at most; gives the last answer and where it came from. */
export async function getFollowing(
  context: ServerContext,
  target: string,
  parts: RequestParts = {},
): Promise<{ answer: Answer; target: string }> {
  let at = target;
  for (let redirects = 0; ; redirects++) {
    const answer = await get(context, at, parts);
    const next = redirectTarget(context, answer, at);
    if (next === undefined || redirects === 3) return { answer, target: at };
    at = next;
  }
}

/** Why a folder should be listed, and the name of the mistake when it is not found. */
export interface Wish {
  why?: string;
  notFound?: string;
}

/** GETs the listing of a folder, redirects followed, and sees that it is a page. */
export async function list(
  context: ServerContext,
  target: string,
  folder: string,
  wish: Wish = {},
): Promise<Listing> {
  const last = await getFollowing(context, target);
  return readListing(context, last.answer, last.target, folder, wish);
}

/** Sees that an answer is the page of a folder, and finds its links. */
export function readListing(
  context: ServerContext,
  answer: Answer,
  target: string,
  folder: string,
  { why = 'This is a folder of the web root: it gets a listing.', notFound = 'folder-not-found' }: Wish = {},
): Listing {
  expectWhole(answer);
  if (statusOf(answer) === 500) failStumbled(answer.asked);
  const hint =
    statusOf(answer) === 404 && folder === '' && notFound === 'folder-not-found' ? ` ${RESOLVE}` : '';
  expectStatus(answer, 200, why + hint, statusOf(answer) === 404 ? notFound : 'wrong-status');
  expectHtml(answer);
  const html = contentOf(answer);
  const url = urlOf(context, target);
  const found = links(html, url).map((link) => ({
    ...link,
    path: link.target === undefined ? undefined : pathOf(link.target),
  }));
  return { folder, answer, url, html, links: found };
}

const RESOLVE =
  'Is it path.resolve that puts the two together? It lets an absolute path win, and every target begins with /; path.join adds one to the other.';

/** Fails because a request that is in good order got 500. */
export function failStumbled(asked: string): never {
  return fail(
    'program-stumbled',
    `"${asked}" got the status 500. Your program stumbled over this request; its error is below.`,
  );
}

/** The answer has content, and says that it is HTML. */
function expectHtml(answer: Answer): void {
  const type = typeOf(answer);
  const evidence = { expected: 'Content-Type: text/html', actual: answer.received.subarray(0, 300) };
  if (contentOf(answer).length === 0) {
    fail(
      'no-content',
      `"${answer.asked}" got the status 200, but no page behind the head. Was it sent before it was there? Wait for it with await.`,
      { actual: answer.received },
    );
  }
  if (type === undefined) {
    fail(
      'no-content-type',
      `"${answer.asked}": without Content-Type a browser has to guess that this is a page.`,
      evidence,
    );
  }
  if (type !== 'text/html') {
    fail(
      'wrong-content-type',
      `"${answer.asked}": Content-Type is ${type.slice(0, 40)}. A browser shows a page only when it is text/html.`,
      evidence,
    );
  }
}
