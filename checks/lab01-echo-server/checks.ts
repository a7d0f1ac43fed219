import { cleanStop, nextClient } from '../engine/common_checks.ts';
import type { ServerContext } from '../engine/context/server.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { fail } from '../engine/failure.ts';
import { check, defineServerLab } from '../engine/lab.ts';
import type { Conversation } from '../engine/wire/conversation.ts';

const KIB = 1024;

/** Waits until as many bytes as were sent have come back, and sees that they are the same. */
async function expectEcho(peer: Conversation, sent: Buffer, whenSilent = 'silent'): Promise<void> {
  const end = await peer.readBytes(sent.length);
  const received = peer.received;
  const difference = explainDifference(sent, received);
  if (!difference) return;
  const evidence = { expected: sent, actual: received, at: difference.at };
  const so = `Sent ${sent.length} bytes, got ${received.length} back`;
  if (received.length < sent.length && difference.diagnosis === 'cut-short') {
    if (end === 'silence') {
      const diagnosis = received.length === 0 ? whenSilent : 'cut-short';
      fail(
        diagnosis,
        `${so}; then nothing came for ${peer.silence}, and the connection is still open.`,
        evidence,
      );
    }
    if (end === 'fin') fail('closed-early', `${so}; then the program ended the connection.`, evidence);
    fail('resets-connection', `${so}; then the program cut the connection.`, evidence);
  }
  fail(difference.diagnosis, `${so}. ${difference.message}`, evidence);
}

/** Reads until the program ends its side, and sees that it does so in good order. */
async function expectEnd(peer: Conversation): Promise<void> {
  const end = await peer.readToEnd();
  if (end === 'silence') {
    fail(
      'keeps-open',
      'We ended our side and got everything back, but the program does not end its own side: a client that reads to the end would wait for ever. Call socket.end() when the client has ended.',
    );
  }
  if (end === 'reset') {
    fail(
      'resets-connection',
      'Everything came back, but then the program cut the connection. Use socket.end(), which ends it in good order, not destroy().',
    );
  }
}

/** One line there and back, then both sides end: what every echo server can do. */
async function oneLine(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  const line = Buffer.from(`hello ${context.random.word()}\n`);
  await peer.send(line);
  // A program that answers only when the client has ended still echoes a line; another check is about that.
  // And one that throws its answer away when the client ends first has had its chance before.
  if ((await peer.readBytes(1)) === 'silence') peer.end();
  await expectEcho(peer, line);
  peer.end();
  // More than the line may follow.
  await peer.read(() => peer.length > line.length, 300);
  if (peer.length > line.length) await expectEcho(peer, line);
  peer.drop();
}

/** A program that a rude client has visited must still serve a good one. */
async function stillServes(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  const line = Buffer.from(`still there, ${context.random.word()}?\n`);
  await peer.send(line);
  await expectEcho(peer, line);
  await peer.leave();
}

