import type { ClientContext, ClientRun } from '../engine/context/client.ts';
import { fail, MachineError, skip } from '../engine/failure.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { check } from '../engine/lab.ts';
import { type Exchange, exchange, headOf, type Reply, response, whole } from './exchange.ts';
import { expectError, expectPage, expectRequest } from './expectations.ts';
import { expectHost, expectTarget } from './request_checks.ts';

const chunkedHead = (coding = 'chunked'): Buffer =>
  headOf('200 OK', ['Content-Type: text/plain', `Transfer-Encoding: ${coding}`]);

/** Bonus: HTTP/1.1, other addresses, other characters. */
export const bonusChecks = [
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
          const taken = run.exit && !run.stdout.equals(Buffer.from(content));
          if (taken) {
            fail(
              'interim-taken-for-final',
              'The answer was 100 Continue, and behind it the response with the page. The program took the first for the response.',
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
  check<ClientContext>(
    'connects over IPv6: http://[::1]/',
    {
      id: 'ipv6',
      tier: 'bonus',
      spec: 'RFC 3986, section 3.2.2; RFC 9110, section 7.2',
      hints: [
        'Which part of http://[::1]:8080/ is the address?',
        'An IPv6 address is full of colons, so in a URL it stands in brackets. net.connect wants it without them; the Host header with them.',
        "const host = url.hostname.replace(/^\\[|\\]$/g, '');",
      ],
    },
    async (context) => {
      const content = `hello over IPv6, ${context.random.word()}`;
      const played = await exchange(context, whole(response(content)), { host: '::1' }).catch((error) => {
        if (error instanceof MachineError) skip('this machine has no IPv6');
        throw error;
      });
      if (played.requests.length === 0) {
        fail(
          'wrong-destination',
          `The program did not connect to ${played.url}. The address is what stands between the brackets: ::1.`,
        );
      }
      expectHost(expectRequest(played).reader.fields.all('Host'), `[::1]:${played.port}`);
      expectPage(played, content);
    },
  ),
  check<ClientContext>(
    'percent-encodes what cannot stand in a request, or refuses the URL',
    {
      id: 'encoding',
      tier: 'bonus',
      needs: ['page', 'target'],
      spec: 'RFC 3986, section 2.1; RFC 9110, section 17.4',
      hints: [
        'What would the server make of a request line with a space inside the path?',
        'A target consists of a few ASCII characters. Every other byte of the UTF-8 text is written as % and two hexadecimal digits; what is encoded already stays as it is.',
        'new URL(text).pathname and .search are encoded already. Or encodeURI(), which however encodes a % again.',
      ],
    },
    async (context) => {
      const word = context.random.word();
      const cases: [path: string, targets: string[]][] = [
        [`/${word} menu`, [`/${word}%20menu`]],
        [`/${word}?q=a b`, [`/${word}?q=a%20b`, `/${word}?q=a+b`]],
        [`/café/€`, ['/caf%C3%A9/%E2%82%AC']],
        [`/${word}%20menu%2Fa?b=%26`, [`/${word}%20menu%2Fa?b=%26`]],
      ];
      const encodes = cases.map(([path, targets]) => async (apart: ClientContext) => {
        const played = await exchange(apart, whole(response('ok')), { path });
        if (refused(played) && !path.includes('%')) return;
        const { target, reader, client } = expectRequest(played);
        const raw = reader.forgiven.find((one) => one.kind === 'not-percent-encoded');
        if (raw) failWithProblem(raw, client.received);
        const [expected = ''] = targets;
        if (target.includes('%25')) {
          fail(
            'encoded-twice',
            'What was encoded already was encoded again: the percent sign itself became %25.',
            { expected, actual: target },
          );
        }
        const normal = target.replace(/%[0-9a-f]{2}/g, (digits) => digits.toUpperCase());
        if (!targets.includes(normal)) expectTarget(target, expected);
      });
      await context.sideBySide([...encodes, noInjection]);
    },
  ),
];

const hex = (size: number): string => size.toString(16);

/** The program said that it cannot use the URL, and sent nothing. */
const refused = ({ requests, run }: Exchange): boolean => {
  if (requests.length > 0) return false;
  expectError(run, {
    what: 'The URL has a character that cannot stand in a request.',
    accepted: 'bad-url-accepted',
  });
  return true;
};

/** A line end inside the URL must not become a header of its own. */
async function noInjection(context: ClientContext): Promise<void> {
  const played = await exchange(context, whole(response('ok')), {
    path: '/a HTTP/1.1\r\nX-Injected: yes\r\nX:',
  });
  if (refused(played)) return;
  const received = played.requests[0]?.client.received ?? Buffer.alloc(0);
  const at = received.toString('latin1').search(/\nX-Injected/i);
  if (at >= 0) {
    fail(
      'header-injected',
      'There were line ends in the URL, and the program put them into its request as they are: whoever chooses the URL can write headers.',
      { actual: received, at: at + 1 },
    );
  }
  expectRequest(played);
}

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
