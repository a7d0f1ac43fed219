import type { ClientContext } from '../engine/context/client.ts';
import { fail } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import type { ReadEnd, SendEnd } from '../engine/wire/conversation.ts';
import { answering, exchange, exchangeOn } from './exchange.ts';
import { expectConnected, expectCount, expectGoodEnd, expectPrinted } from './expectations.ts';
import { expectMessage } from './message_checks.ts';

const MIB = 1024 * 1024;
/** More than the system keeps for one direction while nobody reads (4 MiB and less were seen). */
const FLOOD_BYTES = 6 * MIB;
/** How long the server offers bytes that nobody takes. */
const STALL_MS = 4000;

export const bonusChecks = [
  check<ClientContext>(
    'with - as the message, sends standard input, also 1 MiB of it',
    {
      id: 'stdin',
      tier: 'bonus',
      spec: 'the handout, "Bonus: more than a word"',
      hints: [
        'Where does a program read what is piped into it, and in how many pieces does it come?',
        'Standard input is a stream like the socket. What you read from one goes into the other, as bytes, and its end ends your side.',
        'process.stdin.pipe(socket);',
      ],
    },
    async (context) => {
      const reply = `I have all of it, ${context.random.word()}`;
      const short = `Montréal ${context.random.word()}\n`;
      const long = textOf(MIB, context.random.word());
      await context.sideBySide(
        [short, long].map((message) => async (apart: ClientContext) => {
          let end: ReadEnd = 'silence';
          const played = await exchange(apart, { stdin: Buffer.from(message) }, async (client) => {
            end = await client.readToEnd();
            await client.send(reply);
            client.end();
            await client.readToEnd();
          });
          const client = expectConnected(played);
          if (client.received.equals(Buffer.from('-'))) {
            fail(
              'dash-is-message',
              'The message on the command line was -, which stands for "read it from standard input". The program sent the dash.',
              {
                expected: message,
                actual: '-',
              },
            );
          }
          expectMessage(message, client.received);
          if (end === 'silence') {
            fail(
              'keeps-open',
              'Standard input has ended, and all of it has arrived; now end your side of the connection, or the server waits for more.',
            );
          }
          expectPrinted(played, reply);
          expectGoodEnd(played);
          expectCount(played, 'sent', message);
        }),
      );
    },
  ),
  check<ClientContext>(
    'reads while it still sends: 6 MiB in both directions at once',
    {
      id: 'both-directions',
      tier: 'bonus',
      needs: ['round-trip', 'pieces', 'stdin'],
      spec: 'RFC 9293, section 3.8.6 (managing the window); the handout, "Bonus: more than a word"',
      hints: [
        'What if the server does not read on before you have read what it sends?',
        'An echo server with a full buffer stops reading. If you do not read before you have sent everything, both wait for the other.',
        "Listen for 'data' before you send, and never pause() the socket: Node then reads and writes in turns.",
      ],
    },
    async (context) => {
      const message = textOf(FLOOD_BYTES, context.random.word());
      const reply = textOf(FLOOD_BYTES, context.random.word());
      let taken: SendEnd = 'stalled';
      const played = await exchange(context, { stdin: Buffer.from(message) }, async (client) => {
        // Nothing is read before the reply is on its way.
        client.socket.pause();
        taken = await client.send(reply, STALL_MS);
        client.socket.resume();
        await client.readToEnd();
        client.end();
      });
      const client = expectConnected(played);
      if (taken === 'stalled') {
        fail(
          'one-way-at-a-time',
          `The server wanted to get rid of ${FLOOD_BYTES / MIB} MiB before it read on, and the program took only as much as the system keeps for it. It was busy sending, or waiting for standard input: neither side moved any more.`,
        );
      }
      expectMessage(message, client.received);
      expectPrinted(played, reply);
      expectGoodEnd(played);
      expectCount(played, 'received', reply);
    },
  ),
  check<ClientContext>(
    'connects over IPv6, too',
    {
      id: 'ipv6',
      tier: 'bonus',
      spec: 'RFC 4291, section 2.5.3 (the loopback address ::1); the handout, "Bonus: the other internet"',
      hints: [
        'What does your program do to the host before it connects?',
        'An IPv6 address is full of colons. Whoever cuts at a colon, or expects four numbers with dots, breaks it.',
        'Give host to net.connect as it is: net.connect(port, host).',
      ],
    },
    async (context) => {
      const message = `hello over there, ${context.random.word()}`;
      const reply = `hello from ::1, ${context.random.word()}`;
      const played = await exchangeOn('::1', context, message, answering(message.length, reply));
      expectConnected(played);
      expectPrinted(played, reply);
      expectGoodEnd(played);
    },
  ),
];

/** About so many bytes of text on one line. Most of it takes three bytes a letter, so that cuts fall inside letters. */
function textOf(bytes: number, word: string): string {
  const part = `${word}€€€€€€€€€€€€€€€€€€€€`;
  return part.repeat(Math.floor(bytes / Buffer.byteLength(part)));
}
