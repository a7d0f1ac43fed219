import type { ServerContext } from '../engine/context/server.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import { expectEnd, KIB, stillServes } from './exchange.ts';

/** Slow readers and crowds. */
export const BONUS_CHECKS: readonly Check<ServerContext>[] = [
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
];

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
  // The client has sent its last byte before it reads the first one.
  slow.end();
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
  await expectEnd(slow);
  slow.drop();
}
