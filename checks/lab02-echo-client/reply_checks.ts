import type { ClientContext } from '../engine/context/client.ts';
import { fail } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import type { Script } from '../engine/wire/scripted_server.ts';
import { countsIn } from './counts.ts';
import { answering, exchange, pause } from './exchange.ts';
import { expectConnected, expectCount, expectGoodEnd, expectPrinted } from './expectations.ts';

/** Longer than the time-out that one writes to "wait a moment for the reply". */
const SLOW_MS = 600;

/** What the program makes of the reply. */
export const replyChecks = [
  check<ClientContext>(
    'prints a reply that comes in pieces, also when a letter is cut in two',
    {
      id: 'pieces',
      spec: 'RFC 9293, section 3.7 (a stream has no message boundaries); the handout, "Pieces"',
      hints: [
        'How often is your data event called, and how do you know that it was the last time?',
        'Keep every piece as it came, as bytes. When the server has ended its side (the event end), join them, and only then make text of them.',
        "pieces.push(bytes) in 'data'; Buffer.concat(pieces).toString('utf8') in 'end'",
      ],
    },
    async (context) => {
      const words = Array.from({ length: 4 }, () => context.random.word());
      const text = `${words[0]} Montréal ${words[1]} costs 9 € ${words[2]} 🙂 ${words[3]}`;
      const reply = Buffer.from(text);
      const pieces = cutInside(reply, ['é', '€', '🙂']);
      const message = `in pieces, please, ${context.random.word()}`;
      const played = await exchange(context, message, answering(message.length, ...pieces));
      expectPrinted(played, ...pieces);
      expectGoodEnd(played);
      // A program that does not print the number is told so by the check "counts".
      if (countsIn(played.run.stdout.toString(), 'received').length > 0)
        expectCount(played, 'received', text);
    },
  ),
  check<ClientContext>(
    'waits for a reply that takes its time',
    {
      id: 'slow-reply',
      needs: ['round-trip', 'pieces'],
      spec: 'the handout, "Pieces"',
      hints: [
        'How long does your program wait, and for what?',
        'Time says nothing about whether the reply is complete. The network may be slow, or the server; only the end of its side is the end.',
        "No setTimeout: print in the event 'end', which comes when it comes.",
      ],
    },
    async (context) => {
      const [first, second] = [
        `one moment, ${context.random.word()},`,
        ` here it is: ${context.random.word()}`,
      ];
      const message = `take your time, ${context.random.word()}`;
      const played = await exchange(context, message, async (client) => {
        await client.readBytes(message.length);
        for (const half of [first, second]) {
          await pause(SLOW_MS);
          await client.send(half);
        }
        client.end();
        await client.readToEnd();
      });
      const { run } = played;
      if (run.exit && !run.stdout.includes(first + second)) {
        fail(
          'gives-up',
          `The reply came in two halves, each after ${SLOW_MS} ms of silence. The program was finished before it had both. Silence is not the end of the reply.`,
          { expected: first + second, actual: run.stdout },
        );
      }
      expectPrinted(played, first, second);
      expectGoodEnd(played);
    },
  ),
  check<ClientContext>(
    'gets everything from a server that speaks first',
    {
      id: 'server-first',
      spec: 'RFC 9293, section 3.7 (both directions are independent)',
      hints: [
        'What happens to bytes that arrive before you have sent anything?',
        'Either side may speak at any time. Whatever arrives belongs to the reply, also before the message is sent.',
        "Listen for 'data' from the start, next to net.connect(), and throw nothing away.",
      ],
    },
    async (context) => {
      const welcome = `welcome, ${context.random.word()}.`;
      const goodbye = ` That was all, ${context.random.word()}.`;
      const message = `me, too, ${context.random.word()}`;
      const waits: Script = async (client) => {
        await client.send(welcome);
        await client.readBytes(message.length);
        await client.send(goodbye);
        client.end();
        await client.readToEnd();
      };
      const endsAtOnce: Script = async (client) => {
        await client.send(welcome + goodbye);
        client.end();
        await client.readToEnd();
      };
      await context.sideBySide(
        [waits, endsAtOnce].map((script) => async (apart: ClientContext) => {
          const played = await exchange(apart, message, script);
          expectConnected(played);
          const { run } = played;
          if (run.exit?.code === 0 && run.stdout.includes(goodbye) && !run.stdout.includes(welcome)) {
            fail(
              'loses-early-bytes',
              'The server said something as soon as the connection was there, and that part was not printed. It belongs to the reply like all the rest.',
              {
                expected: welcome + goodbye,
                actual: run.stdout,
              },
            );
          }
          expectPrinted(played, welcome, goodbye);
          expectGoodEnd(played);
        }),
      );
    },
  ),
];

/** The bytes of a text, cut in the middle of these characters. */
function cutInside(text: Buffer, characters: readonly string[]): Buffer[] {
  const cuts = characters.map(
    (character) => text.indexOf(character) + Math.floor(Buffer.byteLength(character) / 2),
  );
  return [0, ...cuts].map((from, i) => text.subarray(from, cuts[i]));
}