export default defineServerLab({
  title: 'Echo server',
  program: 'echo_server.ts',
  args: ['{port}'],
  diagnoses: {
    'waits-for-newline': 'The program waits for the end of a line before it answers',
    'waits-for-end': 'The program waits until the client has finished before it answers',
    'one-at-a-time': 'While one client is connected, no other is served',
    'stores-without-limit': 'The program stores everything that a slow client has not read yet',
    'loses-clients': 'With many clients at once, some get nothing or the wrong bytes',
  },
  checks: [
    check(
      'sends one line back',
      {
        id: 'echo-line',
        spec: 'RFC 862, "TCP Based Echo Service"',
        hints: [
          'Which event tells you that bytes have arrived, and what does your program do in it?',
          'The socket that gave you the bytes is the one to write them to: it works in both directions.',
          "socket.on('data', (bytes) => { socket.write(bytes); });",
        ],
      },
      oneLine,
    ),
    nextClient(oneLine),
    check(
      'answers at once, before the line or the client has ended',
      {
        id: 'answers-at-once',
        spec: 'RFC 862: "any data received is sent back"',
        hints: [
          'What is your program waiting for before it writes?',
          'TCP knows no lines and no messages. Whatever a data event brings is to be sent back in that event.',
          "Do not collect until '\\n' or 'end': socket.on('data', (bytes) => socket.write(bytes));",
        ],
      },
      async (context) => {
        const peer = await context.connect();
        const prompt = Buffer.from(context.random.word(3));
        await peer.send(prompt);
        if ((await peer.readBytes(1)) === 'silence') {
          // Find out what it is waiting for: first a line end, then our end.
          await peer.send('\n');
          const line = await peer.readBytes(1, 500);
          if (line === 'enough') {
            fail(
              'waits-for-newline',
              '3 bytes without a newline were not answered; when the newline came, they were. TCP carries bytes, not lines: send back whatever has arrived.',
              { expected: prompt, actual: '' },
            );
          }
          peer.end();
          if ((await peer.readBytes(1, 1000)) === 'enough') {
            fail(
              'waits-for-end',
              '3 bytes were not answered until the client ended its side. A client that waits for the echo before it goes on would wait for ever.',
              { expected: prompt, actual: '' },
            );
          }
        }
        await expectEcho(peer, prompt);
        await peer.leave();
      },
    ),
    check(
      'sends every byte back unchanged, text or not',
      {
        id: 'bytes',
        spec: 'RFC 862; the handout, "Bytes and text"',
        hints: [
          'What are the bytes turned into on their way through your program?',
          'A data event brings a Buffer. As soon as it becomes a string, bytes that are not valid UTF-8 are lost.',
          'Write the Buffer itself: socket.write(bytes), with no setEncoding() and no toString().',
        ],
      },
      async (context) => {
        const every = Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256));
        const invalid = Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80]);
        const peer = await context.connect();
        await peer.send(every);
        await expectEcho(peer, every);
        await peer.send(invalid);
        await expectEcho(peer, Buffer.concat([every, invalid]));
        await peer.leave();
      },
    ),
    check(
      'answers again and again on one connection',
      {
        id: 'two-messages',
        spec: 'RFC 862: "until the calling user terminates the connection"',
        hints: [
          'What happens in your program after the first answer?',
          'The connection stays open until the client ends it: do not end it after an answer, and keep listening for data.',
          "socket.on('data', …), not once; and no socket.end() in it.",
        ],
      },
      async (context) => {
        const peer = await context.connect();
        let sent = Buffer.alloc(0);
        for (const ordinal of ['first', 'second', 'third']) {
          const message = Buffer.from(`${ordinal} ${context.random.word()}\n`);
          await peer.send(message);
          sent = Buffer.concat([sent, message]);
          await expectEcho(peer, sent);
        }
        await peer.leave();
      },
    ),
    check(
      'sends 64 KiB back that come in one go',
      {
        id: 'large',
        spec: 'RFC 862; the handout, "A stream, not messages"',
        hints: [
          'How much does one data event bring, and what happens with the rest?',
          'Large data come in several events. Each must be answered, in order, none twice.',
          "socket.on('data', (bytes) => socket.write(bytes)); is enough: it is called once per piece.",
        ],
      },
      async (context) => {
        const peer = await context.connect();
        const bytes = context.random.bytes(64 * KIB);
        await peer.send(bytes);
        await expectEcho(peer, bytes);
        await peer.leave();
      },
    ),
    check(
      'sends back what comes one byte at a time',
      {
        id: 'pieces',
        spec: 'RFC 9293, section 3.7 (a stream has no message boundaries)',
        hints: [
          'How often is your data event called when the client sends ten single bytes?',
          'Every event may bring as little as one byte; answer each of them.',
          "Nothing but socket.write(bytes) belongs in socket.on('data', …): no length test, no counter.",
        ],
      },
      async (context) => {
        const peer = await context.connect();
        const bytes = Buffer.from(`${context.random.word(9)} é€\n`);
        // Each byte is answered before the next one leaves, so that no two can be read as one.
        const pieces = Array.from(bytes, (byte) => Buffer.of(byte));
        for (let answered = true; answered && pieces.length > 0; ) {
          await peer.send(pieces.shift() as Buffer);
          answered = (await peer.readBytes(bytes.length - pieces.length, 300)) === 'enough';
        }
        await peer.sendPieces(pieces);
        await expectEcho(peer, bytes);
        await peer.leave();
      },
    ),
    check(
      'sends the rest and ends its side when the client has ended',
      {
        id: 'ends',
        needs: ['echo-line', 'next-client'],
        spec: 'RFC 9293, section 3.6 (closing a connection)',
        hints: [
          'How does the client learn that nothing more will come?',
          "When the client ends its side, the socket emits 'end'. Your own side is still open then.",
          "net.createServer({ allowHalfOpen: true }, …) and socket.on('end', () => socket.end());",
        ],
      },
      async (context) => {
        const peer = await context.connect();
        const bytes = context.random.bytes(8 * KIB);
        await peer.send(bytes);
        peer.end();
        await expectEcho(peer, bytes);
        await expectEnd(peer);
        if (peer.length > bytes.length) await expectEcho(peer, bytes);
        // And with nothing to send back.
        const quiet = await context.connect();
        quiet.end();
        await expectEnd(quiet);
        quiet.drop();
        peer.drop();
      },
    ),
    check(
      'serves one client while another is connected and silent',
      {
        id: 'silent-neighbour',
        needs: ['echo-line', 'next-client'],
        spec: 'the handout, "Many clients"',
        rude: true,
        hints: [
          'What is your program waiting for while a client is connected that says nothing?',
          'Nothing may wait for one client: not the acceptance of the next, and not a lock.',
          'createServer calls your function for each client by itself. Keep everything about a client inside that function.',
        ],
      },
      async (context) => {
        const silent = await context.connect();
        const talking = await context.connect();
        const line = Buffer.from(`me too, ${context.random.word()}\n`);
        await talking.send(line);
        await expectEcho(talking, line, 'one-at-a-time');
        await silent.send(line);
        await expectEcho(silent, line);
        await Promise.all([silent.leave(), talking.leave()]);
      },
    ),
    check(
      'survives a client that resets the connection',
      {
        id: 'survives-reset',
        needs: ['echo-line', 'next-client'],
        spec: 'RFC 9293, section 3.10.7 (reset)',
        rude: true,
        hints: [
          'What does Node do with an error event that nobody listens to?',
          "A client that vanishes makes its socket emit 'error' (ECONNRESET or EPIPE). Without a listener the program ends.",
          "socket.on('error', (error) => console.error(error.message));",
        ],
      },
      async (context) => {
        for (let round = 0; round < 3; round++) {
          const rude = await context.connect();
          await rude.send(context.random.bytes(16 * KIB));
          // Once the answer is on its way, cut the connection: the program is in the middle of writing.
          if (round > 0) await rude.readBytes(1, 500);
          rude.reset();
          await stillServes(context);
        }
      },
    ),
    cleanStop(),
    check(
      'waits for a client that reads slowly, and loses nothing',
      {
        id: 'slow-reader',
        needs: ['echo-line', 'next-client'],
        tier: 'bonus',
        spec: 'the handout, "Bonus: backpressure"',
        rude: true,
        hints: [
          'What does socket.write() return, and what does that tell you?',
          "false means: the client has not read the last ones yet. Stop reading from it until 'drain'.",
          "if (!socket.write(bytes)) { socket.pause(); socket.once('drain', () => socket.resume()); }",
        ],
      },
      slowReader,
    ),
    check(
      'serves 100 clients at once',
      {
        id: 'many-clients',
        needs: ['echo-line', 'next-client', 'silent-neighbour'],
        tier: 'bonus',
        spec: 'the handout, "Bonus: a crowd"',
        rude: true,
        hints: [
          'Which variables of your program are shared between all clients?',
          'What belongs to one client must live in the function that is called for that client.',
          'No global buffer, no global "current socket": const and let inside createServer((socket) => { … }).',
        ],
      },
      async (context) => {
        const peers: Conversation[] = [];
        // A few at a time: the queue of connections that wait to be accepted may be as short as five.
        for (let group = 0; group < 100; group += 5) {
          peers.push(...(await Promise.all(Array.from({ length: 5 }, () => context.connect()))));
        }
        const lines = peers.map((_, i) => Buffer.from(`client ${i} says ${context.random.word()}\n`));
        for (const i of context.random.shuffle([...peers.keys()])) {
          await (peers[i] as Conversation).send(lines[i] as Buffer);
        }
        for (const [i, peer] of peers.entries()) {
          const line = lines[i] as Buffer;
          await peer.readBytes(line.length);
          if (!peer.received.equals(line)) {
            fail('loses-clients', `Client ${i + 1} of 100 did not get its own line back.`, {
              expected: line,
              actual: peer.received,
            });
          }
        }
        await Promise.all(peers.map((peer) => peer.leave()));
      },
    ),
  ],
});

