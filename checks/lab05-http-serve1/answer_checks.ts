import { nextClient } from '../engine/common_checks.ts';
import type { ServerContext } from '../engine/context/server.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { fail } from '../engine/failure.ts';
import { type RequestParts, requestWords } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectPage, leave, onePage, readOn, readPage, request, UNREAD } from './exchange.ts';
import { pageOf } from './page.ts';

/** Says so when the page was made into text, and the text into bytes again. */
function explainText(page: Buffer, received: Buffer): string | undefined {
  if (received.equals(Buffer.from(page.toString('utf8')))) {
    return "The file is read as text: bytes that are not valid UTF-8 became U+FFFD (ef bf bd), the replacement character. readFileSync(name) without 'utf8' gives the bytes of the file, and they need no toString() on their way.";
  }
  if (received.equals(Buffer.from(page.toString('latin1')))) {
    return "The file is read as text in 'latin1', and written as UTF-8: each byte above 127 became two. readFileSync(name) without an encoding gives the bytes of the file.";
  }
  return undefined;
}

/** Whether only blanks and line ends are missing, at the beginning or the end. */
const isTrimmed = (page: Buffer, received: Buffer): boolean =>
  received.length < page.length && received.toString('latin1').trim() === page.toString('latin1').trim();

/** Fails when a request is not answered because it goes on behind its blank line: without that it is. */
async function explainBehind(context: ServerContext, asked: Buffer): Promise<void> {
  const end = asked.indexOf('\r\n\r\n') + 4;
  if (end === asked.length) return;
  const peer = await context.connect();
  await peer.send(asked.subarray(0, end));
  await readPage(context, peer);
  if (peer.length === 0) return;
  fail(
    'blank-line-only-at-the-end',
    `The request "${requestWords(asked)}" goes on behind its blank line, and it was not answered. Without what stands behind, it is. Look for '\\r\\n\\r\\n' anywhere in what has come, with includes or indexOf, and not at its end.`,
    { expected: asked.subarray(0, end), actual: asked, at: end },
  );
}

