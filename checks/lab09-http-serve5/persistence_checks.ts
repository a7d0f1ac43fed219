import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, ask, askPipelined, contentOf, statusOf } from '../engine/http/ask.ts';
import { expectContent, expectStatus } from '../engine/http/expect.ts';
import { type RequestParts, requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { type SiteFile, targetOf } from '../engine/site/site.ts';
import { getText, leave, missingTarget, SHOWN } from './exchange.ts';
import { exhibits } from './exhibits.ts';

/** One request of a row, and what should come back: a file, or 404. */
interface Step {
  parts: RequestParts;
  file: SiteFile | undefined;
}

const step = (file: SiteFile, parts: RequestParts = {}): Step => ({
  file,
  parts: { target: targetOf(file.name), ...parts },
});

function expectStep(answer: Answer, { file, parts }: Step, which: number): void {
  const inRow = `It was request ${which} on this connection.`;
  if (which > 1 && answer.received.length === 0) {
    if (answer.end === 'silence') {
      fail(
        'loses-requests',
        `Request ${which} on a connection got no answer, though the connection is still open: "${answer.asked}". What came behind the first request belongs to the next one: keep it.`,
      );
    }
    fail(
      'closes-after-one',
      `The connection was ended after ${which - 1} ${which === 2 ? 'response' : 'responses'}, though the client had more to ask. In HTTP/1.1 it stays open until somebody says "Connection: close".`,
    );
  }
  expectStatus(answer, file ? 200 : 404, inRow);
  if (file && parts.method !== 'HEAD') expectContent(answer, file.content);
}

export const keepAlive: Check<ServerContext> = check(
  'answers many requests on one connection, in their order, also when they come all at once',
  {
    id: 'keep-alive',
    tier: 'bonus',
    needs: ['text-file', 'head', 'not-found'],
    spec: 'RFC 9112, sections 9.3 (persistence) and 9.3.2 (pipelining)',
    hints: [
      'A page with ten pictures: how many connections does a browser have to make for it, with your server?',
      'After the response go back to waiting, instead of ending the connection. What has come behind the blank line is the next request already. End only after "Connection: close" or HTTP/1.0.',
      'for (;;) { const end = received.indexOf(blankLine); if (end < 0) break; …; await answer(head); received = received.subarray(end + 4); }',
    ],
  },
  async (context) => {
    const { text, binary, unicode, large } = exhibits(context);
    // One after the other.
    const peer = await context.connect();
    const polite: Step[] = [step(text, { keepOpen: true }), step(unicode, { keepOpen: true }), step(binary)];
    for (const [i, one] of polite.entries()) expectStep(await ask(context, one.parts, { peer }), one, i + 1);
    await expectEnd(peer, 'the client had said "Connection: close"');
    // All at once. The first takes longest.
    const row: Step[] = [
      step(large, { keepOpen: true }),
      step(text, { keepOpen: true }),
      step(text, { method: 'HEAD', keepOpen: true }),
      { parts: { target: missingTarget(context), keepOpen: true }, file: undefined },
      step(unicode),
    ];
    const answers = await askPipelined(
      context,
      row.map(({ parts }) => parts),
    );
    for (const [i, one] of row.entries()) {
      const answer = answers[i];
      if (!answer) continue;
      if (answer.reader.complete && !fits(answer, one) && row.some((other) => fits(answer, other))) {
        fail(
          'out-of-order',
          `Five requests came at once on one connection, and answer ${i + 1} is that to another request than request ${i + 1}. The client tells them apart by their order alone: begin with the next one when the answer before it is sent.`,
          { actual: answer.received.subarray(0, SHOWN) },
        );
      }
      expectStep(answer, one, i + 1);
    }
    const last = answers.at(-1);
    if (last) await leave(last);
    // The old version, where the end of the connection is what everybody expects.
    const old = await ask(context, { target: targetOf(text.name), version: 'HTTP/1.0', keepOpen: true });
    expectStatus(old, 200, 'A file of that name is in the web root.');
    await expectEnd(old.peer, 'the request was HTTP/1.0');
  },
);

/** Whether this may be the answer to that request. */
function fits(answer: Answer, { file, parts }: Step): boolean {
  if (statusOf(answer) !== (file ? 200 : 404)) return false;
  return !file || parts.method === 'HEAD' || contentOf(answer).equals(file.content);
}

async function expectEnd(peer: Answer['peer'], why: string): Promise<void> {
  if ((await peer.readToEnd()) === 'silence') {
    fail(
      'keeps-open',
      `The connection is still open after the response, though ${why}: the client waits for its end.`,
    );
  }
  await peer.leave();
}

/** How long a connection on which nothing happens may stay open, in ms. The program is told to wait for one second. */
const LONGEST_IDLE_MS = 12_000;

export const idle: Check<ServerContext> = check(
  'ends connections on which nothing happens',
  {
    id: 'idle',
    tier: 'bonus',
    launch: { env: { IDLE_SECONDS: '1' } },
    spec: 'RFC 9112, section 9.5 (failures and timeouts); the handout, "Bonus: one connection, many requests"',
    hints: [
      'A client connects and says nothing, for days. What does that cost you?',
      'Every open connection takes memory and a descriptor. Start a timer when you begin to wait for a request, and end the connection when it goes off.',
      'const patience = setTimeout(() => socket.end(), 1000 * Number(process.env.IDLE_SECONDS ?? 10));',
    ],
  },
  async (context) => {
    const silent = await context.connect();
    const halfway = await context.connect();
    const request = requestBytes({ target: targetOf(exhibits(context).text.name) }, context.port);
    await halfway.send(request.subarray(0, request.length - 2));
    await getText(context);
    const ends = await Promise.all([silent, halfway].map((peer) => peer.readToEnd(LONGEST_IDLE_MS)));
    const late = ends.indexOf('silence');
    if (late < 0) return;
    fail(
      'keeps-idle',
      `The program was started with IDLE_SECONDS=1. A client that ${late === 0 ? 'said nothing at all' : 'sent a part of a request and then nothing more'} was still connected when the checker gave up, more than a second later.`,
    );
  },
);
