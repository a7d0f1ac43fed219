import type { ServerContext } from '../engine/context/server.ts';
import { fail, skip } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { crowd } from '../engine/wire/crowd.ts';
import { expectPage, leave, readOn, readPage, request, stillServes, UNREAD } from './exchange.ts';
import { isPage, largePage, PAGE_NAME, pageOf } from './page.ts';
import { printsNoCommands } from './print_checks.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const CROWD = 40;
/** How long a client with much content waits for an answer before it sends the rest, in ms. */
const ANSWER_MS = 150;
/** How long a head the check sends, and how much more memory the program may use then, in bytes. */
const ENDLESS = 96 * MIB;
const MOST_GROWTH = 64 * MIB;
/** A program that throws away what comes has taken all of it long before this time, in ms. */
const PUTTING_TOGETHER_MS = 4000;
const LESS_GROWTH = 16 * MIB;

const halfClose: Check<ServerContext> = check(
  'answers a client that ends its side right behind the request',
  {
    id: 'half-close',
    tier: 'bonus',
    rude: true,
    needs: ['page', 'next-client'],
    spec: 'RFC 9112, section 9.6 (a client may end its side and still want its answer)',
    hints: [
      'What does your program do when the client has ended its side?',
      'A client that ends its side can still read. allowHalfOpen: true keeps your side open until the page is sent.',
      "In the 'end' event, end your side only when nothing has been answered: if (!answered) socket.end();",
    ],
  },
  async (context) => {
    const asked = request(context);
    for (let round = 0; round < 3; round++) {
      const peer = await context.connect();
      await peer.send(asked);
      peer.end();
      const end = await readOn(context, peer);
      expectPage(context, peer, end, asked, 'The client sent a request and then ended its side');
      peer.drop();
    }
  },
);

const requestWithContent: Check<ServerContext> = check(
  'answers in good order a request with content behind its head',
  {
    id: 'content',
    tier: 'bonus',
    needs: ['page', 'closes', 'next-client'],
    rude: true,
    spec: 'RFC 9112, section 9.6 (closing with unread bytes); the handout, "Bonus: what comes behind"',
    hints: [
      'What becomes of bytes that have arrived and that nobody reads?',
      'If they are still unread when the socket is closed, the system sends a reset, and that can take the page away.',
      'socket.end(page), not destroy(); and leave the data event in place: it goes on reading.',
    ],
  },
  async (context) => {
    const peer = await context.connect();
    const asked = request(context, { method: 'POST', content: context.random.word(128 * KIB) });
    const held = asked.length - 2000;
    const sending = peer.send(asked.subarray(0, held));
    // Who answers at once does so now; others may want to see the rest first.
    await peer.read(() => peer.ended !== undefined, ANSWER_MS);
    await sending;
    // To a socket that is closed already, the first of these is answered with a reset, and the second is too late.
    const ends = [];
    for (const from of [held, held + 1000]) {
      ends.push(await peer.send(asked.subarray(from, from + 1000)));
      await peer.untilRead();
    }
    const end = await peer.readToEnd();
    const so = 'The client sent a POST request with 128 KiB of content behind its head';
    if (end === 'reset' || ends.includes('reset')) {
      fail(
        'resets-connection',
        `${so}. The program cut the connection before it had read all of the content. ${UNREAD}`,
      );
    }
    expectPage(context, peer, end, asked, so);
    await leave(context, peer);
  },
);

const endlessHead: Check<ServerContext> = check(
  'does not keep a head that never ends',
  {
    id: 'endless-head',
    tier: 'bonus',
    rude: true,
    needs: ['page', 'next-client', 'long-request'],
    spec: 'the handout, "Bonus: a head without an end"',
    hints: [
      'How much does your program keep for a client that never sends a blank line?',
      'Choose a limit that no honest request reaches, and give up on the client that does.',
      'else if (received.length > 64 * 1024) socket.end(); and keep nothing that comes afterwards.',
    ],
  },
  async (context) => {
    const before = context.memory();
    if (before === undefined) skip('this system does not tell how much memory a program uses');
    const peer = await context.connect();
    const block = Buffer.from(`X-Long: ${context.random.word(1014)}\r\n`.repeat(256));
    await peer.send('GET / HTTP/1.1\r\n');
    const began = performance.now();
    while (peer.sent < ENDLESS && peer.ended === undefined) {
      // Putting together what has come takes a program longer and longer, on a busy machine seconds.
      if ((await peer.send(block, 3000)) !== 'sent') break;
      await peer.untilRead();
      const growth = (context.memory() ?? 0) - before;
      // Who puts together all that has come takes longer and longer, and may never get so far.
      const most = performance.now() - began > PUTTING_TOGETHER_MS ? LESS_GROWTH : MOST_GROWTH;
      if (growth < most) continue;
      fail(
        'stores-without-limit',
        'A client sent a head of many MiB without a blank line, and the program keeps all of it: it has many MiB more in memory than before. One such client after another, and the memory is full. Give up on a head of more than 64 KiB: socket.end().',
      );
    }
    peer.reset();
    await stillServes(context);
  },
);

