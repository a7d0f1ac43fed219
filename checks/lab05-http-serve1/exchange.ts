import type { ServerContext } from '../engine/context/server.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { fail } from '../engine/failure.ts';
import { type RequestParts, requestBytes } from '../engine/http/request.ts';
import type { Site } from '../engine/site/site.ts';
import type { Conversation, ReadEnd } from '../engine/wire/conversation.ts';
import { canBeWhole, isPage, pageOf, titleOf } from './page.ts';

/** Why a reset takes the page away (RFC 9112, section 9.6). */
export const UNREAD =
  'When a program closes a socket while bytes that the client sent are still unread in it, or still on their way, the system sends a reset (RST) instead of a FIN, and a reset can take away a page that is still on its way. Read what comes, also behind the request, and end with socket.end().';

/** A request for something that nobody can have guessed, as a polite client writes it. */
export const request = (context: ServerContext, parts: RequestParts = {}): Buffer =>
  requestBytes({ target: `/${context.random.word()}`, ...parts }, context.port);

/** Reads until the page is there, or until it is clear that it will not come. */
export function readPage(context: ServerContext, peer: Conversation, patience?: number): Promise<ReadEnd> {
  const page = pageOf(context);
  return peer.read(() => canBeWhole(page, peer.length) && isPage(page, peer.received), patience);
}

/** How long we wait for the end where it is known that it does not come, in ms. */
const SHORT_MS = 50;
/** After so many connections in a row that the program has not ended, it is known. */
const ENOUGH = 2;
/** How many connections in a row the program has not ended, for the site of each run. */
const leftOpen = new WeakMap<Site, number>();

/** Whether the program is one that does not end its connections: one check says so, the others need not wait for it. */
const staysOpen = (context: ServerContext): boolean => (leftOpen.get(context.site) ?? 0) >= ENOUGH;

/** Leaves politely, and does not wait long for a program that never ends its side. */
export async function leave(context: ServerContext, peer: Conversation): Promise<void> {
  await peer.leave(staysOpen(context) ? SHORT_MS : undefined);
  leftOpen.set(context.site, peer.ended ? 0 : (leftOpen.get(context.site) ?? 0) + 1);
}

/** Reads to the end of the connection, or, where that does not come, to the end of the page and a little longer. */
export async function readOn(context: ServerContext, peer: Conversation): Promise<ReadEnd> {
  if (!staysOpen(context)) return peer.readToEnd();
  await readPage(context, peer);
  return peer.readToEnd(SHORT_MS);
}

/** One whole polite conversation: a request, the page, and both sides end. */
export async function onePage(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  const asked = request(context);
  await peer.send(asked);
  const end = await readPage(context, peer);
  if (end === 'silence' && peer.length === 0) {
    // Find out whether it is our end that it waits for.
    peer.end();
    await readPage(context, peer, 1000);
    if (peer.length > 0) {
      fail(
        'reads-to-end',
        'The request was complete, with its blank line, and nothing came back. When the client ended its side, the page came. A client of HTTP does not end its side: it waits for the answer. The blank line says that it is your turn.',
      );
    }
  }
  const so = 'The client sent a request, with the blank line that ends it';
  expectPage(context, peer, end, asked, so);
  await leave(context, peer);
  // More than the page may have followed.
  expectPage(context, peer, end, asked, so);
}

/** A program that a rude client has visited must still serve a good one. */
export async function stillServes(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  const asked = request(context);
  await peer.send(asked);
  const end = await readPage(context, peer);
  expectPage(context, peer, end, asked, 'The next client sent a request in one piece');
  await leave(context, peer);
}

/** The page came; says what came instead. `so` tells what the client had done, without a full stop. */
export function expectPage(
  context: ServerContext,
  peer: Conversation,
  end: ReadEnd,
  asked: Buffer,
  so: string,
): void {
  const page = pageOf(context);
  const { received } = peer;
  if (isPage(page, received)) return;
  if (received.length === 0) nothingCame(peer, end, so);
  const evidence = { expected: page, actual: received, at: 0 };
  if (received.toString('latin1', 0, 5) === 'HTTP/') {
    fail(
      'has-a-head',
      'The answer begins with a status line. That is HTTP, and it is right, but it is the next lab. Here, send the bytes of the file and nothing else, and see what browsers say to that. If you are that far already, keep your program for lab06.',
      evidence,
    );
  }
  const echo = received.subarray(0, asked.length);
  if (asked.subarray(0, echo.length).equals(echo)) {
    fail(
      'echoes',
      `${so}. It got its own request back, as from an echo server. Send the bytes of the file tiny_html.html instead.`,
      evidence,
    );
  }
  const difference = explainDifference(page, received);
  if (difference?.diagnosis === 'cut-short') cutShort(page, received, end, so);
  if (!received.includes(titleOf(page))) {
    fail(
      'other-page',
      `${so}. Something came that is not the page. The page is the file tiny_html.html in the web root, and the web root is the second word on the command line: process.argv[3].`,
      evidence,
    );
  }
  fail(difference?.diagnosis ?? 'other-bytes', `${so}. ${difference?.message}`, {
    ...evidence,
    at: difference?.at ?? 0,
  });
}

function nothingCame(peer: Conversation, end: ReadEnd, so: string): never {
  if (end === 'silence') {
    fail(
      'silent',
      `${so}. Nothing came back in ${peer.silence}, and the connection is still open. As soon as the blank line has come, it is the turn of the program: socket.end(page).`,
    );
  }
  if (end === 'reset') {
    fail(
      'resets-connection',
      `${so}. The program cut the connection without a byte. End it with socket.end(page), which sends the page first; destroy() and the end of the program throw it away.`,
    );
  }
  fail(
    'closed-early',
    `${so}. The program ended the connection without a byte. The page comes first: socket.end(page).`,
  );
}

function cutShort(page: Buffer, received: Buffer, end: ReadEnd, so: string): never {
  const came = `${so}. Only ${received.length} of ${page.length} bytes of the page came`;
  const last = received.subarray(-200);
  const evidence = { actual: last, at: last.length };
  if (end === 'reset')
    fail('resets-connection', `${came}, then the program cut the connection. ${UNREAD}`, evidence);
  if (end === 'silence')
    fail('cut-short', `${came}, then nothing, and the connection is still open.`, evidence);
  fail(
    'cut-short',
    `${came}, then the program ended the connection. What write() has taken may still wait in memory: end() sends it first, destroy() and process.exit() throw it away. And a stream brings a file in several pieces.`,
    evidence,
  );
}
