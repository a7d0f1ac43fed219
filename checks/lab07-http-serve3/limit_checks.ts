import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, ask, statusOf } from '../engine/http/ask.ts';
import { expectRejected, expectWhole } from '../engine/http/expect.ts';
import { check } from '../engine/lab.ts';
import { headWithHeader, headWithLine, PAGE_TARGET, stillServes } from './exchange.ts';

const KIB = 1024;

export const longLine = check<ServerContext>(
  'turns down a request line of 64 KiB with 414, 431 or 400',
  {
    id: 'long-request-line',
    needs: ['page', 'next-client'],
    rude: true,
    spec: 'RFC 9112, section 3; RFC 9110, section 15.5.15 (414)',
    hints: [
      'How long may a request line be before your program has enough of it?',
      'Every server has a limit. 8,000 bytes are a good one: RFC 9112 recommends no less, and nobody types more.',
      'if (requestLine.length > 8000) answer with 414 URI Too Long.',
    ],
  },
  async (context) => {
    const bytes = headWithLine(`GET ${PAGE_TARGET}?${'x'.repeat(64 * KIB)} HTTP/1.1`, context.port);
    const answer = await ask(context, bytes);
    const why =
      'Its request line has more than 64 KiB. Nobody needs that, and somebody who sends it tries something out.';
    expectRejected(answer, why, { diagnosis: 'no-limit' });
    await answer.peer.leave();
    await stillServes(context, 'a request line of 64 KiB');
  },
);

export const longHeaders = check<ServerContext>(
  'copes with very long headers: an answer, and soon',
  {
    id: 'long-headers',
    needs: ['headers'],
    rude: true,
    spec: 'RFC 9110, section 5.4; RFC 6585, section 5 (431)',
    hints: [
      'How much work is it for your program to find the end of a value, when it is 60,000 spaces long?',
      'A pattern such as /\\s+$/ begins anew at every space: 60,000 times 60,000 steps. Meanwhile nobody else is served.',
      'Limit the head to 64 KiB or less (431), and trim values without such a pattern: String.trim() is quick.',
    ],
  },
  async (context) => {
    const word = context.random.word();
    const cases: readonly (readonly [header: string, what: string])[] = [
      [Array.from({ length: 2000 }, (_, i) => `X-${i}: ${word}`).join('\r\n'), '2,000 headers'],
      [`X-Long: ${word.repeat(16_000)}`, 'a header of 96 KB'],
      [`X-Spaces: ${word}${' '.repeat(60_000)}${word}`, 'a header with 60,000 spaces in it'],
      [`X-Spaces: ${word}${' '.repeat(120_000)}${word}`, 'a header with 120,000 spaces in it'],
    ];
    for (const [header, what] of cases) {
      const answer = await ask(context, headWithHeader(header, context.port));
      if (answer.end === 'silence' && answer.received.length === 0) {
        fail(
          'slow-or-silent',
          `A request had ${what}, and ${answer.peer.silence} later there was no answer. Is the program still busy with it? Then one such client stops it for all the others.`,
        );
      }
      expectLimited(answer, `This request had ${what}.`);
      await answer.peer.leave();
      await stillServes(context, `a request with ${what}`);
    }
  },
);

/** 2xx, when that is how much the server takes, or a refusal. */
function expectLimited(answer: Answer, why: string): void {
  const status = statusOf(answer);
  if (status !== undefined && status < 300) expectWhole(answer);
  else expectRejected(answer, why);
}
