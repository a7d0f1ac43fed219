import type { ClientContext } from '../engine/context/client.ts';
import { fail } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import { exchange, headOf, type Reply, response, whole } from './exchange.ts';
import { expectContent, expectPage, expectRequest } from './expectations.ts';
import { splitCheck } from './split_check.ts';

/** What the program prints of the response. */
export const contentChecks = [
  check<ClientContext>(
    'prints the content byte for byte, text or not, and nothing else',
    {
      id: 'bytes',
      spec: 'the handout, "Bytes to stdout"',
      hints: [
        'What are the bytes turned into on their way through your program, and who adds what at the end?',
        'console.log() makes text of what it gets, and adds a newline. A picture survives neither.',
        'Keep Buffers, join them with Buffer.concat(pieces), and print with process.stdout.write(body).',
      ],
    },
    async (context) => {
      const contents = [
        Buffer.from(`no newline at the end, ${context.random.word()}`),
        Buffer.from(`Montréal 🙂\r\n\r\n  ${context.random.word()}\r\n\r\n\n`),
        Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256)),
        Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80, 0x0d, 0x0a, 0x0d, 0x0a, 0x00]),
      ];
      await context.sideBySide(
        contents.map((content) => async (apart: ClientContext) => {
          const played = await exchange(
            apart,
            whole(response(content, { fields: ['Content-Type: application/octet-stream'] })),
          );
          expectRequest(played);
          expectContent(played.run, content, { exact: true });
        }),
      );
    },
  ),
  check<ClientContext>(
    'shows the status line and the headers on standard error',
    {
      id: 'head',
      spec: 'the handout, "Steps"; RFC 9112, sections 4 and 5',
      hints: [
        'Where do status line and headers go in your program?',
        'What belongs to the page goes to standard output, everything about it to standard error. A header is cut at its first colon only.',
        'console.error(head), where head is everything before the first blank line.',
      ],
    },
    async (context) => {
      const word = context.random.word();
      const fields = [
        `X-Word: ${word}`,
        'Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT',
        `X-Link:http://${word}:8080/`,
      ];
      const played = await exchange(context, whole(response('ok', { status: '203 Splendid', fields })));
      expectPage(played, 'ok');
      expectHead(played.run.stderr, '203 Splendid', fields);
    },
  ),
  splitCheck,
  check<ClientContext>(
    'without Content-Length, reads until the server ends the connection',
    {
      id: 'until-close',
      spec: 'RFC 9112, section 6.3, rule 8',
      hints: [
        'How does your program know that the page is complete?',
        'Without Content-Length the end of the connection is the end of the page, however long it takes and however many pieces come.',
        "Print when the socket emits 'end', not in the first data event.",
      ],
    },
    async (context) => {
      const line = `${context.random.word(40)}\n`;
      const content = line.repeat(5000);
      const half = content.length / 2;
      const head = headOf('200 OK', ['Content-Type: text/plain']);
      const pieces = [head, content.slice(0, 7), content.slice(7, half), content.slice(half)];
      const played = await exchange(context, { pieces, afterwards: 'end' });
      expectPage(played, content, { short: 'first-piece-only' });
    },
  ),
  check<ClientContext>(
    'with Content-Length, stops there, also when the server keeps the connection open',
    {
      id: 'length',
      spec: 'RFC 9112, section 6.3, rule 6; RFC 9110, section 8.6',
      hints: [
        'What does your program wait for when all bytes of the page are there?',
        'Content-Length says how many bytes (not characters) follow the blank line. When they are there, the page is complete: print it and close the connection.',
        'After each piece: if (received.length - bodyStart >= length) { print that many bytes; socket.destroy(); }',
      ],
    },
    async (context) => {
      const content = `hello ${context.random.word()}`;
      const stay = (bytes: Buffer): Reply => ({ pieces: [bytes], afterwards: 'stay' });
      const cases: [string, Reply, string][] = [
        ['', stay(staying(content)), content],
        ['With Content-Length: 0 (no content at all): ', stay(staying('')), ''],
        [
          'With content of fewer characters than bytes: ',
          stay(staying(`é€🙂 ${content}`)),
          `é€🙂 ${content}`,
        ],
      ];
      const stops = cases.map(([where, reply, expected]) => async (apart: ClientContext) => {
        const played = await exchange(apart, reply);
        const hangs = expected.startsWith('é') ? 'length-in-characters' : 'waits-for-close';
        expectPage(played, expected, { where, hangs });
      });
      await context.sideBySide([...stops, printsNoMore]);
    },
  ),
  check<ClientContext>(
    'knows a header in any case of letters, with or without a space behind the colon',
    {
      id: 'header-names',
      needs: ['page', 'length'],
      spec: 'RFC 9110, section 5.1; RFC 9112, section 5',
      hints: [
        'How does your program find Content-Length among the headers?',
        'Content-Length, content-length and CONTENT-LENGTH are the same name, and the space behind the colon may be missing, or be two.',
        'Cut at the first colon; name.toLowerCase() and value.trim() are what you store.',
      ],
    },
    async (context) => {
      const content = `hello ${context.random.word()}`;
      const cases: [string, string][] = [
        [`content-length: ${content.length}`, 'case-sensitive-names'],
        [`cOnTeNt-LeNgTh: ${content.length}`, 'case-sensitive-names'],
        [`Content-Length:${content.length}`, 'needs-a-space'],
        [`Content-Length: \t ${content.length} `, 'needs-a-space'],
      ];
      await context.sideBySide(
        cases.map(([field, misread]) => async (apart: ClientContext) => {
          const head = headOf('200 OK', ['X-First: 1', field, 'X-Last: 2']);
          const played = await exchange(apart, {
            pieces: [Buffer.concat([head, Buffer.from(content)])],
            afterwards: 'stay',
          });
          const shown = JSON.stringify(field).slice(1, -1);
          expectPage(played, content, {
            where: `With the header "${shown}": `,
            hangs: misread,
            short: misread,
          });
        }),
      );
    },
  ),
  check<ClientContext>(
    'reads a status line without a reason, and a header without a value',
    {
      id: 'empty-parts',
      spec: 'RFC 9112, sections 4 and 5; RFC 9110, section 5.5',
      hints: [
        'What does your program do with "HTTP/1.1 200 " or with "X-Empty:"?',
        'The reason behind the status code may be empty, and so may the value of a header. Neither says that something is wrong.',
        'The status is the second word of the first line: Number(statusLine.split(" ")[1]).',
      ],
    },
    async (context) => {
      const content = `hello ${context.random.word()}`;
      const fields = ['X-Empty:', 'Set-Cookie: a=1', 'Set-Cookie: b=2', 'X-Colons: a:b: c'];
      const played = await exchange(context, whole(response(content, { status: '200 ', fields })));
      expectRequest(played);
      const { run } = played;
      const lost = run.exit && run.exit.code !== 0 && run.stdout.length === 0;
      if (lost) {
        fail(
          'empty-part-refused',
          'The status line was "HTTP/1.1 200 ", with no reason behind the space, and one header had no value. Both are allowed.',
        );
      }
      expectPage(played, content);
    },
  ),
];

