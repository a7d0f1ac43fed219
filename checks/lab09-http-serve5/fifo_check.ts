import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerContext } from '../engine/context/server.ts';
import { Failure, fail, skip } from '../engine/failure.ts';
import { ask, statusOf } from '../engine/http/ask.ts';
import { expectWhole } from '../engine/http/expect.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import { getText } from './exchange.ts';

/** More than a program has threads that wait for the disk (Node: four). */
const WAITING = 6;

export const fifo: Check<ServerContext> = check(
  'does not wait for ever at a file that is a pipe',
  {
    id: 'fifo',
    tier: 'bonus',
    rude: true,
    needs: ['text-file', 'next-client', 'odd-files'],
    spec: 'the handout, "Bonus: neither a file nor a folder"',
    hints: [
      'What else than files and folders can have a name in a folder?',
      'A FIFO, a pipe with a name: who opens it for reading waits until somebody writes. Ask what it is before you open it.',
      "if (!stats.isFile()) throw new HttpError(403, 'This is neither a file nor a folder.');",
    ],
  },
  async (context) => {
    const name = `pipe-${context.random.word()}.txt`;
    const path = join(context.site.root, name);
    if (spawnSync('mkfifo', [path]).status !== 0) skip('this system has no mkfifo, which makes such a pipe');
    try {
      await getText(context);
      const waiting: Conversation[] = [];
      for (let i = 0; i < WAITING; i++) {
        const peer = await context.connect();
        await peer.send(requestBytes({ target: `/${name}` }, context.port));
        await peer.untilRead();
        waiting.push(peer);
      }
      try {
        await getText(context);
      } catch (error) {
        if (!(error instanceof Failure) || error.finding.diagnosis !== 'silent') throw error;
        fail(
          'blocked-by-pipe',
          `${WAITING} clients asked for a FIFO, a pipe with a name, and now nobody is served any more: opening it waits until somebody writes into it. Look what it is (stat) before you open it; 403 or 404 is the answer.`,
        );
      }
      const answer = await ask(context, { target: `/${name}` });
      if (answer.received.length === 0 && answer.end === 'silence') {
        fail(
          'blocked-by-pipe',
          'A client asked for a FIFO, a pipe with a name, and waits for ever: opening it waits until somebody writes into it. Look what it is (stat) before you open it; 403 or 404 is the answer.',
        );
      }
      expectWhole(answer);
      const status = statusOf(answer) as number;
      if (status < 400 || status === 500) {
        fail(
          'wrong-status',
          `A FIFO, a pipe with a name, was asked for, and the status is ${status}. There is nothing to send: 403 or 404.`,
          {
            expected: 'HTTP/1.1 403',
            actual: answer.received.subarray(0, 300),
          },
        );
      }
      await answer.peer.leave();
    } finally {
      release(path);
    }
  },
);

/** Lets go of everybody who waits at the pipe, and takes it away. */
function release(path: string): void {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
  } catch {} // then nobody waits
  unlinkSync(path);
}
