import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import type { Conversation } from '../wire/conversation.ts';
import { connectPeer } from '../wire/peer.ts';
import { Transcript } from '../wire/transcript.ts';
import { type Answer, ask, askPipelined, type Connector, contentOf, statusOf } from './ask.ts';
import { charsetOf, expectContent, expectRejected, expectStatus, expectWhole, typeOf } from './expect.ts';

/** What the server of these tests says to everybody, and what it does with the connection then. */
let reply: { bytes: Buffer; afterwards: 'end' | 'stay' | 'reset' };
const sockets = new Set<net.Socket>();
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.write(reply.bytes, () => {
      if (reply.afterwards === 'end') socket.end();
      // The bytes must have been read when the reset comes.
      if (reply.afterwards === 'reset')
        setTimeout(() => socket.resetAndDestroy(), reply.bytes.length > 0 ? 30 : 0);
    });
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  for (const socket of sockets) socket.destroy();
});

const connector: Connector = {
  get port() {
    return (server.address() as net.AddressInfo).port;
  },
  connect: async () =>
    (await connectPeer({ host: '127.0.0.1', port: connector.port }, new Transcript())) as Conversation,
};

async function answerTo(
  bytes: string | Buffer,
  afterwards: typeof reply.afterwards = 'end',
  method = 'GET',
): Promise<Answer> {
  reply = { bytes: Buffer.from(bytes), afterwards };
  const answer = await ask(connector, { target: '/page', method }, { patience: 100 });
  answer.peer.drop();
  return answer;
}

function findingOf(work: () => void) {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.finding;
    throw error;
  }
  return undefined;
}

const steady = (text = '') => text.replaceAll(/\d\.\d s/g, 'N s');
const OK = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset="UTF-8"\r\nContent-Length: 5\r\n\r\nhello';

test('a whole response passes, its type and charset are read', async () => {
  for (const then of ['end', 'stay', 'reset'] as const) {
    const answer = await answerTo(OK, then);
    expectWhole(answer);
    expectStatus(answer, [200, 206], '');
    expectContent(answer, Buffer.from('hello'));
    expect([typeOf(answer), charsetOf(answer)]).toEqual(['text/html', 'utf-8']);
  }
});

describe.each<[string, string | Buffer, typeof reply.afterwards, string, string]>([
  ['nothing, and waits', '', 'stay', '', 'silent'],
  ['nothing, and ends', '', 'end', '', 'closed-early'],
  ['nothing, and resets', '', 'reset', '', 'resets-connection'],
  ['half a head, and waits', 'HTTP/1.1 200 OK\r\nA: b\r\n', 'stay', '', 'head-cut-short'],
  ['half a head, and ends', 'HTTP/1.1 200 OK\r\nA: b\r\n', 'end', '', 'head-cut-short'],
  ['half a head, and resets', 'HTTP/1.1 200 OK\r\nA: b\r\n', 'reset', '', 'resets-connection'],
  ['no HTTP', '<h1>hello</h1>', 'end', 'hello', 'bad-status-line'],
  ['no length, and waits', 'HTTP/1.1 200 OK\r\n\r\nhello', 'stay', 'hello', 'keeps-open'],
  [
    'a length in characters',
    'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\né€ab',
    'end',
    'é€ab',
    'length-in-characters',
  ],
  [
    'a length in UTF-16',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n😀a',
    'end',
    '😀a',
    'length-in-characters',
  ],
  ['a length of 0', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nhello', 'end', 'hello', 'length-too-small'],
  [
    'a newline not counted',
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello\n',
    'end',
    'hello\n',
    'length-too-small',
  ],
  [
    'too large a length, and ends',
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello',
    'end',
    'hello',
    'length-too-large',
  ],
  [
    'too large a length, and waits',
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello',
    'stay',
    'hello',
    'length-too-large',
  ],
  ['no content', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 'end', 'hello', 'no-content'],
  ['no content, until the end', 'HTTP/1.1 200 OK\r\n\r\n', 'end', 'hello', 'no-content'],
  [
    'two blank lines',
    'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n\r\nhello',
    'end',
    'hello',
    'blank-line-twice',
  ],
  ['other bytes', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhullo', 'end', 'hello', 'other-bytes'],
  [
    'text for bytes',
    'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na\uFFFDbc',
    'end',
    'a\xffbc',
    'through-text',
  ],
])('a server that sends %s', (_name, bytes, then, content, diagnosis) => {
  test(`is told ${diagnosis}`, async () => {
    const answer = await answerTo(bytes, then);
    const expected = Buffer.from(content, content.includes('\xff') ? 'latin1' : 'utf8');
    const finding = findingOf(() => {
      if (content === '') expectWhole(answer);
      else expectContent(answer, expected);
    });
    expect(finding?.diagnosis).toBe(diagnosis);
    expect(steady(finding?.message)).toMatchSnapshot();
  });
});

test('another status than the right ones', async () => {
  const answer = await answerTo('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  const finding = findingOf(() => expectStatus(answer, [200, 301, 302], 'The file is there.'));
  expect(finding?.message).toBe(
    '"GET /page HTTP/1.1" got the status 404 instead of 200, 301 or 302. The file is there.',
  );
});

describe('turning down', () => {
  const head = (status: number) => `HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`;

  test.each([
    [head(400), 'end', 'status'],
    [head(501), 'stay', 'status'],
    ['', 'end', 'closed'],
    ['', 'reset', 'closed'],
    ['HTTP/1.1 4', 'reset', 'closed'],
    ['', 'stay', 'waits'],
  ] as const)('%j, then %s', async (bytes, then, how) => {
    const answer = await answerTo(bytes, then);
    expect(expectRejected(answer, '', { waits: true })).toBe(how);
  });

  test.each([
    [head(200), 'end', 'accepts-wrong-request'],
    [head(301), 'end', 'accepts-wrong-request'],
    [head(500), 'end', 'error-500'],
    ['', 'stay', 'silent'],
    ['hello', 'end', 'bad-status-line'],
  ] as const)('%j, then %s, is not enough', async (bytes, then, diagnosis) => {
    const answer = await answerTo(bytes, then);
    expect(findingOf(() => expectRejected(answer, 'It is wrong.'))?.diagnosis).toBe(diagnosis);
  });
});

test('the response to HEAD has no content, whatever its length says', async () => {
  const answer = await answerTo('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 'stay', 'HEAD');
  expectWhole(answer);
});

test('pipelined responses are told apart, also when they come in one piece', async () => {
  reply = { bytes: Buffer.from(`${OK}${OK.replaceAll('hello', 'other')}`), afterwards: 'end' };
  const answers = await askPipelined(connector, [{ keepOpen: true }, {}, {}]);
  expect(answers.map((answer) => [statusOf(answer), contentOf(answer).toString()])).toEqual([
    [200, 'hello'],
    [200, 'other'],
    [undefined, ''],
  ]);
  answers[0]?.peer.drop();
});
