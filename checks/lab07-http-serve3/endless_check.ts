import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import type { Answer } from '../engine/http/ask.ts';
import { expectRejected } from '../engine/http/expect.ts';
import { ResponseReader } from '../engine/http/message_reader.ts';
import { readMessage } from '../engine/http/read_message.ts';
import { check } from '../engine/lab.ts';
import { PAGE_TARGET, stillServes } from './exchange.ts';

const MIB = 1024 * 1024;

/** How much one client sends at most. */
const STREAM_BYTES = 8 * MIB;

/** How many such clients come when the first was allowed to send everything. */
const CLIENTS = 12;

/** How much more memory the program may have then. All of them together have sent more. */
const MEMORY_LIMIT = 64 * MIB;

export const endlessHead = check<ServerContext>(
  'does not collect a head that never ends',
  {
    id: 'endless-head',
    needs: ['headers', 'next-client'],
    rude: true,
    spec: 'RFC 9110, section 5.4; RFC 6585, section 5 (431); the handout, "Limits"',
    hints: [
      'What becomes of `received` when the blank line never comes?',
      'It grows until the memory is full. Stop at a limit: answer 431 (or 414, when not even the first line has ended), and end.',
      'if (received.length > 64 * 1024 && !received.includes(blankLine)) answer with 431 and socket.end(…)',
    ],
  },
  async (context) => {
    const word = context.random.word();
    const line = `X-${word}: ${'many '.repeat(10)}\r\n`;
    const heads: readonly (readonly [first: string, more: string, what: string])[] = [
      [`GET ${PAGE_TARGET} HTTP/1.1\r\n`, line, 'a head whose headers never end'],
      ['GET /', word, 'a request line that never ends'],
    ];
    for (const [first, more, what] of heads) {
      const before = context.memory();
      let swallowed = await pour(context, first, more, what);
      // It took it all without a word. Does it keep it?
      for (let clients = 1; swallowed && before !== undefined && clients < CLIENTS; clients++) {
        expectBounded(context, before, clients);
        swallowed = await pour(context, first, more, what);
      }
      if (swallowed && before !== undefined) expectBounded(context, before, CLIENTS);
      await stillServes(context, what);
    }
  },
);

/** Sends a head without end, up to a bound; true when the program took it all and said nothing. The connection stays. */
async function pour(context: ServerContext, first: string, more: string, what: string): Promise<boolean> {
  const block = Buffer.from(more.repeat(Math.ceil((256 * 1024) / more.length)));
  const peer = await context.connect();
  const start = peer.length;
  let how = await peer.send(first);
  while (how === 'sent' && peer.sent < STREAM_BYTES && peer.length === 0 && !peer.ended) {
    how = await peer.send(block);
  }
  // It does not read on: then it does not store either.
  if (how === 'stalled' && peer.length === 0) return false;
  if (how === 'sent' && peer.length === 0 && !peer.ended) return true;
  const reader = new ResponseReader({ forgive: 'all', method: 'GET' });
  const end = await readMessage(peer, reader);
  const received = peer.received.subarray(start);
  const answer: Answer = {
    asked: `${first.slice(0, 30).trim()}…`,
    method: 'GET',
    peer,
    reader,
    end,
    received,
  };
  expectRejected(answer, `This was ${what}.`);
  await peer.leave();
  return false;
}

function expectBounded(context: ServerContext, before: number, clients: number): void {
  const sent = clients * STREAM_BYTES;
  const grown = (context.memory() ?? before) - before;
  if (grown < MEMORY_LIMIT || grown < 0.75 * sent) return;
  fail(
    'stores-without-limit',
    `Clients sent heads that never end, ${STREAM_BYTES / MIB} MiB each. The program took everything, said nothing, and now has more memory in use than these clients may cost. A few more of them, and the computer has none left. Give up at a limit: 431, and end.`,
  );
}
