import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { getText } from './exchange.ts';

export const leavesEarly: Check<ServerContext> = check(
  'ends its side for a client that leaves before its request is complete',
  {
    id: 'leaves-early',
    rude: true,
    needs: ['text-file', 'next-client'],
    spec: 'RFC 9112, section 8 (incomplete messages); the handout of lab05, "The end of a request"',
    hints: [
      'Your program waits for the blank line. What if the client ends its side before that?',
      "Then nothing comes any more, and the socket emits 'end' (recv gives 0 bytes). A loop that waits for the blank line must look for that, too.",
      "socket.on('end', () => socket.end()); and after an answer that is still on its way, not before",
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
          `A client sent ${what} and ended its side. The program does not end its own side: it waits for something that can never come, and each such connection takes up a place. When the client has ended, end the connection.`,
        );
      }
      peer.drop();
    }
    await getText(context);
  },
);
