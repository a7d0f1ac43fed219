import type { ServerContext } from '../engine/context/server.ts';
import { fail, skip } from '../engine/failure.ts';
import { type Answer, ask, contentOf, fieldsOf, get, statusOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole, typeOf } from '../engine/http/expect.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { check } from '../engine/lab.ts';
import { headWithHeader, headWithLine, PAGE_TARGET, stillServes } from './exchange.ts';

/** The checks about the responses that are no pages. */
export const properErrors = check<ServerContext>(
  'answers what it does not do with a proper response, too',
  {
    id: 'proper-errors',
    needs: ['page', 'next-client'],
    spec: 'RFC 9112, sections 2.1, 2.2, 4 and 6.3',
    hints: [
      'Does an error go through the same function as the page, or is it written by hand?',
      'An error is a response like any other: status line, headers, blank line, and a body as long as Content-Length says.',
      'Make one function response(status, headers, body), and call it for the page and for every error.',
    ],
  },
  async (context) => {
    let refused = 0;
    for (const method of ['POST', 'BREW']) {
      const parts = method === 'POST' ? { method, content: '' } : { method };
      const answer = await ask(context, { ...parts, target: PAGE_TARGET });
      expectGrammar(answer);
      expectReason(answer);
      if ((statusOf(answer) ?? 0) >= 300) refused += 1;
      expectWhole(answer);
      await expectNothingBehind(answer);
      await answer.peer.leave();
    }
    // Nothing is known about errors of a program that makes none. The checks of methods say that it should.
    if (refused === 0) skip('POST and BREW both got a status of success, so there is no error to look at');
  },
);

/** The head is right in every byte. Content that is read as headers is told first: then the blank line is missing. */
function expectGrammar({ asked, peer, reader }: Answer): void {
  const { forgiven } = reader;
  const found = forgiven.find(({ kind }) => kind === 'no-colon' || kind === 'bad-field-name') ?? forgiven[0];
  if (found) failWithProblem({ ...found, message: `After "${asked}": ${found.message}` }, peer.received);
}

/** The reason is free, and may be empty; but it is not what JavaScript makes of a value that is no text. */
function expectReason({ asked, received }: Answer): void {
  const [, status, reason] =
    /^HTTP\/\S+ (\d+) (undefined|null|NaN|\[object \w+\])\r?\n/.exec(received.toString('latin1', 0, 100)) ??
    [];
  if (status === undefined) return;
  fail(
    'reason-undefined',
    `After "${asked}": the status line ends with "${status} ${reason}". Your program has no reason for ${status}, or looks in the wrong place for it: is the number a key of your table of reasons?`,
    { actual: received.subarray(0, 300) },
  );
}

/** No byte comes behind the content. A program that leaves the connection open is not waited for. */
async function expectNothingBehind({ asked, peer, reader }: Answer): Promise<void> {
  const end = reader.places.end ?? 0;
  await peer.read(() => peer.length > end, 300);
  if (peer.length === end) return;
  fail(
    'bytes-behind-content',
    `After "${asked}": the response has its whole content, and ${peer.length - end} more bytes come behind it. Is Content-Length that of another text, or counted in characters, or is there a blank line too many?`,
    { actual: peer.received, at: end },
  );
}

