import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, ask, contentOf, statusOf } from '../engine/http/ask.ts';
import { expectContent, expectStatus } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { getText, SHOWN } from './exchange.ts';

/** How often the file is asked for. Who looks first and opens then is caught the sooner, the longer that takes. */
const ROUNDS = 60;

export const vanishing: Check<ServerContext> = check(
  'survives a file that is taken away while it is asked for',
  {
    id: 'vanishing',
    rude: true,
    needs: ['text-file', 'next-client', 'not-found'],
    spec: 'RFC 9110, section 15.5.5 (404); the handout, "When there is nothing to send"',
    hints: [
      'Your program looks whether the file is there, and then opens it. What can happen in between?',
      'A file that was there a moment ago may be gone when it is opened. Then the answer is 404, as if it had never been there: do not look first, try to open it.',
      "const file = await open(name); inside of the try whose catch answers 404. A stream needs an 'error' listener, too.",
    ],
  },
  async (context) => {
    await getText(context);
    const { root } = context.site;
    const file = context.site.write(`now-and-then-${context.random.word()}.txt`, 'You are lucky.\n');
    const comesAndGoes = await comeAndGo(join(root, file.name), join(root, `${file.name}.away`));
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const answer = await ask(context, { target: targetOf(file.name) });
        if (statusOf(answer) === 500) {
          fail(
            'error-500',
            'While it was asked for, a file was taken away and put back, again and again, and once the answer was 500. Whoever finds a file gone that was there a moment ago answers 404.',
            { expected: 'HTTP/1.1 404', actual: answer.received.subarray(0, SHOWN) },
          );
        }
        if (isCutOff(answer, file.content)) {
          answer.peer.drop();
          continue;
        }
        expectStatus(answer, [200, 404, 403], 'The file comes and goes: it is sent, or it is not there.');
        if (statusOf(answer) === 200) expectContent(answer, file.content);
        await answer.peer.leave();
      }
    } finally {
      await comesAndGoes.stop();
    }
    await getText(context);
  },
);

/**
 * Whether the program has ended the connection in the middle of an answer. Who has sent the head already when
 * the file turns out to be gone has no other way to say so (RFC 9112, section 8). Without a length the end of
 * the connection is the end of the content: then it is the beginning of the file, if anything.
 */
function isCutOff(answer: Answer, content: Buffer): boolean {
  const { reader, end } = answer;
  if (end !== 'fin' && end !== 'reset') return false;
  if (reader.hasHead && statusOf(answer) !== 200) return false;
  if (!reader.complete) return true;
  const came = contentOf(answer);
  return reader.framing?.kind === 'until-close' && came.equals(content.subarray(0, came.length));
}

/** Renames a file there and back, again and again, as fast as the disk can; in a thread of its own, so that it never pauses. */
async function comeAndGo(here: string, away: string): Promise<{ stop: () => Promise<void> }> {
  const flag = new SharedArrayBuffer(4);
  const worker = new Worker(
    `const { workerData: { here, away, flag }, parentPort } = require('node:worker_threads');
     const { renameSync } = require('node:fs');
     const stopped = new Int32Array(flag);
     parentPort.postMessage('ready');
     while (Atomics.load(stopped, 0) === 0) {
       renameSync(here, away);
       renameSync(away, here);
     }`,
    { eval: true, workerData: { here, away, flag }, execArgv: [] },
  );
  await once(worker, 'message');
  return {
    stop: async () => {
      const ended = once(worker, 'exit');
      Atomics.store(new Int32Array(flag), 0, 1);
      await ended;
      rmSync(here, { force: true });
    },
  };
}
