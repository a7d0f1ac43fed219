import type { ServerContext } from '../engine/context/server.ts';
import { Failure, fail } from '../engine/failure.ts';
import { ask } from '../engine/http/ask.ts';
import { expectWhole } from '../engine/http/expect.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { headPlaces, type Place, type Schedule, smallestFailing, splitAt } from '../engine/wire/delivery.ts';
import { askForPage, expectPage, leave, TARGET, takenApart } from './exchange.ts';

/**
 * How long "nothing comes" has to last before it is believed, in ms: longer than a program waits that takes silence
 * for the end of a request. One that sleeps until more comes is not waited for so long.
 */
const QUIET_MS = 1200;

export const waits: Check<ServerContext> = check(
  'waits for the blank line of the request before it answers',
  {
    id: 'waits',
    needs: ['page', 'next-client'],
    spec: 'RFC 9112, section 2.1; the handout, "The request"',
    rude: true,
    hints: [
      'What does your program do when only a part of the request is there?',
      'A request without a body ends with its blank line. Before that has come, it is not complete.',
      "collect what comes, and answer when '\\r\\n\\r\\n' is in what you have collected",
    ],
  },
  async (context) => {
    const request = requestBytes({ target: TARGET }, context.port);
    const peer = await context.connect();
    await peer.send(request.subarray(0, -2));
    const end = await peer.readBytes(1, QUIET_MS);
    if (end === 'enough') {
      fail(
        'answers-too-early',
        'The request was not complete: its blank line was still to come. But the program has answered already. Silence does not end a request: more headers could follow, and a program that closes the connection now would cut the client off.',
        { actual: peer.received },
      );
    }
    if (end !== 'silence') {
      fail(
        end === 'reset' ? 'resets-connection' : 'closed-early',
        'The request came without its blank line at first, and the program ended the connection instead of waiting for the rest.',
      );
    }
    const answer = await ask(context, request.subarray(-2), { peer, method: 'GET' });
    if (answer.received.length === 0) {
      fail(
        'first-piece-only',
        'The request came in two pieces, the blank line by itself, and was not answered. In one piece the same request is answered. A request may come in any number of data events: collect what comes, and look for the blank line in all of it.',
      );
    }
    expectPage(takenApart(context, answer), 'The blank line came a moment after the rest of the request. ');
    await leave(context, peer);
  },
);

export const splits: Check<ServerContext> = check(
  'answers a request that is cut anywhere',
  {
    id: 'splits',
    needs: ['waits'],
    spec: 'RFC 9293, section 3.7 (a stream has no message boundaries); the handout, "The request"',
    rude: true,
    hints: [
      'How much of the request is in the first data event?',
      'A cut can fall anywhere, also between the CR and the LF of the blank line. Look at all that has come, not at one piece.',
      "received = Buffer.concat([received, bytes]), and then received.indexOf('\\r\\n\\r\\n')",
    ],
  },
  async (context) => {
    // é as two bytes: not what a browser sends, but a program that cuts between them must not fall over.
    const headers = [['X-City', Buffer.from('Montréal').toString('latin1')]] as const;
    const request = requestBytes({ target: TARGET, headers }, context.port);
    const places: Place[] = [
      ...headPlaces(request),
      ['in the middle of é, which is two bytes', request.indexOf('é') + 1],
    ];
    const failed = await smallestFailing(cuts(request, places), async ({ pieces }) => {
      const answer = await askForPage(context, { headers }, { pieces, patience: 1000 });
      if (answer.stream.length === 0) expectWhole(answer);
      expectPage(answer);
    });
    if (failed) explainSplit(failed.schedule, failed.reason);
  },
);

/** Whole, in two pieces at each of the places, and in many: seven bytes each, and the last two line ends byte by byte. */
function cuts(request: Buffer, places: readonly Place[]): Schedule[] {
  const last = request.length - 4;
  const pieces: Buffer[] = [];
  for (let at = 0; at < last; at += 7) pieces.push(request.subarray(at, Math.min(at + 7, last)));
  for (const byte of request.subarray(last)) pieces.push(Buffer.of(byte));
  return [
    { how: 'in one piece', pieces: [request] },
    ...places.map(([where, at]) => splitAt(request, at, where)),
    { how: 'in many small pieces', pieces },
  ];
}

function explainSplit({ how, pieces }: Schedule, reason: unknown): never {
  // What goes wrong in one piece as well has nothing to do with the cut.
  if (!(reason instanceof Failure) || pieces.length === 1) throw reason;
  const { diagnosis, message, ...evidence } = reason.finding;
  const lost = ['silent', 'closed-early', 'no-content'].includes(diagnosis);
  fail(
    lost ? 'first-piece-only' : diagnosis,
    `With the request ${how}: ${message} In one piece the same request is answered with the page. A request may come in any number of data events: collect them.`,
    evidence,
  );
}

