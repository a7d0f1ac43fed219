import { cleanStop } from '../engine/common_checks.ts';
import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { Failure, fail } from '../engine/failure.ts';
import { type Answer, ask, get, statusOf } from '../engine/http/ask.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { crowd } from '../engine/wire/crowd.ts';
import { headPlaces, smallestFailing, splitAt } from '../engine/wire/delivery.ts';
import { readListing } from './listing.ts';
import { labSite } from './site.ts';

/** Several clients at once, clients that are slow or vanish, and the end of the program. */
export const NEIGHBOUR_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'gives each of many clients the folder that it asked for',
    {
      id: 'crowd',
      needs: ['page', 'next-client', 'nested'],
      spec: 'the handout, "Waiting for the disk"',
      rude: true,
      hints: [
        'While your program waits for the disk, who else can be served, and which of your variables does that change?',
        'At every await other clients have their turn. What belongs to one request must live in the function that answers it, not in a variable that all share.',
        'Pass it on: const file = await resolveUri(uri); return listing(file);   // no global "current folder"',
      ],
    },
    manyClients,
  ),
  check(
    'waits for the whole request when it comes in pieces',
    {
      id: 'pieces',
      spec: 'RFC 9112, section 2.1; lab05',
      rude: true,
      hints: [
        'When does your program know that a request is complete?',
        'One data event may bring a part of it. Collect, until the blank line is there.',
        "received = Buffer.concat([received, bytes]); const end = received.indexOf('\\r\\n\\r\\n'); if (end >= 0) …",
      ],
    },
    inPieces,
  ),
  check(
    'survives a client that vanishes before it has its answer',
    {
      id: 'survives-reset',
      needs: ['page', 'next-client'],
      spec: 'RFC 9293, section 3.10.7 (reset)',
      rude: true,
      hints: [
        'Your program answers a client that is no longer there. What does Node do?',
        "The socket emits 'error' (EPIPE or ECONNRESET). Without a listener the program ends, and with it the answers of all others.",
        "socket.on('error', (error) => console.error(error.message));",
      ],
    },
    async (context) => {
      const { many, plain } = labSite(context.site);
      for (let round = 0; round < 3; round++) {
        const rude = await context.connect();
        await rude.send(requestBytes({ target: `/${many}/` }, context.port));
        // Before the answer, or in the middle of it.
        if (round > 0) await rude.readBytes(1);
        rude.reset();
        await stillLists(context, plain);
      }
    },
  ),
  cleanStop(),
];

/** The next client gets its page; a server that has noticed nothing yet may ask it to come again (503). */
async function stillLists(context: ServerContext, folder: string): Promise<void> {
  const target = `/${folder}/`;
  const answer = await poll(2500, async () => {
    const came = await get(context, target);
    return statusOf(came) === 503 ? undefined : came;
  });
  readListing(context, answer ?? (await get(context, target)), target, folder);
}

/** How often all clients ask: it is a matter of chance who meets whom. */
const ROUNDS = 2;

async function manyClients(context: ServerContext): Promise<void> {
  const { rooms, many } = labSite(context.site);
  // Two large folders first: while the disk is busy with those, the others have to wait, and to be kept apart.
  const large = { folder: many, marker: context.site.entries(many)[0]?.name as string };
  const asked = [large, large, ...rooms];
  for (let round = 0; round < ROUNDS; round++) {
    const peers = await crowd(asked.length, () => context.connect());
    const answers = await Promise.all(
      peers.map((peer, i) => ask(context, { target: `/${asked[i]?.folder}/` }, { peer })),
    );
    await Promise.all(peers.map((peer) => peer.leave()));
    for (const [i, { folder, marker }] of asked.entries()) {
      // "Too much at once", said in good order: lighttpd reads only so many folders at the same time.
      if (statusOf(answers[i] as Answer) === 503) continue;
      const { html } = readListing(context, answers[i] as Answer, `/${folder}/`, folder);
      if (html.includes(marker)) continue;
      fail(
        'mixes-up-clients',
        `${asked.length} clients asked for their folders at the same moment, and one of them got the page of another folder. Which variables do the requests share?`,
        { expected: marker, actual: html },
      );
    }
  }
}

async function inPieces(context: ServerContext): Promise<void> {
  const { plain } = labSite(context.site);
  const target = `/${plain}/`;
  const bytes = requestBytes({ target }, context.port);
  const splits = headPlaces(bytes).map(([where, at]) => splitAt(bytes, at, where));
  const failed = await smallestFailing(splits, async ({ pieces }) => {
    const answer = await ask(context, bytes, { pieces });
    await answer.peer.leave();
    readListing(context, answer, target, plain);
  });
  if (!failed) return;
  const { reason, schedule } = failed;
  if (!(reason instanceof Failure)) throw reason;
  fail(
    'first-piece-only',
    `The request came ${schedule.how}, and then this happened: ${reason.finding.message} In one piece it is answered. Collect what comes until the blank line is there.`,
    reason.finding,
  );
}
