import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { Failure, fail } from '../engine/failure.ts';
import { ask, contentOf } from '../engine/http/ask.ts';
import { expectContent, expectStatus } from '../engine/http/expect.ts';
import { ResponseReader } from '../engine/http/message_reader.ts';
import { readMessage } from '../engine/http/read_message.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { rests } from '../engine/program/stuck.ts';
import { type SiteFile, targetOf } from '../engine/site/site.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import { crowd } from '../engine/wire/crowd.ts';
import { headPlaces, inPieces, schedules, smallestFailing } from '../engine/wire/delivery.ts';
import { getText } from './exchange.ts';
import { exhibits } from './exhibits.ts';

const MIB = 1024 * 1024;

export const cutUp: Check<ServerContext> = check(
  'understands a request that arrives in pieces',
  {
    id: 'pieces',
    rude: true,
    needs: ['text-file', 'next-client'],
    spec: 'RFC 9112, section 2.1 (the blank line ends the head)',
    hints: [
      'How much of the request is there when the first data event comes?',
      'Perhaps one byte. Collect what comes, and begin to answer when the blank line is there.',
      "received = Buffer.concat([received, bytes]); if (!received.includes('\\r\\n\\r\\n')) return;",
    ],
  },
  async (context) => {
    const { text } = exhibits(context);
    const bytes = requestBytes({ target: targetOf(text.name) }, context.port);
    const all = [...schedules(bytes, headPlaces(bytes)).slice(0, -1), inPieces(bytes, 9)];
    const failed = await smallestFailing(all, async ({ pieces }) => {
      const answer = await ask(context, bytes, { pieces });
      expectStatus(answer, 200, 'The request is right; only its bytes came in pieces.');
      expectContent(answer, text.content);
      await answer.peer.leave();
    });
    if (!failed) return;
    const { schedule, reason } = failed;
    if (!(reason instanceof Failure)) throw reason;
    fail(
      schedule.pieces.length === 1 ? reason.finding.diagnosis : 'first-piece-only',
      `It went wrong with a request that was ${schedule.how === 'in one piece' ? 'sent' : schedule.how}. ${reason.finding.message}`,
      reason.finding,
    );
  },
);

const CROWD = 20;

export const together: Check<ServerContext> = check(
  `gives ${CROWD} clients at once a file each, the right one`,
  {
    id: 'crowd',
    rude: true,
    needs: ['text-file', 'types', 'next-client'],
    spec: 'the handout, "While one file is on its way"',
    hints: [
      'While your program waits for the disk, another client comes. Which variables do the two share?',
      'Everything about one request lives in the function that answers it. Nothing about it may stand outside of all functions.',
      'No global `let file`, `let type` or `let currentSocket`: const inside the function, or arguments.',
    ],
  },
  async (context) => {
    const { typed, text, unicode, binary } = exhibits(context);
    const files = [...typed.values(), text, unicode, binary];
    const clients = await crowd(CROWD, () => context.connect());
    // Held while the questions are sent, the program finds them all at once.
    const asking = whileHeld(context.pid, () =>
      clients.map(async (peer, i) => {
        const file = files[i % files.length] as SiteFile;
        return { file, answer: await ask(context, { target: targetOf(file.name) }, { peer }) };
      }),
    );
    for (const { file, answer } of await Promise.all(asking)) {
      const content = contentOf(answer);
      if (!content.equals(file.content) && files.some((other) => other.content.equals(content))) {
        fail(
          'mixes-up-clients',
          `${CROWD} clients asked at the same time, each for another file, and one got the file that another had asked for. What belongs to one request must not stand in a variable that all share.`,
          { expected: file.content, actual: content },
        );
      }
      expectStatus(answer, 200, `${CROWD} clients asked at the same time, each for a file that is there.`);
      expectContent(answer, file.content);
    }
    await Promise.all(clients.map((peer) => peer.leave()));
  },
);

/** Does something while the program stands still, where there are signals for that. */
function whileHeld<Result>(pid: number, work: () => Result): Result {
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(pid, signal);
    } catch {} // it has ended, or this is Windows
  };
  if (process.platform !== 'win32') send('SIGSTOP');
  try {
    return work();
  } finally {
    if (process.platform !== 'win32') send('SIGCONT');
  }
}

/** So many clients ask for the large file and do not read on. */
const SLOW_CLIENTS = 5;
/** Their files together have 100 MiB. A program that sends them while it reads them needs a few. */
const GROWTH_LIMIT = 50 * MIB;

