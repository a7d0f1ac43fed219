import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { contentOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole } from '../engine/http/expect.ts';
import { requestBytes } from '../engine/http/request.ts';
import { type Check, check } from '../engine/lab.ts';
import { byteByByte, smallestFailing, splitAt } from '../engine/wire/delivery.ts';
import { echoes, expectSame } from './echoed.ts';
import { askFor, runScript, stillAnswers } from './exchange.ts';
import { scriptTarget, stageOf } from './stage.ts';

const MIB = 1024 * 1024;

/** What the client sends behind the head: the content of a POST (RFC 3875, section 4.2). */
export const CONTENT_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'gives the content of a POST to the script, with its length and type',
    {
      id: 'post',
      needs: ['script-output', 'request-variables'],
      spec: 'RFC 3875, sections 4.1.2, 4.1.3 and 4.2; the handout, "What a script reads"',
      hints: [
        'Where in the request does a browser put the fields of a form that it sends with POST?',
        'Behind the blank line, as many bytes as Content-Length says. The script reads them from its standard input.',
        'child.stdin.end(body); and CONTENT_LENGTH: String(body.length), CONTENT_TYPE: the header of that name.',
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const form = 'application/x-www-form-urlencoded';
      await echoes(
        context,
        `name=${word}&message=a+b%26`,
        {
          headers: [
            ['cONTENT-tYPE', form],
            ['content-LENGTH', String(Buffer.byteLength(`name=${word}&message=a+b%26`))],
          ],
        },
        form,
      );
      const lines = Buffer.concat([
        Buffer.from(`${word}\r\n\r\nélan\0\n\n`),
        Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
      ]);
      await echoes(
        context,
        lines,
        { headers: [['Content-Type', 'application/octet-stream']] },
        'application/octet-stream',
      );
      await echoes(context, '', { headers: [['Content-Length', '0']] });
    },
  ),
  check(
    'ends the standard input of a script behind the content',
    {
      id: 'stdin-ends',
      needs: ['script-output', 'post'],
      spec: 'the handout, "What a script reads"',
      hints: [
        'How does a program that reads its standard input know that there is no more?',
        'By its end. As long as you keep your end of the pipe open, the script waits.',
        'child.stdin.end(body), also when the body is empty: write() alone does not end it.',
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      for (const parts of [{ method: 'POST', content: `all of ${word}` }, {}]) {
        const answer = await runScript(context, 'reads-to-end', parts);
        const content = 'content' in parts ? parts.content : '';
        if (answer.end === 'silence' || (answer.reader.status ?? 0) >= 500) {
          fail(
            'stdin-stays-open',
            `A script that reads its standard input to the end ${answer.end === 'silence' ? 'never ended' : `was given up with the status ${answer.reader.status}`} (${content === '' ? 'a GET, without content' : `a POST with ${content.length} bytes`}). It waits for the end of its input: end the pipe behind the content, and at once when there is none.`,
          );
        }
        expectStatus(answer, 200, 'The script read its standard input to the end and printed it.');
        expectSame(answer, contentOf(answer), Buffer.from(content ?? ''));
      }
    },
  ),
  check(
    'gives 1 MiB to a script and sends it back',
    {
      id: 'post-large',
      needs: ['script-output', 'post'],
      spec: 'RFC 3875, section 4.2; the handout, "Pipes"',
      hints: [
        'How many data events does 1 MiB make?',
        'Count the bytes that have come behind the head, until there are as many as Content-Length says.',
        'pieces.push(bytes); missing -= bytes.length; and only when missing is 0: Buffer.concat(pieces)',
      ],
    },
    async (context) => {
      await echoes(context, context.random.bytes(MIB));
    },
  ),
  check(
    'waits for the whole content, however it is cut up',
    {
      id: 'post-pieces',
      needs: ['script-output', 'post'],
      rude: true,
      spec: 'RFC 9112, section 6.2; RFC 3875, section 4.2',
      hints: [
        'Is the content always in the same data event as the head?',
        'It may come later, and in several pieces. What says that it is whole is Content-Length, not the end of an event.',
        'const body = received.subarray(headEnd, headEnd + length); if (body.length < length) return; // wait for more',
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const content = Buffer.from(`ça ${word}\r\n\r\nva ${word}`);
      const parts = { method: 'POST', target: scriptTarget(stageOf(context.site), 'echo'), content };
      const bytes = requestBytes(parts, context.port);
      const head = bytes.length - content.length;
      const schedules = [
        splitAt(bytes, head, 'between the head and the content'),
        splitAt(bytes, head + 6, 'inside the content'),
        splitAt(bytes, head - 2, 'inside the blank line'),
        {
          how: 'in three pieces',
          pieces: [
            bytes.subarray(0, head - 20),
            bytes.subarray(head - 20, head + 3),
            bytes.subarray(head + 3),
          ],
        },
        {
          how: 'with its content one byte at a time',
          pieces: [bytes.subarray(0, head), ...byteByByte(bytes.subarray(head)).pieces],
        },
      ];
      const failed = await smallestFailing(schedules, async ({ how, pieces }) => {
        const answer = await askFor(context, bytes, { pieces });
        if (answer.reader.complete && contentOf(answer).includes(content)) return;
        expectWhole(answer);
        const came = contentOf(answer);
        fail(
          'first-piece-only',
          `A POST of ${bytes.length} bytes came ${how}, and the script did not get all of its content. Bytes come in whatever pieces the network makes of them: wait until there are as many as Content-Length says.`,
          { expected: content, actual: came.length > 0 ? came : answer.received },
        );
      });
      if (failed) throw failed.reason;
    },
  ),
  check(
    'survives scripts that do not read what they are given',
    {
      id: 'unread-input',
      needs: ['script-output', 'post'],
      rude: true,
      spec: 'the handout, "Pipes"',
      hints: [
        'What happens to the writer of a pipe when the reader has ended?',
        "Writing to it fails with EPIPE, and the pipe emits 'error'. An 'error' that nobody listens to ends a Node program.",
        "child.stdin.on('error', () => {}); // a script need not read what it is given",
      ],
    },
    async (context) => {
      const content = context.random.bytes(MIB);
      for (let round = 0; round < 3; round++) {
        const answer = await runScript(context, 'hello', { method: 'POST', content });
        // Some servers cut the connection when the script does not take the content, or read on for a while.
        const said = contentOf(answer).includes(stageOf(context.site).greeting);
        if (!said && answer.end === 'silence') expectWhole(answer);
      }
      await stillAnswers(context);
    },
  ),
];
