import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { ask, askPipelined, contentOf, statusOf } from '../engine/http/ask.ts';
import { expectRejected, expectStatus, expectWhole } from '../engine/http/expect.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { echoes, expectEchoed } from './echoed.ts';
import { askFor, runScript, SCRIPT_PATIENCE, stillAnswers } from './exchange.ts';
import { scriptTarget, stageOf } from './stage.ts';

const MIB = 1024 * 1024;

/** Requests with content that are unusual, or wrong. */
export const BONUS_POST_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'reads what a script prints while it still gives it content',
    {
      id: 'echo-at-once',
      tier: 'bonus',
      needs: ['script-output', 'post-large'],
      spec: 'the handout, "Pipes"',
      hints: [
        'A script prints while it reads. Who reads that, while you are still writing?',
        'A pipe holds little. When both are full, both of you wait for each other, for ever: read from the first moment on.',
        "child.stdout.on('data', …) first, then child.stdin.end(body); and wait for neither of them alone",
      ],
    },
    async (context) => {
      const content = context.random.bytes(MIB);
      const answer = await runScript(context, 'echo-at-once', { method: 'POST', content });
      if (answer.end === 'silence') {
        fail(
          'deadlock',
          'A script that prints each part of 1 MiB as soon as it has read it never got to the end. It waits for you to read what it prints, and you wait for it to read what you write.',
        );
      }
      expectEchoed(answer, content);
    },
  ),
  check(
    'accepts POST for scripts only',
    {
      id: 'post-elsewhere',
      tier: 'bonus',
      needs: ['script-output', 'post'],
      spec: 'RFC 9110, sections 9.1 and 15.5.6',
      hints: [
        'What would it mean to POST something to a file?',
        'Files can be read with GET and HEAD. For every other method that you know the status is 405, with Allow.',
        "throw new HttpError(405, '…', { Allow: 'GET, HEAD' }) where there is no script",
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const target = `/text-${word}/hello.txt`;
      const answer = await askFor(context, { method: 'POST', target, content: 'a=b' });
      expectRejected(answer, 'POST hands something to a program, and this is a file.');
      if (answer.reader.status === 405 && !answer.reader.fields.has('Allow')) {
        fail(
          'no-allow',
          `"${answer.asked}" got the status 405 without the header Allow, which names the methods that are possible here.`,
          {
            expected: 'Allow: GET, HEAD',
            actual: answer.received.subarray(0, 400),
          },
        );
      }
      expectStatus(await askFor(context, { target }), 200, 'GET for the same file is possible.');
      await echoes(context, 'a=b');
    },
  ),
  check(
    'takes a chunked POST apart, or says that it does not',
    {
      id: 'chunked-post',
      tier: 'bonus',
      needs: ['script-output', 'post'],
      rude: true,
      spec: 'RFC 3875, section 4.2; RFC 9112, section 7.1',
      hints: [
        'How long is the content of a request that has no Content-Length?',
        'With Transfer-Encoding: chunked each piece says its own length. Decode it for the script, which must see no chunk sizes; or answer 411.',
        "if (headers.has('transfer-encoding')) throw new HttpError(411, 'Say with Content-Length how long the body is.');",
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const text = `first ${word}, second ${word}`;
      const chunks = `${(6).toString(16)}\r\nfirst \r\n${(text.length - 6).toString(16)}\r\n${text.slice(6)}\r\n0\r\n\r\n`;
      const answer = await runScript(context, 'echo', {
        method: 'POST',
        headers: [['Transfer-Encoding', 'chunked']],
        content: chunks,
      });
      expectStatus(
        answer,
        [200, 400, 411, 501],
        'Either the chunks are put together, or the client is told to send a Content-Length.',
      );
      const expected = `POST\n${text.length}\n\n${text}`;
      if (statusOf(answer) === 200 && contentOf(answer).toString('latin1') !== expected) {
        fail(
          'content-lost',
          'A chunked POST got the status 200, but its script was not given the content with its length. Put the chunks together for it, or answer 411: then the client knows.',
          { expected, actual: contentOf(answer) },
        );
      }
      await stillAnswers(context);
    },
  ),
  check(
    'says that it wants the content, when a client asks first',
    {
      id: 'expect-continue',
      tier: 'bonus',
      needs: ['script-output', 'post'],
      spec: 'RFC 9110, section 10.1.1',
      hints: [
        'Why does curl wait for a second before it sends a large POST?',
        'It has sent "Expect: 100-continue" and waits for your word. 100 says: go on. Any other status is an answer already.',
        "socket.write('HTTP/1.1 100 Continue\\r\\n\\r\\n'); before the content is read",
      ],
    },
    expectContinue,
  ),
  check(
    'gives up on a POST that ends too early, or announces too much',
    {
      id: 'short-post',
      tier: 'bonus',
      needs: ['script-output', 'post'],
      rude: true,
      spec: 'RFC 9112, section 8; RFC 9110, section 15.5.14',
      hints: [
        'A client announces 100 bytes, sends 10 and goes. What are you waiting for?',
        "When the client's side has ended ('end'), nothing more will come. And memory is for bytes that have come, not for those that are announced.",
        "socket.on('end', …) → 400;  if (length > bodyLimit) → 413;  no Buffer.alloc(length)",
      ],
    },
    shortPost,
  ),
  check(
    'takes content that nobody has read for no request',
    {
      id: 'unread-content',
      tier: 'bonus',
      needs: ['script-output', 'post'],
      rude: true,
      spec: 'RFC 9112, section 9.3; RFC 9110, section 6.4',
      hints: [
        'You answer a POST with 404. Where do the bytes of its content go?',
        'They still come, and they look like the next request if a stranger wants them to. Read them, or end the connection.',
        'return keepOpen && bodyIsRead;',
      ],
    },
    unreadContent,
  ),
];

async function expectContinue(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  const content = `wanted ${stage.word}`;
  const target = scriptTarget(stage, 'echo');
  const bytes = requestBytes(
    { method: 'POST', target, content, headers: [['Expect', '100-continue']] },
    context.port,
  );
  const head = bytes.subarray(0, bytes.length - content.length);
  const peer = await context.connect();
  const first = await ask(context, head, { peer, patience: 1000 });
  if (first.end === 'silence') {
    fail(
      'no-continue',
      'The client asked with "Expect: 100-continue" whether it shall send the content, and got no word. It loses a second with each POST. Answer 100, or what you would answer anyway.',
    );
  }
  expectStatus(
    first,
    [100, 417, 200, 400, 411, 413],
    'The client asked with "Expect: 100-continue" whether it shall send the content.',
  );
  if (statusOf(first) !== 100) return;
  const answer = await ask(context, Buffer.from(content), {
    peer,
    method: 'POST',
    patience: SCRIPT_PATIENCE,
  });
  expectStatus(answer, 200, 'After 100 the client sent the content.');
  if (!contentOf(answer).includes(content)) {
    fail('content-lost', 'After 100 the client sent the content, and the script did not get it.', {
      expected: content,
      actual: contentOf(answer),
    });
  }
  await peer.leave();
}

async function shortPost(context: ServerContext): Promise<void> {
  const target = scriptTarget(stageOf(context.site), 'echo');
  const whole = requestBytes({ method: 'POST', target, content: 'x'.repeat(100) }, context.port);
  const peer = await context.connect();
  await peer.send(whole.subarray(0, whole.length - 90));
  peer.end();
  if ((await peer.readToEnd(SCRIPT_PATIENCE)) === 'silence') {
    fail(
      'waits-for-content',
      'The client announced 100 bytes of content, sent 10 and ended its side. The program still waits for the others, which can never come. Answer 400, or end the connection.',
    );
  }
  const huge = await ask(
    context,
    requestBytes({ method: 'POST', target, headers: [['Content-Length', '99999999999']] }, context.port),
    { patience: 1000 },
  );
  // To wait for so many bytes is a way, too; to answer that all is well is none.
  if (huge.reader.hasHead) {
    const diagnosis = statusOf(huge) === 500 ? 'error-500' : 'accepts-wrong-request';
    const why = 'The client announced 99,999,999,999 bytes of content. That is more than you can take.';
    expectStatus(huge, [413, 400, 411, 501, 503, 507], why, diagnosis);
  }
  huge.peer.drop();
  await stillAnswers(context);
}

async function unreadContent(context: ServerContext): Promise<void> {
  const stage = stageOf(context.site);
  const hidden = `GET /cgi-bin/none-${stage.word}.sh HTTP/1.1\r\nHost: x\r\n\r\n`;
  for (const target of [`/cgi-bin/none-${stage.word}.sh`, `/text-${stage.word}/hello.txt`]) {
    const answers = await askPipelined(
      context,
      [{ method: 'POST', target, content: hidden, keepOpen: true }, { target: scriptTarget(stage, 'hello') }],
      { patience: SCRIPT_PATIENCE },
    );
    const [first, second] = answers;
    if (first) expectWhole(first);
    if (!second || second.received.length === 0) continue; // the connection ended: the short way
    if (statusOf(second) === 200 && contentOf(second).toString().includes(stage.greeting)) continue;
    fail(
      'content-as-request',
      `A POST to ${target} was turned down, and its content was then taken for a request. A stranger can hide requests in content, and the next one who uses the connection gets the answer. Read the content of every request, or end the connection.`,
      { actual: second.received.subarray(0, 400) },
    );
  }
  await stillAnswers(context);
}