export const oldClient: Check<ServerContext> = check(
  'answers a client of HTTP/1.0 so that it understands',
  {
    id: 'http-1-0',
    tier: 'bonus',
    needs: ['content-length', 'closes'],
    spec: 'RFC 9112, sections 6.1 and 9.3; the handout, "Bonus: old clients"',
    hints: [
      'What does a client of HTTP/1.0 know about chunks, and about connections that stay open?',
      'It knows neither. It needs a Content-Length or the end of the connection, and it does not ask for that end.',
      "end the connection after every response, and say so: 'Connection: close'",
    ],
  },
  async (context) => {
    const answer = await ask(context, {
      target: TARGET,
      version: 'HTTP/1.0',
      host: null,
      keepOpen: true,
    });
    const { peer, reader } = answer;
    if (answer.received.length === 0) expectWhole(answer);
    if (reader.framing?.kind === 'chunked') {
      fail(
        'chunks-for-http-1-0',
        'The client speaks HTTP/1.0, and the answer comes in chunks. Such a client takes the sizes of the chunks for a part of the page. Send a Content-Length instead.',
        { actual: answer.received, at: reader.fields.first('Transfer-Encoding')?.at ?? 0 },
      );
    }
    expectPage(takenApart(context, answer));
    if ((peer.ended ?? (await peer.readToEnd())) === 'silence') {
      fail(
        'keeps-open',
        'The client speaks HTTP/1.0 and did not ask for a connection that stays open, but it does. In HTTP/1.0 the end of the connection is the end of the answer, so this client waits.',
      );
    }
    await leave(context, peer);
  },
);

/** How long a connection has to stay open behind an answer, in ms, to be one that stays open. */
const OPEN_MS = 300;

export const saysClose: Check<ServerContext> = check(
  'says in Connection that the connection ends, when it does',
  {
    id: 'says-close',
    tier: 'bonus',
    needs: ['content-length', 'closes'],
    spec: 'RFC 9112, sections 9.3 and 9.6; the handout, "Bonus: what Connection says"',
    hints: [
      'What may a client of HTTP/1.1 do with the connection when the answer is there?',
      'In HTTP/1.1 a connection stays open for the next request, unless one side has said that it will not.',
      "'Connection: close'",
    ],
  },
  async (context) => {
    const answer = await ask(context, { target: TARGET, keepOpen: true });
    const { peer, reader } = answer;
    if (!reader.complete) expectWhole(answer);
    const end = peer.ended ?? (await peer.readToEnd(OPEN_MS));
    await peer.leave();
    if (end === 'silence') return; // It stays open: then there is nothing to say.
    const options = reader.fields.value('Connection')?.toLowerCase() ?? '';
    if (/\bclose\b/.test(options)) return;
    const keeps = options.includes('keep-alive');
    // In HTTP/1.0 a connection ends behind the answer, unless somebody has said that it will not.
    if (!keeps && answer.received.toString('latin1', 0, 8) === 'HTTP/1.0') return;
    const so = 'The client asked with HTTP/1.1, got its answer, and then the program ended the connection.';
    const evidence = { expected: 'Connection: close\r\n', actual: answer.received };
    if (keeps) {
      fail(
        'says-keep-alive-and-ends',
        `${so} But the answer says "Connection: keep-alive": the client was told to send its next request here, and that request is lost. Say what you do: Connection: close.`,
        { ...evidence, at: reader.fields.first('Connection')?.at ?? 0 },
      );
    }
    fail(
      'does-not-say-close',
      `${so} Nothing in the answer says so. In HTTP/1.1 a connection stays open unless somebody says "close": the client may send its next request here, and that request is lost. Add the header Connection: close.`,
      evidence,
    );
  },
);

export const readsEverything: Check<ServerContext> = check(
  'reads what comes behind the request before it lets go',
  {
    id: 'reads-everything',
    tier: 'bonus',
    needs: ['closes', 'next-client'],
    spec: 'RFC 9112, section 9.6; the handout, "Bonus: a body in the request"',
    rude: true,
    hints: [
      'What becomes of bytes that have arrived and that nobody reads?',
      'If they are still unread when the socket is closed, the system sends a reset instead of a FIN.',
      'socket.end(response), no destroy(): the data event goes on reading, and what it reads is thrown away',
    ],
  },
  async (context) => {
    // Whether bytes are unread when the program closes is a matter of luck; hence several rounds.
    for (let round = 0; round < 3; round++) {
      const content = context.random.bytes(300_000);
      const answer = await ask(context, { method: 'POST', target: TARGET, content });
      const { peer, reader, end } = answer;
      const cut = () =>
        fail(
          'resets-connection',
          'A client sent a form of 300,000 bytes with its request. The program answered without reading all of it, and the end of the connection came as a reset (RST). The system does that when a socket is closed while bytes are still unread in it, and the reset can take the answer away.',
        );
      if (end === 'reset') cut();
      if (!reader.complete) expectWhole(answer);
      // Where the system tells, wait until nothing is unread: because it was read, or because the socket is gone.
      await peer.untilRead(500);
      if ((peer.ended ?? (await peer.readToEnd())) === 'reset' || (await peer.send('\r\n')) === 'reset')
        cut();
      await leave(context, peer);
    }
  },
);
