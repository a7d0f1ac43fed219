import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import { byteByByte, headPlaces, type Schedule, smallestFailing, splitAt } from '../engine/wire/delivery.ts';
import { expectPage, leave, readPage, request } from './exchange.ts';

/**
 * How long nothing may come, in ms, once the program has read a part of the request: longer than a program waits
 * that takes silence for the end of a request. One that sleeps until more comes is not waited for so long.
 */
const QUIET_MS = 1200;

/** Whether the program has said anything, or ended, before it was its turn. */
const spokeUp = (peer: Conversation): boolean => peer.length > 0 || peer.ended !== undefined;

export const waitsForBlankLine: Check<ServerContext> = check(
  'waits for the blank line that ends the request',
  {
    id: 'waits',
    needs: ['page', 'next-client'],
    rude: true,
    spec: 'RFC 9112, section 2.1 (an empty line ends the head); the handout, "The end of a request"',
    hints: [
      'How does your program know that the request is complete?',
      "A data event is not a request. The request is complete when '\\r\\n\\r\\n' is among the bytes that have come so far.",
      "received = Buffer.concat([received, bytes]); if (received.indexOf('\\r\\n\\r\\n') >= 0) { … socket.end(page); }",
    ],
  },
  async (context) => {
    const peer = await context.connect();
    const asked = request(context);
    if (await speaksEarly(peer, asked)) await explainEarly(context, peer);
    await peer.send('\r\n');
    const end = await readPage(context, peer);
    if (peer.length === 0) {
      fail(
        'first-piece-only',
        "The client sent the head of its request, then the blank line, each by itself. No page came. Put together all that has come, and look for '\\r\\n\\r\\n' in the whole.",
      );
    }
    expectPage(context, peer, end, asked, 'The client sent its request, and at last the blank line');
    await leave(context, peer);
  },
);

/** Sends all of a request but its blank line; says whether the program has spoken up before it is its turn. */
async function speaksEarly(peer: Conversation, asked: Buffer): Promise<boolean> {
  const line = asked.indexOf('\n') + 1;
  await peer.send(asked.subarray(0, line));
  await peer.untilRead();
  if (spokeUp(peer)) return true;
  await peer.send(asked.subarray(line, -2));
  await peer.untilRead();
  await peer.read(() => spokeUp(peer), QUIET_MS);
  return spokeUp(peer);
}

async function explainEarly(context: ServerContext, peer: Conversation): Promise<never> {
  if (peer.length === 0) {
    fail(
      'closed-early',
      'The program ended the connection before the blank line had been sent. A request may come in pieces: wait for the rest.',
    );
  }
  // Does the very first client have to finish its request?
  const fresh = await context.relaunch({});
  const first = await fresh.connect();
  if (!(await speaksEarly(first, request(fresh)))) {
    fail(
      'shared-buffer',
      'The page came before the blank line had been sent. The first client of a freshly started program has to finish its request; those that follow do not: what the first one sent is taken for a part of theirs. What belongs to one client must live in the function that is called for that client.',
    );
  }
  return fail(
    'answers-too-early',
    "The page came before the blank line had been sent. The client may still have more to say: wait until '\\r\\n\\r\\n' is among what has come. Silence does not end a request: a slow client is silent in the middle of it.",
  );
}

export const splits: Check<ServerContext> = check(
  'understands a request that comes in pieces, wherever it is cut',
  {
    id: 'splits',
    needs: ['page', 'next-client', 'waits'],
    rude: true,
    spec: 'RFC 9293, section 3.7 (a stream has no message boundaries); the handout, "The end of a request"',
    hints: [
      'How much of the request is in one data event?',
      'A cut can fall anywhere, also into the middle of the blank line. Decide nothing about one piece alone.',
      "received = Buffer.concat([received, bytes]); and then look for '\\r\\n\\r\\n' in received, not in bytes.",
    ],
  },
  async (context) => {
    const asked = request(context, { host: 'a', headers: [['B', context.random.word(3)]], keepOpen: true });
    const places = headPlaces(asked).map(([where, at]) => splitAt(asked, at, where));
    const failed = await smallestFailing([...places, byteByByte(asked)], (schedule) =>
      delivered(context, asked, schedule),
    );
    if (failed) throw failed.reason;
  },
);

/** Sends the request so, and sees that the page comes once all of it is there. */
async function delivered(context: ServerContext, asked: Buffer, { how, pieces }: Schedule): Promise<void> {
  const peer = await context.connect();
  const so = `The client sent its request ${how}`;
  for (const piece of pieces.slice(0, -1)) {
    await peer.send(piece);
    await peer.untilRead();
    if (spokeUp(peer)) {
      fail('answers-too-early', `${so}. The program did not wait for the rest of it.`);
    }
  }
  await peer.send(pieces.at(-1) as Buffer);
  const end = await readPage(context, peer, 1000);
  if (peer.length === 0) {
    peer.drop();
    const what = end === 'silence' ? 'No page came' : 'The connection ended without a page';
    fail(
      'first-piece-only',
      `${so}. ${what}, though in one piece the same request is answered. Put together all that has come, and look for '\\r\\n\\r\\n' in the whole.`,
    );
  }
  expectPage(context, peer, end, asked, so);
  await leave(context, peer);
}
