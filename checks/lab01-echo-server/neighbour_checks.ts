import { cleanStop } from '../engine/common_checks.ts';
import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectEcho, KIB, stillServes } from './exchange.ts';

/** Clients that get in the way of others, and the end of the program. */
export const NEIGHBOUR_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'serves one client while another is connected and silent',
    {
      id: 'silent-neighbour',
      needs: ['echo-line', 'next-client'],
      spec: 'the handout, "Listening is not talking"',
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
      await talking.read(() => talking.length + silent.length > 0);
      if (silent.length > 0) {
        fail(
          'loses-clients',
          'The second client sent a line, and the first one got it back. Write to the socket that the bytes came from: it must not live in a variable that all clients share.',
        );
      }
      await expectEcho(talking, line, 'one-at-a-time');
      const other = Buffer.from(`and me, ${context.random.word()}\n`);
      await silent.send(other);
      await silent.read(() => talking.length + silent.length > line.length);
      if (talking.length > line.length) {
        fail(
          'loses-clients',
          'The first client sent a line, and the second one got it back. Write to the socket that the bytes came from: it must not live in a variable that all clients share.',
        );
      }
      await expectEcho(silent, other);
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
];
