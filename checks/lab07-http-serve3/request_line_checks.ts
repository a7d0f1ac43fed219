import type { ServerContext } from '../engine/context/server.ts';
import { type Answer, ask, get, statusOf } from '../engine/http/ask.ts';
import { expectRejected, expectStatus, expectWhole } from '../engine/http/expect.ts';
import { check } from '../engine/lab.ts';
import {
  diagnosisOf,
  expectTurnedDown,
  getPage,
  headWithLine,
  PAGE_TARGET,
  stillServes,
} from './exchange.ts';

export const versions = check<ServerContext>(
  'speaks HTTP/1.0 and HTTP/1.1, and answers HTTP/2.0 and HTTP/9.9 with 505 or 400',
  {
    id: 'versions',
    needs: ['page', 'next-client'],
    spec: 'RFC 9110, sections 2.5 and 15.6.6; RFC 9112, section 2.3',
    hints: [
      'What is the third word of the request line good for?',
      'The first number of the version says whether the two understand each other. You speak 1; anything else gets 505.',
      "if (!version.startsWith('HTTP/1.')) answer with 'HTTP/1.1 505 HTTP Version Not Supported'.",
    ],
  },
  async (context) => {
    const good = 'HTTP/1.0 is older than HTTP/1.1, and a client that speaks it is still served';
    await getPage(context, { version: 'HTTP/1.0' }, `${good}.`);
    await getPage(context, { version: 'HTTP/1.0', host: null }, `${good}; it needs no Host header.`);
    for (const version of ['HTTP/2.0', 'HTTP/9.9']) {
      const answer = await get(context, PAGE_TARGET, { version });
      const why = `This server speaks HTTP/1.x. Who sends ${version} may expect rules that it does not know.`;
      expectStatus(answer, [505, 400], why, diagnosisOf(statusOf(answer), 'accepts-any-version'));
    }
    await getPage(context);
  },
);

const NOT_THREE = 'A request line is a method, a target and a version, with one space between them.';
const NO_VERSION = 'The version is HTTP/ in capital letters, a digit, a dot and a digit.';

/** Request lines that are none, in words, and why. */
const WRONG_LINES: readonly (readonly [line: string, what: string, why: string])[] = [
  ['GET', 'a request line with nothing but a method', NOT_THREE],
  [`GET ${PAGE_TARGET}`, 'a request line without a version', NOT_THREE],
  [`GET ${PAGE_TARGET} HTTP/1.1 please`, 'a request line of four words', NOT_THREE],
  [`GET /two words.html HTTP/1.1`, 'a target with a space in it', `${NOT_THREE} A space in a target is %20.`],
  [`GET ${PAGE_TARGET} http/1.1`, 'a version in small letters', NO_VERSION],
  [`GET ${PAGE_TARGET} HTTP/x.y`, 'a version without digits', NO_VERSION],
  [`GET ${PAGE_TARGET} HTTP/1.banana`, 'a version with a word behind its dot', NO_VERSION],
  [`GET ${PAGE_TARGET} HTTP/1`, 'a version without a dot', NO_VERSION],
  [`GET ${PAGE_TARGET} HTTP/1.1x`, 'a version with a letter at its end', NO_VERSION],
  [`GET ${PAGE_TARGET} FOO/1.1`, 'a version of something else', NO_VERSION],
  [`HTTP/1.1 ${PAGE_TARGET} GET`, 'a request line that is the wrong way round', NO_VERSION],
];

export const wrongLines = check<ServerContext>(
  'turns down a request line that is none: a word too few, a word too many, a strange version',
  {
    id: 'wrong-request-line',
    needs: ['page', 'next-client'],
    rude: true,
    spec: 'RFC 9112, sections 2.3 and 3; RFC 9110, section 15.5.1 (400)',
    hints: [
      'What are method, target and version when the line has only one word?',
      'Some are undefined then. Look at all three before you use them, and at whether there is a fourth. Whatever is not right gets 400.',
      "const [method = '', target = '', version = '', ...more] = line.split(' '); if (more.length > 0 || !/^HTTP\\/\\d\\.\\d$/.test(version)) 400",
    ],
  },
  async (context) => {
    for (const [line, what, why] of WRONG_LINES) {
      const bytes = headWithLine(line, context.port);
      await expectTurnedDown(context, { bytes, what, why }, (answer) => isForgiven(answer, line));
    }
    // Not a single space in the whole head: nothing to split at.
    await expectTurnedDown(context, {
      bytes: Buffer.from('hello\r\n\r\n'),
      what: 'a single word',
      why: NOT_THREE,
    });
  },
);

