import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { ask } from '../engine/http/ask.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectPage, leave, stillServes, TARGET, takenApart } from './exchange.ts';

export const neighbours: Check<ServerContext> = check(
  'answers one client while others are connected and silent',
  {
    id: 'silent-neighbours',
    tier: 'bonus',
    needs: ['page', 'next-client', 'waits'],
    spec: 'the handout, "Bonus: bad neighbours"',
    rude: true,
    hints: [
      'What is your program waiting for while a client is connected that says nothing?',
      'Nothing may wait for one client, and what was received from one must not be mixed with what another sent.',
      'keep `received` inside the function that is called for each client',
    ],
  },
  async (context) => {
    const silent = await context.connect();
    const halfWay = await context.connect();
    const request = requestBytes({ target: TARGET }, context.port);
    // Only the blank line is missing: without the head in front of it, it ends no request.
    const blankLine = request.length - 2;
    await halfWay.send(request.subarray(0, blankLine));
    await halfWay.untilRead();
    const answer = await ask(context, { target: TARGET });
    const so =
      'One client is connected and says nothing, another has sent a request without its blank line. Then a third one asked for the page';
    if (answer.received.length === 0) {
      fail(
        'one-at-a-time',
        `${so}, and nothing came back. Nobody may have to wait until another client is done.`,
      );
    }
    expectPage(takenApart(context, answer), `${so}. `);
    await leave(context, answer.peer);
    const rest = await ask(context, request.subarray(blankLine), { peer: halfWay, method: 'GET' });
    if (rest.received.length === 0) {
      fail(
        'mixes-clients',
        'Two clients were connected. The one whose blank line was missing sent it, and nothing came back to it. What belongs to one client, its socket and what it sent, has to live inside the function that is called for that client.',
      );
    }
    expectPage(takenApart(context, rest), 'Then the second one sent the blank line of its request. ');
    await Promise.all([silent.leave(), leave(context, halfWay)]);
  },
);

/** What comes over a connection and is no request. */
const RUBBISH: readonly Buffer[] = [
  Buffer.alloc(0),
  Buffer.from('\r\n\r\n'),
  Buffer.from('GET\r\n\r\n'),
  Buffer.from(`GET ${TARGET} HT`), // and no more
  Buffer.from('GET / HTTP/1.1\r\n:\r\nx\r\n\r\n'),
  Buffer.from([0, 255, 254, 128, 13, 10, 195, 40, 13, 10, 13, 10]), // no text in any encoding
];

export const survives: Check<ServerContext> = check(
  'goes on after clients that talk rubbish or vanish',
  {
    id: 'survives',
    tier: 'bonus',
    needs: ['page', 'next-client'],
    spec: 'RFC 9293, section 3.10.7 (reset); the handout, "Bonus: bad neighbours"',
    rude: true,
    hints: [
      'Which line of your program would throw when the request is empty, or has no header?',
      "A client that vanishes makes its socket emit 'error'. Without a listener the program ends.",
      "socket.on('error', (error) => console.error(error.message));",
    ],
  },
  async (context) => {
    for (const bytes of RUBBISH) {
      const rude = await context.connect();
      if (bytes.length > 0) await rude.send(bytes);
      await rude.leave(200);
    }
    await stillServes(context);
    const early = await context.connect();
    early.reset();
    await stillServes(context);
    // It asks, and is gone before the answer comes.
    const gone = await context.connect();
    await gone.send(requestBytes({ target: TARGET }, context.port));
    gone.reset();
    await stillServes(context);
    const halfWay = await context.connect();
    await halfWay.send(requestBytes({ target: TARGET }, context.port).subarray(0, 30));
    await halfWay.untilRead();
    halfWay.reset();
    await stillServes(context);
  },
);
