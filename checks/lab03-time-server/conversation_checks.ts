import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { askTime, expectRight, leave, machineZone, readLine, UNREAD } from './exchange.ts';

/** One polite client that says nothing and gets one line. */
export async function oneLine(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  if ((await peer.readBytes(1)) === 'silence') {
    // Find out what it is waiting for: first for a line, then for our end.
    await peer.send('\n');
    if ((await peer.readBytes(1, 1000)) === 'enough') {
      fail(
        'waits-for-client',
        'Nothing came until the client sent a line. A client of RFC 867 sends nothing: it connects, and waits for the time. Write it in the function that is called when a client comes, not when data comes.',
      );
    }
    peer.end();
    if ((await peer.readBytes(1, 1000)) === 'enough') {
      fail(
        'waits-for-client',
        'Nothing came until the client ended its side. A client of RFC 867 connects and waits for the time.',
      );
    }
    fail(
      'silent',
      'The client connected and waited, then it sent a line, then it ended its side: no byte came back. Where does your program write the time to the socket?',
    );
  }
  await readLine(peer);
  await leave(peer);
}

/** The checks about who speaks when, and for how long. */
export const endsAfterLine: Check<ServerContext> = check(
  'ends the connection after this one line',
  {
    id: 'closes',
    spec: 'RFC 867, "TCP Based Daytime Service"',
    hints: [
      'How does the client learn that nothing more will come?',
      'Your side is ended by a call on the socket. It may carry the last words, too.',
      'socket.end(line) writes the line and then ends our side.',
    ],
  },
  async (context) => {
    const peer = await context.connect();
    const line = await readLine(peer);
    const whole = peer.received.indexOf(10) + 1;
    const newlines = () => peer.received.toString('latin1').split('\n').length - 1;
    const end = await peer.read(() => newlines() > 2 || peer.length > whole + 2000);
    if (peer.length > whole) {
      const evidence = { actual: peer.received, at: whole, expected: `${line}\r\n` };
      if (end === 'enough' && newlines() > 2) {
        fail(
          'keeps-sending',
          'Line after line comes, and the connection stays open. A daytime client asks once and gets one line; who wants another connects again.',
          evidence,
        );
      }
      fail(
        'more-than-one-line',
        `${peer.length - whole} more bytes came behind the line. RFC 867: the answer is one line, and then the connection is closed.`,
        evidence,
      );
    }
    if (end === 'silence') {
      fail(
        'keeps-open',
        'The line came, and the connection is still open. The client cannot know that this was all: it would wait for ever. End our side behind the line: socket.end().',
      );
    }
    if (end === 'reset') {
      fail(
        'resets-connection',
        'The line came, but then the program cut the connection. Use socket.end(), which ends it in good order, not destroy().',
      );
    }
    await leave(peer);
  },
);

export const talkativeClient: Check<ServerContext> = check(
  'answers a client that talks in the same way',
  {
    id: 'talkative-client',
    needs: ['right-time'],
    spec: 'RFC 867: "any data received is thrown away"',
    hints: [
      'What does your program do with bytes that a client sends?',
      'They are to be read and thrown away. A socket that nobody reads from keeps them, and closing it then becomes a reset.',
      'socket.resume() reads and drops everything; no data event is needed.',
    ],
  },
  async (context) => {
    const answer = await askTime(context, `what time is it, ${context.random.word()}?\r\n`);
    expectRight(answer, [machineZone()], 'This client had sent a line. ');
    await leave(answer.peer);
  },
);

export const readsWhatComes: Check<ServerContext> = check(
  'ends in good order with a client that has talked',
  {
    id: 'reads-what-comes',
    tier: 'bonus',
    rude: true,
    needs: ['talkative-client', 'closes', 'next-client'],
    spec: 'RFC 9293, section 3.6; RFC 2525, section 2.17 (unread data at close)',
    hints: [
      'What becomes of bytes that have arrived and that nobody reads?',
      'If they are still unread when the socket is closed, the system sends a reset instead of a FIN.',
      'socket.end(line); socket.resume();  and no destroy(): the socket closes by itself when the client ends, too.',
    ],
  },
  async (context) => {
    // Whether the bytes arrive before the program closes is a matter of luck; hence several rounds.
    for (let round = 0; round < 3; round++) {
      const peer = await context.connect();
      await peer.send(context.random.bytes(200));
      const end = await peer.readToEnd();
      if (end === 'silence')
        fail('keeps-open', 'A client that had sent 200 bytes waits for the end in vain.');
      // A reset that comes together with the last bytes looks like an end: but nothing can be sent any more.
      if (end === 'reset' || (await peer.send('thank you\r\n')) === 'reset') {
        fail(
          'resets-connection',
          `The client had sent 200 bytes, and the program's end came as a reset. ${UNREAD}`,
        );
      }
      await leave(peer);
    }
    const talkative = await context.connect();
    await talkative.readBytes(1);
    // More than the system keeps for a program that does not read.
    for (let sent = 0; sent < 16; sent++) {
      if ((await talkative.send(context.random.bytes(1024 * 1024), 1000)) === 'stalled') {
        fail(
          'leaves-unread',
          `A client that talks on can send no more after a few MiB: nobody reads what it says, and the connection stays open for ever. Read it and throw it away: socket.resume().`,
        );
      }
    }
    await leave(talkative);
  },
);

export const survivesReset: Check<ServerContext> = check(
  'survives a client that resets the connection',
  {
    id: 'survives-reset',
    tier: 'bonus',
    rude: true,
    needs: ['next-client'],
    spec: 'RFC 9293, section 3.10.7 (reset)',
    hints: [
      'What does Node do with an error event that nobody listens to?',
      "A client that vanishes makes its socket emit 'error' (ECONNRESET or EPIPE). Without a listener the program ends.",
      "socket.on('error', (error) => console.error(error.message));",
    ],
  },
  async (context) => {
    const early = await context.connect();
    early.reset();
    await oneLine(context);
    const late = await context.connect();
    await readLine(late);
    late.reset();
    await oneLine(context);
    const talking = await context.connect();
    await talking.send(context.random.bytes(1000));
    talking.reset();
    await oneLine(context);
  },
);

const CROWD = 50;

export const crowd: Check<ServerContext> = check(
  `answers ${CROWD} clients at once, though some never read and never leave`,
  {
    id: 'crowd',
    tier: 'bonus',
    rude: true,
    needs: ['right-time', 'next-client'],
    spec: 'the handout, "Bonus: a crowd"',
    hints: [
      'Does your program wait for one client before it turns to the next?',
      'Nothing may wait for a client to read, or to go.',
      'Everything about a client stays in the function that is called for it. It writes, ends its side and returns.',
    ],
  },
  async (context) => {
    const peers = [];
    // A few at a time: the queue of connections that wait to be accepted may be as short as five.
    for (let group = 0; group < CROWD; group += 5) {
      const five = await Promise.all(Array.from({ length: 5 }, () => context.connect()));
      five[0]?.socket.pause(); // this one never reads
      peers.push(...five.slice(1));
    }
    for (const peer of context.random.shuffle(peers)) {
      await peer.read(() => peer.received.includes(10));
      if (!peer.received.includes(10)) {
        fail(
          'loses-clients',
          `${CROWD} clients were connected at once, and one of them got no line (${peer.length} bytes came). Nobody may have to wait until another client has gone.`,
          { actual: peer.received },
        );
      }
    }
    await Promise.all(peers.map((peer) => leave(peer)));
  },
);
