import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectPage, leave, readPage, request, stillServes } from './exchange.ts';

export const silentNeighbour: Check<ServerContext> = check(
  'answers one client while another has only begun its request',
  {
    id: 'silent-neighbour',
    needs: ['page', 'next-client', 'waits'],
    rude: true,
    spec: 'lab01, "Listening is not talking"; labs/README.md, "The contract"',
    hints: [
      'Which variables of your program are shared between two clients?',
      'What one client has sent so far belongs to that client alone.',
      'let received = Buffer.alloc(0); inside createServer((socket) => { … }), not above it.',
    ],
  },
  async (context) => {
    const slow = await context.connect();
    const asked = request(context);
    // Only the blank line is missing: without the head in front of it, it ends no request.
    const blankLine = asked.length - 2;
    await slow.send(asked.subarray(0, blankLine));
    await slow.untilRead();
    const quick = await context.connect();
    const other = request(context);
    await quick.send(other);
    const quickEnd = await readPage(context, quick);
    if (quick.length === 0 && quickEnd === 'silence') {
      fail(
        'one-at-a-time',
        'One client had sent its request without the blank line. Another one sent a whole request, and no page came. Nobody may have to wait until somebody else has finished.',
      );
    }
    expectPage(
      context,
      quick,
      quickEnd,
      other,
      'A client sent a request while the blank line of another one was still to come',
    );
    await slow.send(asked.subarray(blankLine));
    const slowEnd = await readPage(context, slow);
    if (slow.length === 0) {
      fail(
        'loses-clients',
        'One client had sent its request without the blank line when another one was answered. Then it sent the blank line, and no page came. What has come and whether it was answered must live in the function that is called for each client.',
      );
    }
    expectPage(
      context,
      slow,
      slowEnd,
      asked,
      'A client sent the blank line of its request after another one was answered',
    );
    await Promise.all([leave(context, slow), leave(context, quick)]);
  },
);

export const leavesEarly: Check<ServerContext> = check(
  'ends its side for a client that leaves before its request is complete',
  {
    id: 'leaves-early',
    needs: ['page', 'next-client'],
    rude: true,
    spec: 'RFC 9112, section 8 (incomplete messages); the handout, "The end of a request"',
    hints: [
      "Who ends your program's side of a connection on which no request ever comes?",
      "When the client ends its side, the socket emits 'end'. With allowHalfOpen your side stays open until you end it.",
      "socket.on('end', () => socket.end());",
    ],
  },
  async (context) => {
    for (const [what, sent] of [
      ['nothing', ''],
      ['half a request', `GET /${context.random.word()} HTTP/1.1\r\nHost: `],
    ] as const) {
      const peer = await context.connect();
      if (sent) await peer.send(sent);
      peer.end();
      if ((await peer.readToEnd()) === 'silence') {
        fail(
          'keeps-open',
          `A client sent ${what} and ended its side. The program does not end its own side: such connections stay open for ever, and each takes up a place. When the client has ended, call socket.end().`,
        );
      }
      peer.drop();
    }
    await stillServes(context);
  },
);

export const survivesReset: Check<ServerContext> = check(
  'survives a client that resets the connection',
  {
    id: 'survives-reset',
    needs: ['page', 'next-client'],
    rude: true,
    spec: 'RFC 9293, section 3.10.7 (reset)',
    hints: [
      'What does Node do with an error event that nobody listens to?',
      "A client that vanishes makes its socket emit 'error' (ECONNRESET or EPIPE). Without a listener the program ends.",
      "socket.on('error', (error) => console.error(error.message));",
    ],
  },
  async (context) => {
    const asked = request(context);
    for (const sent of [asked.subarray(0, 0), asked.subarray(0, 20), asked]) {
      const rude = await context.connect();
      if (sent.length > 0) {
        await rude.send(sent);
        // In the middle of the request the program reads, and at its end it writes.
        if (sent.length < asked.length) await rude.untilRead();
      }
      rude.reset();
      await stillServes(context);
    }
  },
);
