import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, ask, statusOf } from '../engine/http/ask.ts';
import { expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { getText, SHOWN } from './exchange.ts';
import { exhibits } from './exhibits.ts';

/** A target for which nothing can be sent. */
interface OddTarget {
  target: string;
  /** In words, behind "a target". */
  what: string;
  /** What the answer should be; `undefined`: anything but 500. */
  wanted: string | undefined;
}

/** Files that cannot be sent, as far as this system lets us make them. */
function oddTargets(context: ServerContext): OddTarget[] {
  const { links, folderLikeFile, forbidden, text } = exhibits(context);
  const file = targetOf(text.name);
  const gone = '404: there is no such file';
  const wrong = '400 (or 404): the target is wrong';
  const row = (target: string, what: string, wanted: string | undefined): OddTarget => ({
    target,
    what,
    wanted,
  });
  return [
    row(`${file}/more.txt`, 'that goes on behind a file, as if it were a folder,', undefined),
    row(`${file}/`, 'that is a file with a slash behind it', undefined),
    row(`/${folderLikeFile}`, 'that is a folder, though its name ends in .txt,', undefined),
    row(`/${'long'.repeat(100)}.txt`, 'of 400 letters, more than the name of a file can have,', gone),
    row(`/${'deep/'.repeat(800)}x.txt`, 'of 4,000 letters, with 800 folders,', gone),
    row('/%', 'with a % and nothing behind it', wrong),
    row('/%zz.txt', 'with a % and no number behind it', wrong),
    row('/%ff%fe.txt', 'with bytes that are no UTF-8', wrong),
    ...(links
      ? [
          row(`/${links.loop}`, 'that is a symbolic link to itself', gone),
          row(`/${links.dangling}`, 'that is a symbolic link to nothing', gone),
        ]
      : []),
    ...(forbidden ? [row(`/${forbidden}`, 'that is a file nobody may read', '403: it may not be read')] : []),
  ];
}

/** Fails when a target that nothing can be sent for got a 500 or a 200. */
function expectRefusal(answer: Answer, { what, wanted }: OddTarget): void {
  // An end without an answer is a short way to say no.
  if (answer.received.length === 0 && answer.end !== 'silence') return;
  expectWhole(answer);
  const status = statusOf(answer) as number;
  const advice = `The answer is ${wanted ?? 'a redirect, or 404'}.`;
  const evidence = {
    expected: `HTTP/1.1 ${wanted?.slice(0, 3) ?? 404}`,
    actual: answer.received.subarray(0, SHOWN),
  };
  if (status === 500) {
    fail(
      'error-500',
      `A target ${what} got the status 500: "${answer.asked}". 500 says that the program itself went wrong, and that is not so. ${advice}`,
      evidence,
    );
  }
  if (status >= 300 || wanted === undefined) return;
  fail('wrong-status', `A target ${what} got the status ${status}: "${answer.asked}". ${advice}`, evidence);
}

export const oddFiles: Check<ServerContext> = check(
  'answers 404 or 403 for a file that cannot be read, never 500',
  {
    id: 'odd-files',
    rude: true,
    needs: ['text-file', 'next-client', 'not-found'],
    spec: 'RFC 9110, sections 15.5.4 and 15.5.5 (403, 404); the handout, "When there is nothing to send"',
    hints: [
      'In how many ways can it fail to open a file? What does your program answer to each of them?',
      'The system says no with a code: ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP, EACCES, EISDIR. None of them is a mistake of your program. And a stream reports it by an error event.',
      "const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP']; const forbidden = ['EACCES', 'EPERM'];",
    ],
  },
  async (context) => {
    await getText(context);
    for (const odd of oddTargets(context)) {
      const answer = await ask(context, { target: odd.target });
      expectRefusal(answer, odd);
      answer.peer.drop();
    }
    await getText(context);
  },
);
