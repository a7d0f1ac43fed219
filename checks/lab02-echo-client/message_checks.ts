import type { ClientContext } from '../engine/context/client.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { fail } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import type { ReadEnd } from '../engine/wire/conversation.ts';
import { answerAndLook, answering, exchange, exchangeOn } from './exchange.ts';
import {
  expectConnected,
  expectCount,
  expectGoodEnd,
  expectPrinted,
  expectStillThere,
} from './expectations.ts';

/** What the program sends, and to whom. */
export const messageChecks = [
  check<ClientContext>(
    'sends the message and prints the reply',
    {
      id: 'round-trip',
      spec: 'the handout, "The picture"',
      hints: [
        'What does your program do once it is connected, and what when bytes come in?',
        'You need three events of the socket: connect (now you can send), data (a piece of the reply), end (the server has finished).',
        "socket.on('connect', () => socket.end(message)); socket.on('data', (bytes) => pieces.push(bytes)); socket.on('end', () => { /* print */ });",
      ],
    },
    async (context) => {
      const message = `hello ${context.random.word()}`;
      const reply = `good day from the checker, ${context.random.word()}`;
      const played = await exchange(context, message, async (client) => {
        await client.readBytes(message.length);
        await answerAndLook(client, reply);
      });
      const client = expectConnected(played);
      if (client.length === 0) {
        fail(
          'sends-nothing',
          'The program connected, but no byte of the message arrived. As soon as the socket is connected, write the message to it.',
          {
            expected: message,
            actual: '',
          },
        );
      }
      // What is too much is for the next check to say.
      if (!client.received.includes(message)) expectMessage(message, client.received);
      expectStillThere(played, reply);
      expectPrinted(played, reply);
      expectGoodEnd(played);
    },
  ),
  check<ClientContext>(
    'sends exactly the bytes of the message, and nothing else',
    {
      id: 'message-bytes',
      spec: 'the handout, "Letters and bytes"; RFC 3629, section 3 (UTF-8)',
      hints: [
        'How many bytes is é? Who decides that?',
        'The message is text; on its way it is bytes, in the encoding UTF-8. Node does that for you when you write a string. Nothing belongs behind it, no newline either.',
        'socket.end(message) is all: no message.length, no latin1, no \\n.',
      ],
    },
    async (context) => {
      const messages = [
        `Montréal ${context.random.word()}`,
        `5 € für 🙂 ${context.random.word()}, "日本"`,
        `  blanks at both ends of ${context.random.word()}  `,
      ];
      await context.sideBySide(
        messages.map((message) => async (apart: ClientContext) => {
          const played = await exchange(apart, message, answering(Buffer.byteLength(message), 'thank you'));
          expectMessage(message, expectConnected(played).received);
        }),
      );
    },
  ),
  check<ClientContext>(
    'says how many bytes it sent and received',
    {
      id: 'counts',
      spec: 'the handout, "Letters and bytes"',
      hints: [
        'What does message.length count: letters or bytes?',
        'The length of a string is a number of characters. The length of a Buffer is a number of bytes.',
        'Buffer.byteLength(message), or socket.bytesWritten; and the length of the Buffer that holds the reply, before it becomes text.',
      ],
    },
    async (context) => {
      const message = `Montréal ${context.random.word()}`;
      const reply = `Zürich grüßt 🙂 ${context.random.word(9)}`;
      const played = await exchange(context, message, answering(Buffer.byteLength(message), reply));
      expectCount(played, 'sent', message);
      expectCount(played, 'received', reply);
    },
  ),
  check<ClientContext>(
    'connects to the host that it is given, not always to 127.0.0.1',
    {
      id: 'host',
      spec: 'the handout, "The idea"',
      hints: [
        'Which words of your program say where to connect?',
        'The host is the first word behind the name of the program. It need not be the computer that you sit at.',
        'net.connect(port, host), with host = process.argv[2]',
      ],
    },
    async (context) => {
      const message = `hello ${context.random.word()}`;
      const reply = `hello from another address, ${context.random.word()}`;
      const played = await exchangeOn('127.0.0.2', context, message, answering(message.length, reply));
      expectConnected(played);
      expectPrinted(played, reply);
    },
  ),
  check<ClientContext>(
    'ends its side after the message, and still reads the reply',
    {
      id: 'ends',
      spec: 'RFC 9293, section 3.6 (closing a connection); the handout, "The end is a message, too"',
      hints: [
        'How does the server learn that your message is complete?',
        'Ending your side (FIN) says: nothing more will come from me. The other direction stays open, and the reply comes through it.',
        'socket.end(message) sends the message and then the FIN. write() alone leaves your side open; destroy() closes both.',
      ],
    },
    async (context) => {
      const message = `is anybody there? ${context.random.word()}`;
      const reply = `now that you have finished: yes, ${context.random.word()}`;
      let end: ReadEnd = 'silence';
      const played = await exchange(context, message, async (client) => {
        end = await client.readToEnd();
        await answerAndLook(client, reply);
      });
      const client = expectConnected(played);
      if (end === 'silence') {
        fail(
          'keeps-open',
          `The server has the ${client.length} bytes of the message, but it cannot know that they are all: the program does not end its side. A server that waits for the end and a client that waits for the reply wait for ever.`,
        );
      }
      expectStillThere(played, reply);
      expectPrinted(played, reply);
      expectGoodEnd(played);
    },
  ),
];

/** Sees that the message arrived as it was given, and names the mistake where it did not. */
export function expectMessage(message: string, received: Buffer): void {
  const expected = Buffer.from(message);
  const difference = explainDifference(expected, received);
  if (!difference) return;
  const evidence = { expected, actual: received, at: difference.at };
  const so = `The message has ${expected.length} bytes, ${received.length} arrived.`;
  if (received.length < expected.length && difference.at === received.length) {
    const counted = [message.length, [...message].length].includes(received.length);
    if (counted && received.length > 0) {
      fail(
        'length-in-characters',
        `${so} ${received.length} is the number of its characters: a length in characters was used where one in bytes was needed.`,
        evidence,
      );
    }
    fail('cut-short', `${so} The rest is missing.`, evidence);
  }
  if (
    received.equals(Buffer.concat([expected, Buffer.from('\n')])) ||
    received.equals(Buffer.concat([expected, Buffer.from('\r\n')]))
  ) {
    fail(
      'newline-added',
      `${so} What is too much is a line end, which nobody typed: send the message alone.`,
      evidence,
    );
  }
  if (received.equals(Buffer.from(message, 'latin1'))) {
    fail(
      'through-text',
      `${so} It was sent as latin1, one byte for each character; what has no place there is lost. Send UTF-8, which is what Node does when you name no encoding.`,
      evidence,
    );
  }
  if (received.equals(Buffer.from(message.trim()))) {
    fail('other-message', `${so} The blanks at its ends belong to the message: do not trim it.`, evidence);
  }
  fail(
    difference.diagnosis === 'other-bytes' ? 'other-message' : difference.diagnosis,
    `${so} ${difference.message}`,
    evidence,
  );
}
