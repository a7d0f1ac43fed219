import type { ClientContext, ClientRun } from '../engine/context/client.ts';
import { fail } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import { type Exchange, exchange, headOf, type Reply, response } from './exchange.ts';
import { expectError, expectPage, expectRequest } from './expectations.ts';

const chunkedHead = (coding = 'chunked'): Buffer =>
  headOf('200 OK', ['Content-Type: text/plain', `Transfer-Encoding: ${coding}`]);

/** Bonus: what who says HTTP/1.1 has to understand. */
export const http11Checks = [
  check<ClientContext>(
    'takes chunked content out of its chunks',
    {
      id: 'chunked',
      tier: 'bonus',
      needs: ['page', 'splits'],
      spec: 'RFC 9112, sections 7.1 and 6.1',
      hints: [
        'What stands between the pieces of the page when Transfer-Encoding is chunked?',
        'Each chunk is a line with its size in hexadecimal digits, that many bytes, and CR LF. A chunk of size 0 is the end; headers may follow it, and a blank line.',
        "Number.parseInt(sizeLine.split(';')[0], 16); take that many bytes; skip CR LF; until the size is 0.",
      ],
    },
    async (context) => {
      const word = context.random.word(16);
      const content = `${word}\r\n5\r\nand more`;
      const simple = `a\r\n${content.slice(0, 10)}\r\n${hex(content.length - 10)}\r\n${content.slice(10)}\r\n0\r\n\r\n`;
      const fancy = `00A;a=b;c="d"\r\n${content.slice(0, 10)}\r\n${hex(content.length - 10).toUpperCase()}\r\n${content.slice(10)}\r\n000\r\nExpires: never\r\nX-Sum: 1\r\n\r\n`;
      const cut = Buffer.from(`${chunkedHead()}${simple}`);
      const at = chunkedHead().length;
      const cases: [where: string, Reply][] = [
        ['', { pieces: [chunkedHead(), simple], afterwards: 'end' }],
        ['With the connection left open: ', { pieces: [chunkedHead(), simple], afterwards: 'stay' }],
        [
          'With extensions, trailer fields, and the coding written Chunked: ',
          { pieces: [chunkedHead('Chunked'), fancy], afterwards: 'stay' },
        ],
        [
          'With the response split inside a chunk: ',
          { pieces: [cut.subarray(0, at + 7), cut.subarray(at + 7)], afterwards: 'stay' },
        ],
        [
          'With the response split inside the line with the size: ',
          { pieces: [cut.subarray(0, at + 16), cut.subarray(at + 16)], afterwards: 'stay' },
        ],
        [
          'With the response split inside the last chunk: ',
          { pieces: [cut.subarray(0, -3), cut.subarray(-3)], afterwards: 'stay' },
        ],
      ];
      const decodes = cases.map(([where, reply]) => async (apart: ClientContext) => {
        const played = await exchange(apart, reply);
        expectVersion(played);
        expectDecoded(played.run, content, where);
        expectPage(played, content, { where, hangs: 'waits-for-close' });
      });
      const noticesTheEnd = async (apart: ClientContext) => {
        const { run } = await exchange(apart, { pieces: [cut.subarray(0, at + 20)], afterwards: 'end' });
        expectError(run, {
          what: 'The server ended the connection in the middle of a chunk.',
          accepted: 'cut-short-accepted',
        });
      };
      await context.sideBySide([...decodes, noticesTheEnd]);
    },
  ),
  check<ClientContext>(
    'waits for the response behind an interim one such as 100 Continue',
    {
      id: 'interim',
      tier: 'bonus',
      needs: ['page', 'chunked'],
      spec: 'RFC 9110, section 15.2',
      hints: [
        'What is the status code of "HTTP/1.1 100 Continue", and what follows it?',
        'Everything from 100 to 199 is only a word in between: a status line, headers, a blank line. The response itself comes behind it, on the same connection.',
        'while (status < 200) cut off everything up to the blank line and read the next status line.',
      ],
    },
    async (context) => {
      const content = `hello ${context.random.word()}`;
      const first = 'HTTP/1.1 100 Continue\r\n\r\n';
      const cases: Reply[] = [
        { pieces: [first, response(content)], afterwards: 'end' },
        { pieces: [Buffer.concat([Buffer.from(first), response(content)])], afterwards: 'end' },
      ];
      await context.sideBySide(
        cases.map((reply) => async (apart: ClientContext) => {
          const played = await exchange(apart, reply);
          expectRequest(played);
          const { run } = played;
          if (run.exit && !run.stdout.toString('latin1').startsWith(content)) {
            fail(
              'interim-taken-for-final',
              'The answer was 100 Continue, and behind it the response with the page. The program did not wait for the second.',
              {
                expected: content,
                actual: run.stdout,
              },
            );
          }
          expectPage(played, content);
        }),
      );
    },
  ),
  check<ClientContext>(
    'waits for no content behind 204 and 304',
    {
      id: 'no-content',
      tier: 'bonus',
      needs: ['page', 'length'],
      spec: 'RFC 9112, section 6.3, rule 1',
      hints: [
        'How long does your program wait for a page that will never come?',
        'A response with 204 or 304 ends with its blank line, whatever its headers say.',
        'if (status === 204 || status === 304) the content is empty, and the response complete.',
      ],
    },
    async (context) => {
      const cases: [status: string, fields: string[]][] = [
        ['204 No Content', []],
        ['304 Not Modified', ['Content-Length: 5']],
      ];
      await context.sideBySide(
        cases.map(([status, fields]) => async (apart: ClientContext) => {
          const played = await exchange(apart, { pieces: [headOf(status, fields)], afterwards: 'stay' });
          expectPage(played, '', {
            where: `The answer was ${status}, and the connection stayed open. `,
            hangs: 'waits-for-content',
          });
        }),
      );
    },
  ),
];

const hex = (size: number): string => size.toString(16);

/** Only who says HTTP/1.1 is ever sent chunks (RFC 9112, section 6.1). */
function expectVersion(played: Exchange): void {
  const { version, client } = expectRequest(played);
  if (version !== '1.0') return;
  fail(
    'says-http-1-0',
    'The request says HTTP/1.0. To such a client no server sends chunks (RFC 9112, section 6.1). When you can read them, say HTTP/1.1, and add the header Connection: close.',
    {
      actual: client.received,
      at: client.received.indexOf('HTTP/1.0'),
    },
  );
}

/** Sees that no line of the chunks is in what was printed. */
function expectDecoded(run: ClientRun, content: string, where: string): void {
  const printed = run.stdout.toString('latin1');
  if (printed.trimEnd() === content || !/^0*a[;\r\n]/i.test(printed)) return;
  fail(
    'chunks-printed',
    `${where}The sizes of the chunks were printed among the content. They only say how to cut it.`,
    {
      expected: content,
      actual: run.stdout,
      at: 0,
    },
  );
}