/** More than any system keeps in its socket buffers (5 to 7 MiB were seen), and little enough to end soon. */
const FLOOD_BYTES = 32 * KIB * KIB;

async function slowReader(context: ServerContext): Promise<void> {
  const slow = await context.connect();
  slow.socket.pause();
  const block = context.random.bytes(256 * KIB);
  let blocks = 0;
  // As long as the program reads, so do the buffers between us fill; a good program stops reading.
  while (blocks * block.length < FLOOD_BYTES) {
    blocks += 1;
    if ((await slow.send(block, 400)) !== 'sent') break;
  }
  const sent = blocks * block.length;
  const tookItAll = sent >= FLOOD_BYTES;
  if (!tookItAll) await stillServes(context);
  slow.socket.resume();
  await slow.readBytes(sent);
  if (slow.length !== sent) {
    fail(
      'cut-short',
      `The client was slow: it sent ${sent} bytes before it read, and then got only ${slow.length} back.`,
    );
  }
  if (tookItAll) {
    fail(
      'stores-without-limit',
      `The client sent ${sent / KIB / KIB} MiB before it read any of the answer, and the program took it all and kept it. One such client after another, and the memory is full. Stop reading while write() returns false.`,
    );
  }
  const received = slow.received;
  for (let at = 0; at < sent; at += block.length) {
    const difference = explainDifference(block, received.subarray(at, at + block.length));
    if (difference)
      fail(difference.diagnosis, `At byte ${at + difference.at} of ${sent}: ${difference.message}`);
  }
  await slow.leave();
}