/** A response with a length and no announcement that the connection will end. */
const staying = (content: string): Buffer =>
  Buffer.concat([
    headOf('200 OK', [
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(content)}`,
    ]),
    Buffer.from(content),
  ]);

/** Sees that status and headers are on standard error, in whatever form; the reason is free. */
function expectHead(stderr: string, status: string, fields: readonly string[]): void {
  if (!new RegExp(`\\b${status.slice(0, 3)}\\b`).test(stderr)) {
    fail('head-not-shown', 'The status line is to be seen on standard error: console.error(…).', {
      expected: `HTTP/1.1 ${status}`,
      actual: stderr,
    });
  }
  for (const field of fields) {
    const colon = field.indexOf(':');
    const [name, value] = [field.slice(0, colon), field.slice(colon + 1).trim()];
    if (stderr.includes(value)) continue;
    const line = stderr.split('\n').find((one) => one.toLowerCase().includes(name.toLowerCase())) ?? '';
    const evidence = { expected: field, actual: line || stderr };
    if (value.includes(':') && line.includes(value.slice(0, value.indexOf(':')))) {
      fail(
        'value-cut-at-colon',
        'The value of this header is cut at its second colon. Only the first colon of the line separates name and value: use indexOf(":"), not split(":").',
        evidence,
      );
    }
    fail(
      'head-not-shown',
      `The header ${name} with its value is not to be seen on standard error.`,
      evidence,
    );
  }
}

/** More bytes than Content-Length says: they do not belong to the content. */
async function printsNoMore(context: ClientContext): Promise<void> {
  const content = `hello ${context.random.word()}`;
  const more = Buffer.concat([staying(content), Buffer.from(' and something that is not part of it')]);
  const played = await exchange(context, { pieces: [more], afterwards: 'end' });
  const tooMuch = played.run.stdout.subarray(0, content.length).equals(Buffer.from(content));
  if (tooMuch && played.run.stdout.length > content.length + 1) {
    fail(
      'reads-past-length',
      'More bytes came than Content-Length says, and they were printed, too. What is behind the content does not belong to it.',
      {
        expected: content,
        actual: played.run.stdout,
        at: content.length,
      },
    );
  }
  expectPage(played, content);
}
