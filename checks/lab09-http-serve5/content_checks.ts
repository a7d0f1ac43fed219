import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { ask } from '../engine/http/ask.ts';
import { expectContent, expectStatus, expectWhole } from '../engine/http/expect.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { type Problem, problem } from '../engine/http/problem.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { getFile, getText, leave, missingTarget } from './exchange.ts';
import { exhibits } from './exhibits.ts';

export const textFile: Check<ServerContext> = check(
  'sends a small text file',
  {
    id: 'text-file',
    spec: 'RFC 9110, section 9.3.1 (GET); the handout, "A file as an answer"',
    hints: [
      'What does your program answer when the target is a file, and not a folder?',
      'resolveUri() gives you the path of the file. Open it, ask how long it is, and send a head with that Content-Length; then its bytes.',
      'const file = await open(name); const { size } = await file.stat(); … then await pipeline(file.createReadStream(), socket);',
    ],
  },
  getText,
);

export const bytes: Check<ServerContext> = check(
  'sends the bytes of a file as they are: pictures, letters beyond ASCII, line ends',
  {
    id: 'bytes',
    spec: 'RFC 9110, section 8.6 (Content-Length); the handout, "Bytes, not text"',
    hints: [
      'What are the bytes of the file turned into, between the disk and the socket?',
      "A file that is read as 'utf8' or 'latin1' becomes a string, and not every byte survives that. Content-Length is the number of bytes on disk.",
      'Read it without an encoding: then you get a Buffer. Its length is in bytes, as is the size that stat() gives.',
    ],
  },
  async (context) => {
    const { unicode, binary } = exhibits(context);
    await getFile(context, unicode);
    await getFile(context, binary);
  },
);

export const emptyFile: Check<ServerContext> = check(
  'sends an empty file as an empty file',
  {
    id: 'empty-file',
    spec: 'RFC 9110, section 8.6 (Content-Length)',
    hints: [
      'How many bytes does your program send for a file of 0 bytes, and what does it say in Content-Length?',
      'A file of 0 bytes is there: status 200, Content-Length 0, the blank line, and nothing behind it.',
      'Test for undefined, not for falsy: if (size) … leaves 0 out. A stream of an empty file just ends.',
    ],
  },
  async (context) => {
    await getText(context);
    const { empty } = exhibits(context);
    const answer = await ask(context, { target: targetOf(empty.name) });
    expectStatus(answer, 200, 'The file is there, and it is empty.');
    const behind = answer.reader.rest;
    if (answer.reader.framing?.kind === 'length' && behind.length > 0) {
      fail(
        'bytes-behind-content',
        `After "${answer.asked}": Content-Length says 0, which is right for this file, but ${behind.length} bytes come behind the blank line.`,
        { expected: Buffer.alloc(0), actual: behind },
      );
    }
    expectContent(answer, empty.content);
    await leave(answer);
  },
);

export const largeFile: Check<ServerContext> = check(
  'sends a file of 20 MiB whole',
  {
    id: 'large-file',
    spec: 'RFC 9110, section 8.6 (Content-Length); the handout, "A large file"',
    hints: [
      'Who waits until the last byte has left, before the connection is ended?',
      'socket.end() behind the last write is right, destroy() is not. And a stream that is not awaited is not finished when the next line runs.',
      'await pipeline(file.createReadStream(), socket); ends the socket only when everything is written.',
    ],
  },
  async (context) => {
    await getFile(context, exhibits(context).large);
  },
);

export const heads: Check<ServerContext> = check(
  'writes every head as HTTP wants it, whatever the status',
  {
    id: 'heads',
    spec: 'RFC 9112, sections 2.1, 4 and 5',
    hints: [
      'Which of your responses are written by another piece of code than the others?',
      'Every line of the head ends with CR LF, each header has a colon behind its name, and one blank line ends the head: also for 404, and for an empty file.',
      "Let one function write all heads: [statusLine, ...headers, '', ''].join('\\r\\n')",
    ],
  },
  async (context) => {
    const { text, empty, index, plainFolder } = exhibits(context);
    const folder = targetOf(index.name).replace('index.html', '');
    for (const [method, target] of [
      ['GET', targetOf(text.name)],
      ['GET', missingTarget(context)],
      ['GET', targetOf(empty.name)],
      ['GET', folder],
      ['GET', targetOf(plainFolder)], // without the slash at its end: often a redirect
      ['HEAD', targetOf(text.name)],
    ] as const) {
      const answer = await ask(context, { method, target }, { forgive: 'nothing' });
      const { firstProblem } = answer.reader;
      if (firstProblem && answer.received.length > 0 && firstProblem.kind !== 'content-cut-short') {
        const better = contentInHead(firstProblem, answer.received) ?? firstProblem;
        const message = `After "${answer.asked}": ${better.message}`;
        failWithProblem({ ...better, message }, answer.peer.received);
      }
      if (target === targetOf(text.name))
        expectStatus(answer, 200, 'A file of that name is in the web root.');
      else expectWhole(answer);
      await answer.peer.leave();
    }
  },
);

/** A line that ends with LF alone and has no colon: then it is content, and the blank line before it is missing. */
function contentInHead({ kind, at }: Problem, received: Buffer): Problem | undefined {
  if (kind !== 'bare-lf') return undefined;
  const start = received.lastIndexOf(10, at - 1) + 1;
  if (start === 0 || received.subarray(start, at).includes(':')) return undefined;
  return problem('no-colon', start);
}
