import { nextClient } from '../engine/common_checks.ts';
import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectEcho, expectEnd, KIB, oneLine } from './exchange.ts';

/** One careful client at a time: every byte comes back, however it is grouped. */
export const STREAM_CHECKS: readonly Check<ServerContext>[] = [
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
];
