import type { ClientContext } from '../engine/context/client.ts';
import { exitWords } from '../engine/diagnose/startup.ts';
import { fail } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import { exchange, response } from './exchange.ts';
import { expectContent, expectRequest } from './expectations.ts';

/** The same response again and again, cut in another place each time. */
export const splitCheck = check<ClientContext>(
  'reads a response that is split anywhere',
  {
    id: 'splits',
    spec: 'RFC 9293, section 3.7 (a stream has no message boundaries); the handout, "Pieces"',
    hints: [
      'How much of the response is in the first data event?',
      'A split can fall anywhere: inside the status line, between CR and LF, in the middle of é. Decide nothing about one piece alone.',
      "received = Buffer.concat([received, bytes]) in the data event, and look for '\\r\\n\\r\\n' in received, not in bytes.",
    ],
  },
  async (context) => {
    const content = Buffer.from(`Montréal is 9 bytes, ${context.random.word()}`);
    const trials = splits(response(content), content).map((split) => (apart: ClientContext) => {
      return readsSplit(apart, content, split);
    });
    await context.sideBySide(trials);
  },
);

async function readsSplit(
  context: ClientContext,
  content: Buffer,
  { where, pieces, first }: Split,
): Promise<void> {
  const played = await exchange(context, { pieces, afterwards: 'end' });
  expectRequest(played);
  const { exit, stdout } = played.run;
  const place = `With the response split ${where}: `;
  const evidence = { expected: content, actual: stdout };
  if (exit && exit.code !== 0) {
    fail(
      'split-not-understood',
      `${place}the program took it for a bad one (it ${exitWords(exit)}). In one piece the same response is understood.`,
      evidence,
    );
  }
  const madeDo = exit && stdout.toString('latin1').trimEnd() === first.toString('latin1').trimEnd();
  if (madeDo && !stdout.equals(content)) {
    fail(
      'first-piece-only',
      `${place}only what stood in the first piece was printed. The response goes on in the next data event; it ends where Content-Length says, or where the server ends the connection.`,
      evidence,
    );
  }
  expectContent(played.run, content, { where: place, short: 'first-piece-only' });
}

/** One way to cut a response in pieces. */
interface Split {
  /** In words, behind "split": `inside the status line`. */
  where: string;
  pieces: readonly Buffer[];
  /** What of the content is in the first piece. */
  first: Buffer;
}

/**
 * The splits that matter, the simplest first. The response has Content-Length and content with é in it;
 * two pieces each, and at last one byte at a time.
 */
function splits(response: Buffer, content: Buffer): Split[] {
  const body = response.length - content.length;
  const places: [string, number][] = [
    ['behind the blank line', body],
    ['inside the content', body + 4],
    ['in the middle of é, which is two bytes', response.indexOf('é') + 1],
    ['inside the status line', 'HTTP/1.1 2'.length],
    ['between the CR and the LF of the status line', response.indexOf('\r\n') + 1],
    ['inside the name Content-Length', response.indexOf('Content-Length') + 'Content-Le'.length],
    ['inside the number of Content-Length', response.indexOf('Content-Length') + 'Content-Length: 1'.length],
    ['before the blank line', body - 2],
    ['between the CR and the LF of the blank line', body - 1],
  ];
  const halves = places.map(([where, at]) => ({
    where,
    pieces: [response.subarray(0, at), response.subarray(at)],
    first: response.subarray(body, Math.max(body, at)),
  }));
  const single = Array.from(response, (byte) => Buffer.of(byte));
  return [...halves, { where: 'into single bytes', pieces: single, first: Buffer.alloc(0) }];
}
