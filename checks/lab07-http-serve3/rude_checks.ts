import type { ServerContext } from '../engine/context/server.ts';
import { Failure, fail } from '../engine/failure.ts';
import { ask } from '../engine/http/ask.ts';
import { ResponseReader } from '../engine/http/message_reader.ts';
import { readMessage } from '../engine/http/read_message.ts';
import { requestBytes } from '../engine/http/request.ts';
import { check } from '../engine/lab.ts';
import {
  byteByByte,
  headPlaces,
  type Schedule,
  schedules,
  smallestFailing,
} from '../engine/wire/delivery.ts';
import { expectPage, expectTurnedDown, PAGE_TARGET, stillServes } from './exchange.ts';

export const rubbish = check<ServerContext>(
  'turns down bytes that are no text, and serves the next client',
  {
    id: 'rubbish',
    needs: ['wrong-request-line'],
    rude: true,
    spec: 'RFC 9112, section 2.2; RFC 9110, section 15.5.1 (400)',
    hints: [
      'What does a browser send first when somebody types https:// by mistake?',
      'Bytes of another protocol. They are a wrong request like any other: 400, and the next client please.',
      'Whatever goes wrong while a request is taken apart is caught in one place, around parseRequest, and becomes 400.',
    ],
  },
  async (context) => {
    const why = 'These bytes are no request line.';
    for (const [start, what] of [
      [
        Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
        'the first bytes of https',
      ],
      [Buffer.from([0xff, 0xfe, 0xc3, 0x28]), '256 random bytes'],
      [Buffer.alloc(256), '256 zero bytes'],
      [Buffer.from('SSH-2.0-OpenSSH_9.6'), 'the greeting of another protocol'],
      [Buffer.from('{"jsonrpc":"2.0","method":"GET","id":1}'), 'a line of JSON'],
    ] as const) {
      const random = context.random.bytes(what.includes('https') || what.includes('random') ? 256 : 0);
      // Line ends among the random bytes would end the line early.
      const noLineEnds = random.map((byte) => (byte === 10 || byte === 13 ? 46 : byte));
      const bytes = Buffer.concat([start, noLineEnds, Buffer.from('\r\n\r\n')]);
      await expectTurnedDown(context, { bytes, what, why });
    }
  },
);

export const pieces = check<ServerContext>(
  'reads a request that is cut anywhere',
  {
    id: 'pieces',
    needs: ['page', 'next-client'],
    rude: true,
    spec: 'RFC 9112, section 2.2; RFC 9293, section 3.7 (a stream has no message boundaries)',
    hints: [
      'How much of the request line is in the first data event?',
      'Perhaps "GE". Take nothing apart before the blank line is there, and look for it in all that came.',
      "received = Buffer.concat([received, bytes]); const end = received.indexOf('\\r\\n\\r\\n'); if (end < 0) return;",
    ],
  },
  async (context) => {
    const bytes = requestBytes({ target: `${PAGE_TARGET}?${context.random.word()}` }, context.port);
    const trial = async (schedule: Schedule) => {
      const answer = await ask(context, Buffer.concat([...schedule.pieces]), { pieces: schedule.pieces });
      expectPage(context, answer, 'It is a good request.');
      await answer.peer.leave();
    };
    // One byte after the other takes its time, so this request is a short one.
    const short = requestBytes(
      { target: PAGE_TARGET, version: 'HTTP/1.0', host: null, keepOpen: true },
      context.port,
    );
    const whole = await ask(context, short);
    expectPage(context, whole, 'It came in one piece: HTTP/1.0, and no headers.');
    await whole.peer.leave();
    const halves = schedules(bytes, headPlaces(bytes)).slice(0, -1);
    const failed = await smallestFailing([...halves, byteByByte(short)], trial);
    if (!failed) return;
    const { schedule, reason } = failed;
    if (!(reason instanceof Failure) || schedule.pieces.length === 1) throw reason;
    fail(
      'first-piece-only',
      `The request was ${schedule.how}: ${reason.finding.message} In one piece the same request is understood.`,
      reason.finding,
    );
  },
);

export const unfinished = check<ServerContext>(
  'waits for the rest of an unfinished head, and serves others meanwhile',
  {
    id: 'unfinished',
    needs: ['page', 'next-client'],
    rude: true,
    spec: 'RFC 9112, section 2.1; the handout, "Take the request apart"',
    hints: [
      'What ends the head of a request: the request line, or something later?',
      'The blank line. Until it is there, more headers may come: nothing is answered, and nobody else has to wait for it.',
      'Everything about one client lives in the function for that client; it answers when indexOf(blank line) is not -1.',
    ],
  },
  async (context) => {
    const bytes = requestBytes({ target: PAGE_TARGET }, context.port);
    const cut = bytes.length - 'Connection: close\r\n\r\n'.length;
    const slow = await context.connect();
    await slow.send(bytes.subarray(0, cut));
    await slow.untilRead();
    await stillServes(context, 'a client that has sent half of its head, and is still there');
    const tooEarly = 'The blank line that ends the head had not come yet; more headers might have followed.';
    if (slow.length > 0)
      fail('answers-too-early', `An answer came for half a head. ${tooEarly}`, { actual: slow.received });
    expectPage(
      context,
      await ask(context, bytes.subarray(cut), { peer: slow, method: 'GET' }),
      'Its head came in two parts.',
    );

    const gone = await context.connect();
    await gone.send(bytes.subarray(0, cut));
    gone.end();
    const reader = new ResponseReader({ forgive: 'all', method: 'GET' });
    const end = await readMessage(gone, reader);
    if ((reader.status ?? 400) < 300) {
      fail(
        'answers-too-early',
        `A client sent half of its head and ended its side, and got the status ${reader.status}. ${tooEarly}`,
        { actual: gone.received.subarray(0, 300) },
      );
    }
    if (end === 'silence') {
      // Is it busy, or only this connection forgotten?
      await stillServes(context, 'a client that ended its side in the middle of its head');
      fail(
        'keeps-open',
        'A client sent half of its head and ended its side. Nothing more will come from it, but the program keeps the connection, for ever. End our side, too.',
      );
    }
    await Promise.all([slow.leave(), gone.leave()]);
    await stillServes(context, 'a client that ended its side in the middle of its head');
  },
);

export const survivesReset = check<ServerContext>(
  'survives clients that reset the connection',
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
    const good = requestBytes({ target: PAGE_TARGET }, context.port);
    const wrong = Buffer.from('hello\r\n\r\n');
    for (const [bytes, readFirst, what] of [
      [good.subarray(0, 20), false, 'in the middle of its head'],
      [good, false, 'behind its request'],
      [good, true, 'in the middle of the answer'],
      [wrong, false, 'behind a wrong request'],
    ] as const) {
      const rude = await context.connect();
      await rude.send(bytes);
      await rude.untilRead();
      if (readFirst) await rude.readBytes(1, 500);
      rude.reset();
      await stillServes(context, `a client that reset the connection ${what}`);
    }
  },
);