const manyClients: Check<ServerContext> = check(
  `serves ${CROWD} clients that are all in the middle of their requests`,
  {
    id: 'many-clients',
    tier: 'bonus',
    rude: true,
    needs: ['page', 'next-client', 'silent-neighbour'],
    spec: 'the handout, "Bonus: a crowd"',
    hints: [
      'What does your program know about each client, and where does it keep that?',
      'Each client has its own bytes, and its own answer. Nothing about one may be in a variable that all share.',
      'const and let inside createServer((socket) => { … }); above it only the page and the set of sockets.',
    ],
  },
  async (context) => {
    const peers = await crowd(CROWD, () => context.connect());
    const asked = peers.map(() => request(context));
    const half = (i: number) => 20 + (i % 20);
    for (const [i, peer] of peers.entries()) await peer.send((asked[i] as Buffer).subarray(0, half(i)));
    const order = context.random.shuffle([...peers.keys()]);
    for (const i of order) await peers[i]?.send((asked[i] as Buffer).subarray(half(i)));
    for (const [i, peer] of peers.entries()) {
      await readPage(context, peer);
      if (isPage(pageOf(context), peer.received)) continue;
      fail(
        'loses-clients',
        `Client ${i + 1} of ${CROWD} did not get the page (${peer.length} bytes came). All had begun their requests before any of them had finished.`,
      );
    }
    await Promise.all(peers.map((peer) => leave(context, peer)));
  },
);

/** The last of all checks: whoever asks from now on gets the large page. */
const largePageWhole: Check<ServerContext> = check(
  'sends all of a large page, also to a client that reads slowly',
  {
    id: 'large-page',
    tier: 'bonus',
    needs: ['page', 'closes', 'next-client', 'silent-neighbour'],
    rude: true,
    spec: 'RFC 9293, section 3.6 (what was sent before the end is delivered); the handout, "Bonus: a page that is not tiny"',
    hints: [
      'Who makes sure that the last byte has left before the socket is closed?',
      'write() only hands over what the system takes at once; the rest waits in memory. end() closes when it is sent, destroy() closes now.',
      'socket.end(page) and nothing behind it: no destroy(), no process.exit().',
    ],
  },
  async (context) => {
    const page = context.site.write(PAGE_NAME, largePage(context.random)).content;
    const again = await context.relaunch({});
    const peer = await again.connect();
    const asked = request(again);
    // This client reads nothing until another one has been served: the system cannot take all of the page.
    peer.socket.pause();
    await peer.send(asked);
    await peer.untilRead();
    const other = await again.connect();
    const otherAsked = request(again);
    await other.send(otherAsked);
    const otherEnd = await readPage(again, other);
    if (other.length === 0 && otherEnd === 'silence') {
      fail(
        'one-at-a-time',
        'One client asked for a large page and did not read it yet. Another one asked, and nothing came. Nobody may have to wait until somebody else has read.',
      );
    }
    expectPage(again, other, otherEnd, otherAsked, `A client asked for a page of ${page.length} bytes`);
    await leave(again, other);
    peer.socket.resume();
    const end = await peer.readToEnd();
    expectPage(
      again,
      peer,
      end,
      asked,
      `A client asked for a page of ${page.length} bytes, and was slow to read it`,
    );
    peer.drop();
  },
);

/** What makes a program fit for strangers. */
export const BONUS_CHECKS: readonly Check<ServerContext>[] = [
  halfClose,
  requestWithContent,
  printsNoCommands,
  endlessHead,
  manyClients,
  largePageWhole,
];