export const noInjection = check<ServerContext>(
  'sends nothing back that could become markup or a header',
  {
    id: 'no-injection',
    needs: ['page', 'next-client'],
    rude: true,
    spec: 'RFC 9110, section 17; the handout, "Errors"',
    hints: [
      'Who wrote the text that stands on your error page?',
      'A stranger can make somebody click on a link with <script> in it. If your page repeats it, the script runs as if it were yours.',
      "Leave what the client sent out of the answer. Or send errors as Content-Type: text/plain, and nothing of the client's in the head.",
    ],
  },
  async (context) => {
    const word = context.random.word(8);
    const markup = `<script>${word}</script>`;
    const header = `X-Injected-${word}`;
    const { port } = context;
    const requests: (readonly [bytes: Buffer, what: string])[] = [
      [headWithLine(`GET /${markup} HTTP/1.1`, port), 'in the target'],
      [headWithLine(`GET /${encodeURIComponent(markup)} HTTP/1.1`, port), 'in the target, percent-encoded'],
      [headWithLine(`GET ${markup} HTTP/1.1`, port), 'in the place of the target, without a slash'],
      [headWithLine(`${markup} / HTTP/1.1`, port), 'in the place of the method'],
      [headWithLine(`GET / HTTP/${markup}`, port), 'in the place of the version'],
      [headWithLine(markup, port), 'in the place of the request line'],
      [headWithHeader(`${markup} : x`, port), 'in the name of a header'],
      [headWithLine(`GET /%0d%0a${header}:%20yes HTTP/1.1`, port), 'a line end, percent-encoded'],
      [headWithLine(`GET /x\n${header}: yes HTTP/1.1`, port), 'an LF in the target'],
      [headWithLine(`BREW\n${header}:yes / HTTP/1.1`, port), 'an LF in the method'],
    ];
    for (const [bytes, what] of requests) {
      const answer = await ask(context, bytes, { method: 'GET' });
      expectNoMarkup(answer, markup, what);
      if (fieldsOf(answer).has(header)) {
        fail(
          'injects-header',
          `The request had ${what}, and behind it the name ${header.slice(0, 10)}. The response has a header of that name: whoever makes others click on a link can write headers for this server.`,
          { actual: answer.received.subarray(0, 400) },
        );
      }
      await answer.peer.leave();
    }
    await stillServes(context, 'requests with markup and line ends in them');
  },
);

function expectNoMarkup(answer: Answer, markup: string, what: string): void {
  const content = contentOf(answer);
  const at = content.indexOf(markup);
  const type = typeOf(answer);
  const isPage = type === undefined || /html|xml/.test(type);
  if (at < 0 || !isPage) return;
  fail(
    'reflects-markup',
    `The request had <script>…</script> ${what}, and the answer, ${type === undefined ? 'which has no Content-Type' : `whose Content-Type is ${type}`}, has it too: a browser would run it. Escape < and & before they become part of a page, or send plain text.`,
    { actual: content, at },
  );
}

export const explains = check<ServerContext>(
  'explains every error in the body of its answer',
  {
    id: 'explains-errors',
    tier: 'bonus',
    needs: ['other-methods', 'unknown-method', 'versions', 'wrong-request-line'],
    rude: true,
    spec: 'RFC 9110, sections 15.5 and 15.6; the handout, "Bonus: errors that explain themselves"',
    hints: [
      'What does a person see in the browser when the answer is 405 and has no body?',
      'An empty window. A function clientErrorResponse makes the whole answer: the status, and a body that says what is wrong.',
      "const body = Buffer.from(status + ' ' + reason + '\\n\\n' + message + '\\n'), sent as text/plain; charset=utf-8",
    ],
  },
  async (context) => {
    const line = (text: string) => headWithLine(text, context.port);
    for (const bytes of [
      line(`DELETE ${PAGE_TARGET} HTTP/1.1`),
      line(`BREW ${PAGE_TARGET} HTTP/1.1`),
      line(`GET ${PAGE_TARGET} HTTP/9.9`),
      line(`GET ${PAGE_TARGET} HTTP/1.1 please`),
    ]) {
      const answer = await ask(context, bytes);
      expectStatus(
        answer,
        [400, 405, 501, 505],
        'The request is wrong, or asks for what this server does not do.',
      );
      expectReason(answer);
      const actual = answer.received.subarray(0, 400);
      const status = statusOf(answer);
      if (contentOf(answer).length === 0) {
        fail(
          'no-explanation',
          `"${answer.asked}" got the status ${status} and an empty body. Say in a few words what is wrong, for the person behind the browser.`,
          { actual },
        );
      }
      if (!fieldsOf(answer).has('Content-Type')) {
        fail('no-content-type', `The error page for "${answer.asked}" has no Content-Type.`, { actual });
      }
      await answer.peer.leave();
    }
    const good = await get(context, PAGE_TARGET);
    expectStatus(good, 200, 'This is a good request.');
  },
);
