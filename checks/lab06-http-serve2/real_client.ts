import type { ServerContext } from '../engine/context/server.ts';
import { within } from '../engine/deadline.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { type Conversation, PATIENCE_MS } from '../engine/wire/conversation.ts';
import { pageOf, TARGET } from './exchange.ts';

/** The headers of a request, besides Host and Connection. */
type Headers = readonly (readonly [name: string, value: string])[];

/** What a browser sends: more headers than a test by hand, and Host is not the first. */
const BROWSER: Headers = [
  ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
  ['Accept-Language', 'en-GB,en;q=0.8,fr;q=0.5'],
  ['Accept-Encoding', 'identity'],
  ['Upgrade-Insecure-Requests', '1'],
  ['Sec-Fetch-Dest', 'document'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Sec-Fetch-Site', 'none'],
  ['Priority', 'u=0, i'],
  ['Cookie', `theme=dark; visit=${'0123456789abcdef'.repeat(64)}`],
];

export const realClient: Check<ServerContext> = check(
  'is understood by a real HTTP client, the one inside Node',
  {
    id: 'real-client',
    needs: ['line-ends', 'content-length', 'closes'],
    spec: 'the handout, "Real clients"',
    hints: [
      'What does a real client send that you do not send by hand?',
      'A browser sends ten headers or more, in any order, and long ones. None of them matters here but the blank line.',
      "wait for '\\r\\n\\r\\n' in all that was received, and answer whatever stands in front of it",
    ],
  },
  async (context) => {
    await fetchWith(context, [], "Node's own HTTP client asked for the page");
    await fetchWith(
      context,
      BROWSER,
      "Node's own HTTP client asked for the page with the headers of a browser",
    );
  },
);

/** How it ended for the real client: it got something, or it gave up, with a code of its own. */
type Outcome = { status: number; content: Buffer } | { code: string };

async function fetchWith(context: ServerContext, headers: Headers, so: string): Promise<void> {
  const page = pageOf(context);
  const peer = await context.connect();
  const outcome = await within(2 * PATIENCE_MS, exchange(context, peer, headers));
  peer.drop();
  const evidence = { expected: page, actual: peer.received };
  if (!outcome) {
    fail('real-client-gives-up', `${so}, and waits for the end of the answer in vain.`, evidence);
  }
  if ('code' in outcome) {
    const why = outcome.code.startsWith('HPE_')
      ? `found the answer to be no HTTP (${outcome.code})`
      : 'lost the connection before the answer was whole';
    fail(
      'real-client-gives-up',
      `${so}, and ${why}. It sends the same kind of request as the checks before, with other headers, in another order: does your program expect certain ones, or a certain length?`,
      evidence,
    );
  }
  if (outcome.status === 200 && outcome.content.equals(page)) return;
  fail(
    'real-client-gives-up',
    `${so}, and got ${outcome.status === 200 ? 'something else' : `the status ${outcome.status}`}. The same target was answered with the page before: does your program expect certain headers?`,
    { expected: page, actual: outcome.content },
  );
}

/** Lets Node's HTTP client speak over a connection of ours, so that every byte is recorded. Never rejects. */
async function exchange(context: ServerContext, peer: Conversation, headers: Headers): Promise<Outcome> {
  // Loaded only here: the other checks do without.
  const { request } = await import('node:http');
  const all = [...headers, ['Host', `127.0.0.1:${context.port}`], ['Connection', 'close']] as const;
  const lines = [`GET ${TARGET} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`), '', ''];
  return new Promise((resolve) => {
    const give = (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? error.name });
    const asking = request({
      path: TARGET,
      headers: all.flat(),
      setHost: false,
      createConnection: () => peer.socket,
    });
    asking.on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, content: Buffer.concat(pieces) }));
      response.on('error', give);
    });
    asking.on('error', give);
    context.transcript.add(peer.number, 'checker', 'data', { bytes: Buffer.from(lines.join('\r\n')) });
    asking.end();
  });
}