export const slowClients: Check<ServerContext> = check(
  'keeps no file in memory as a whole, however slowly its clients read',
  {
    id: 'slow-clients',
    rude: true,
    needs: ['large-file', 'next-client'],
    spec: 'the handout, "A large file"',
    hints: [
      'Where are the bytes of a file between the moment in which you read them and the moment in which the client takes them?',
      'readFile() puts all of them into memory. A stream reads a piece, and the next one when that has left; pipeline() waits for slow clients by itself.',
      'const file = await open(name); socket.write(head); await pipeline(file.createReadStream(), socket);',
    ],
  },
  async (context) => {
    const { large } = exhibits(context);
    await getText(context);
    const before = context.memory();
    const slow: Conversation[] = [];
    for (let i = 0; i < SLOW_CLIENTS; i++) {
      const peer = await context.connect();
      peer.socket.pause();
      await peer.send(requestBytes({ target: targetOf(large.name) }, context.port));
      slow.push(peer);
    }
    const growth = await growthWhenQuiet(context, before);
    if (growth !== undefined && growth > GROWTH_LIMIT) {
      fail(
        'file-in-memory',
        `${SLOW_CLIENTS} clients asked for a file of 20 MiB and did not read on. The program's memory grew by more than ${GROWTH_LIMIT / MIB} MiB: it reads files faster than it gets rid of them, and keeps the rest. With enough such clients, or one file that is large enough, the memory is full. Send a piece, and read the next one when that has left.`,
      );
    }
    // Meanwhile the others are served.
    await getText(context);
    // And who was slow gets everything in the end.
    const [first] = slow;
    if (!first) return;
    first.socket.resume();
    const reader = new ResponseReader({ forgive: 'all' });
    await readMessage(first, reader);
    if (!reader.content.equals(large.content)) {
      fail(
        'cut-short',
        'A client that read nothing for a while, and then went on, did not get the whole file of 20 MiB.',
        { actual: first.received.subarray(0, 300) },
      );
    }
    for (const peer of slow) peer.reset();
    await getText(context);
  },
);

/** By how much the memory has grown once the program has nothing more to do; `undefined` where the system does not tell. */
async function growthWhenQuiet(
  context: ServerContext,
  before: number | undefined,
): Promise<number | undefined> {
  if (before === undefined) return undefined;
  let quiet = 0;
  let growth = 0;
  await poll(3000, () => {
    growth = Math.max(growth, (context.memory() ?? 0) - before);
    quiet = rests(context.pid) ? quiet + 1 : 0;
    return growth > GROWTH_LIMIT || quiet >= 5 ? true : undefined;
  });
  return growth;
}

/** So many clients leave in the middle of a file. */
const LEAVERS = 20;
/** Who forgets to close files holds one per client. Other programs may have opened a few of their own meanwhile. */
const MORE_FILES = 9;

export const leavers: Check<ServerContext> = check(
  'survives clients that leave in the middle of a file, and closes the file',
  {
    id: 'leavers',
    rude: true,
    needs: ['large-file', 'next-client'],
    spec: 'RFC 9112, section 9.5 (failures and timeouts); the handout, "While one file is on its way"',
    hints: [
      'Who closes the file when the client has gone before its end?',
      'A read stream closes its file at the end; when its reader vanishes, there is no end. And a socket that is cut emits an error.',
      'try { await pipeline(file.createReadStream({ autoClose: false }), socket); } finally { await file.close(); }',
    ],
  },
  async (context) => {
    const { large } = exhibits(context);
    await getText(context);
    const before = context.openFiles();
    const request = requestBytes({ target: targetOf(large.name) }, context.port);
    for (let i = 0; i < LEAVERS; i++) {
      const peer = await context.connect();
      await peer.send(request);
      await peer.readBytes(1);
      // Some crash, some just close the window.
      if (i % 2 === 0) peer.reset();
      else peer.drop();
    }
    // And one that has only begun to ask.
    const early = await context.connect();
    await early.send(request.subarray(0, 20));
    await early.untilRead();
    early.reset();
    await getText(context);
    if (before === undefined) return;
    const closed = await poll(3000, () => {
      const now = context.openFiles();
      return now !== undefined && now <= before + MORE_FILES ? true : undefined;
    });
    if (closed) return;
    fail(
      'leaks-files',
      `${LEAVERS} clients left while a file was being sent to them, and the program still holds the files open. A system gives a program only so many (often 1,024): then it can open nothing any more. Close the file also when the client has gone.`,
    );
  },
);