/** RFC 9112 lets a server send the client to a better address; and HTTP/0.9 had neither versions nor heads. */
function isForgiven(answer: Answer, line: string): boolean {
  if (statusOf(answer) === 301) return true;
  const [first = 0] = answer.received;
  return line === `GET ${PAGE_TARGET}` && answer.received.length > 0 && first !== 'H'.charCodeAt(0);
}

/** A request that a server may understand or turn down, as it likes (RFC 9112, sections 2.2, 3 and 5.2). */
interface OddRequest {
  text: string;
  what: string;
  /** The server may also wait for more. */
  mayWait?: boolean;
}

function oddRequests(port: number): OddRequest[] {
  const headers = `Host: 127.0.0.1:${port}\r\nConnection: close\r\n`;
  const line = `GET ${PAGE_TARGET} HTTP/1.1\r\n`;
  return [
    { text: `\r\n${line}${headers}\r\n`, what: 'an empty line before a request' },
    { text: `GET  ${PAGE_TARGET}  HTTP/1.1\r\n${headers}\r\n`, what: 'a request line with two spaces' },
    { text: `GET\t${PAGE_TARGET}\tHTTP/1.1\r\n${headers}\r\n`, what: 'a request line with tabs' },
    {
      text: `GET ${PAGE_TARGET} HTTP/1.1 \r\n${headers}\r\n`,
      what: 'a request line with a space at its end',
    },
    {
      text: `${line}X-Folded: one\r\n two\r\n${headers}\r\n`,
      what: 'a header that goes on in the next line',
    },
    { text: `${line} ${headers}\r\n`, what: 'a space before the first header' },
    { text: `   \r\n${headers}\r\n`, what: 'a request line of three spaces' },
    { text: '\r\n\r\n\r\n', what: 'empty lines and nothing else', mayWait: true },
    { text: '\n\r\n\r\n', what: 'a lone LF', mayWait: true },
    {
      text: `${line}${headers}\r\n\r\n`.replaceAll('\r\n', '\n').replace(/\n\n$/, '\n\r\n\r\n'),
      what: 'a request whose lines end with LF alone',
      mayWait: true,
    },
  ];
}

/** How long to wait for an answer that need not come, in ms. */
const SHORT_PATIENCE_MS = 300;

export const oddLines = check<ServerContext>(
  'copes with odd white space and empty lines: understands them or turns them down',
  {
    id: 'odd-lines',
    needs: ['wrong-request-line'],
    rude: true,
    spec: 'RFC 9112, sections 2.2, 3 and 5.2',
    hints: [
      'What does your program do with a head in which the first line is empty?',
      'Two spaces make an empty word, an empty line makes an empty method. Either answer is right, 200 or 400; a crash or 500 is not.',
      "split(' ') on 'GET  /' gives ['GET', '', '/']: the target is '', which is no target, and that is 400.",
    ],
  },
  async (context) => {
    for (const { text, what, mayWait = false } of oddRequests(context.port)) {
      const patience = mayWait ? { patience: SHORT_PATIENCE_MS } : {};
      const bytes = Buffer.from(text, 'latin1');
      // Its first line would say nothing in a message.
      const answer = { ...(await ask(context, bytes, { method: 'GET', ...patience })), asked: what };
      const status = statusOf(answer);
      if (status !== undefined && status < 400) expectWhole(answer);
      else
        expectRejected(answer, 'It may be understood or turned down, but not like this.', { waits: mayWait });
      await answer.peer.leave();
      await stillServes(context, what);
    }
  },
);