/** One careful client at a time: it asks, gets the page, and the connection ends. */
export const ANSWER_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'sends the page tiny_html.html to a client that asks',
    {
      id: 'page',
      spec: 'the handout, "The answer"',
      hints: [
        'Which line of your program writes to the socket, and what does it write?',
        'The page is a file in the web root. Read its bytes once, at the start, and send them when a request is complete.',
        "const page = readFileSync(path.join(webRoot, 'tiny_html.html')); … socket.end(page);",
      ],
    },
    onePage,
  ),
  nextClient(onePage),
  check(
    'ends the connection behind the page',
    {
      id: 'closes',
      needs: ['page', 'next-client'],
      spec: 'RFC 9293, section 3.6 (closing a connection); the handout, "The answer"',
      hints: [
        'How does the client learn that it has all of the page?',
        'Nothing in the page says how long it is. So the end of the connection is the end of the page.',
        'socket.end(page) sends the page and then ends our side.',
      ],
    },
    async (context) => {
      const peer = await context.connect();
      const asked = request(context);
      await peer.send(asked);
      let end = await readPage(context, peer);
      expectPage(context, peer, end, asked, 'The client sent a request');
      end = await peer.readToEnd();
      if (end === 'silence') {
        fail(
          'keeps-open',
          'The page came, and the connection is still open. Nothing tells the client how long the page is: it would wait for more, for ever. End our side behind the page: socket.end(page).',
        );
      }
      if (end === 'reset') {
        fail(
          'resets-connection',
          'The page came, but then the program cut the connection. Use socket.end(page), which ends it in good order, not destroy().',
        );
      }
      await leave(context, peer);
    },
  ),
  check(
    'sends the file byte for byte',
    {
      id: 'bytes',
      needs: ['page', 'next-client'],
      spec: 'the handout, "The answer"',
      hints: [
        'What are the bytes of the file turned into on their way through your program?',
        "readFileSync(name) gives the bytes of a file. readFileSync(name, 'utf8') makes text of them, and what is no text is lost.",
        "const page = readFileSync(path.join(webRoot, 'tiny_html.html')); with no 'utf8', and no toString() anywhere.",
      ],
    },
    async (context) => {
      const peer = await context.connect();
      const asked = request(context);
      await peer.send(asked);
      const page = pageOf(context);
      const end = await readOn(context, peer);
      expectPage(context, peer, end, asked, 'The client sent a request');
      const difference = explainDifference(page, peer.received);
      if (isTrimmed(page, peer.received)) {
        fail(
          'line-ends-changed',
          'The page came, but the blank lines at its beginning or its end are missing. They are bytes of the file like all others: no trim(), and no text in between.',
          { expected: page, actual: peer.received, at: difference?.at ?? 0 },
        );
      }
      if (difference) {
        fail(
          difference.diagnosis,
          `The page came, but not every byte of it is as it is in the file. ${explainText(page, peer.received) ?? difference.message}`,
          { expected: page, actual: peer.received, at: difference.at },
        );
      }
      await leave(context, peer);
    },
  ),
  check(
    'sends the page whatever the request says',
    {
      id: 'whatever',
      needs: ['page', 'next-client'],
      spec: 'the handout, "Whatever comes"',
      hints: [
        'What in a request does your program look at before it answers?',
        'In this lab there is one page, and every request gets it. Method, target and headers are for the labs that follow.',
        'Look for the blank line and for nothing else: no test for GET, for a path or for a header.',
      ],
    },
    async (context) => {
      const words: RequestParts[] = [
        { target: '/' },
        { target: `/${context.random.word()}/${context.random.word()}.txt?a=b&c=%20` },
        { version: 'HTTP/1.0', host: null },
        { method: 'POST', content: `name=${context.random.word()}` },
        { method: 'HEAD' },
        { method: 'BREW', target: '*' },
        { headers: [['X-Name', 'Andr\xe9']] }, // é in one byte, as some clients still send it
      ];
      const asked = words.map((parts) => request(context, parts));
      asked.push(request(context, { host: null, version: '', method: 'hello,', target: 'who is there?' }));
      for (const bytes of asked) {
        const peer = await context.connect();
        await peer.send(bytes);
        const end = await readPage(context, peer);
        if (peer.length === 0) {
          await explainBehind(context, bytes);
          fail(
            'picky',
            `The request "${requestWords(bytes)}" was not answered, though others are. Every request gets the page, whatever stands in it.`,
          );
        }
        expectPage(context, peer, end, bytes, `The client sent the request "${requestWords(bytes)}"`);
        await leave(context, peer);
      }
    },
  ),
  check(
    'reads a long request to its end',
    {
      id: 'long-request',
      needs: ['page', 'next-client'],
      spec: 'RFC 9112, section 3 (request lines of 8000 octets)',
      hints: [
        'How many bytes of a request does your program read before it answers or gives up?',
        'Browsers send hundreds of bytes, and with cookies thousands. Only the blank line says where the end is.',
        'If you have a limit for the head, make it a large one: 64 * 1024.',
      ],
    },
    async (context) => {
      const cookies = Array.from(
        { length: 40 },
        (_, i) => [`X-Cookie-${i}`, context.random.word(200)] as const,
      );
      for (const parts of [{ target: `/${context.random.word(7900)}` }, { headers: cookies }]) {
        const asked = request(context, parts);
        const peer = await context.connect();
        const sending = peer.send(asked);
        await readPage(context, peer);
        await sending;
        const end = await readOn(context, peer);
        expectPage(
          context,
          peer,
          end,
          asked,
          `The client sent a request of ${asked.length} bytes, with the blank line at its end`,
        );
        if (end === 'reset') {
          fail(
            'resets-connection',
            `The client sent a request of ${asked.length} bytes. The page came, but then the program cut the connection. ${UNREAD}`,
          );
        }
        await leave(context, peer);
      }
    },
  ),
];
