import { explainDifference } from '../diagnose/bytes.ts';
import { fail } from '../failure.ts';
import { type Answer, contentOf, fieldsOf, statusOf } from './ask.ts';
import { failWithProblem } from './fail_with_problem.ts';

/** A status that the checks accept, or several. */
export type Accepted = number | readonly number[];

/** The response is whole by its own framing; says what is missing where it is not. */
export function expectWhole(answer: Answer): void {
  const { reader, end, received, peer, asked } = answer;
  if (reader.complete) return;
  const so = `After "${asked}": `;
  if (received.length === 0) {
    if (end === 'silence')
      fail('silent', `${so}nothing came back in ${peer.silence}, and the connection is still open.`);
    if (end === 'reset') {
      fail(
        'resets-connection',
        `${so}the program cut the connection (RST) without a byte. That happens when a socket is closed while bytes of the request are still unread: read all of it first.`,
      );
    }
    fail('closed-early', `${so}the program ended the connection without a byte.`);
  }
  if (end === 'reset') {
    fail(
      'resets-connection',
      `${so}the program cut the connection (RST) after ${received.length} bytes, before the whole answer was there. That happens when a socket is closed while bytes of the request are still unread, or with destroy() instead of end().`,
      { actual: received },
    );
  }
  const { problem, framing } = reader;
  const came = contentOf(answer).length;
  if (end === 'silence') {
    if (!reader.hasHead) {
      fail(
        'head-cut-short',
        `${so}the blank line that ends the head did not come in ${peer.silence}, and the connection is still open.`,
        { actual: received, at: received.length },
      );
    }
    if (framing?.kind === 'length') {
      fail(
        'length-too-large',
        `${so}Content-Length says ${framing.length}, but only ${came} bytes came, and the connection is still open: the client waits for the rest.`,
        { actual: received },
      );
    }
    fail(
      'keeps-open',
      `${so}the response has no Content-Length and is not chunked, so only the end of the connection can end it. But the program keeps the connection open.`,
      { actual: received },
    );
  }
  if (problem?.kind === 'content-cut-short' && framing?.kind === 'length') {
    fail(
      'length-too-large',
      `${so}Content-Length says ${framing.length}, but only ${came} bytes came before the program ended the connection.`,
      { actual: received },
    );
  }
  if (problem) failWithProblem({ ...problem, message: `${so}${problem.message}` }, answer.peer.received);
  fail('closed-early', `${so}the program ended the connection before the whole answer was there.`, {
    actual: received,
  });
}

/** The response is whole and has one of these statuses. `why` says in a sentence why it should. */
export function expectStatus(
  answer: Answer,
  accepted: Accepted,
  why: string,
  diagnosis = 'wrong-status',
): void {
  expectWhole(answer);
  const all = [accepted].flat();
  const status = statusOf(answer) as number;
  if (all.includes(status)) return;
  const wanted = all.length === 1 ? `${all[0]}` : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
  fail(diagnosis, `"${answer.asked}" got the status ${status} instead of ${wanted}. ${why}`, {
    expected: `HTTP/1.1 ${all[0]}`,
    actual: answer.received.subarray(0, 300),
  });
}

/** How a request was turned down. */
export type Rejection = 'status' | 'closed' | 'waits';

/**
 * The request was turned down: a status of 4xx, or of 5xx other than 500, or an end of the connection
 * without an answer. Never 2xx, never 500. `waits` accepts silence, too: the program waits for more.
 */
export function expectRejected(
  answer: Answer,
  why: string,
  { waits = false, diagnosis = 'accepts-wrong-request' }: { waits?: boolean; diagnosis?: string } = {},
): Rejection {
  const { reader, end, received, asked } = answer;
  if (received.length === 0) {
    if (end !== 'silence') return 'closed'; // FIN or RST: a short way to say no
    if (waits) return 'waits';
    fail(
      'silent',
      `After "${asked}": nothing came back in ${answer.peer.silence}, and the connection is still open. ${why}`,
    );
  }
  // The answer may have been lost in the reset that followed it.
  if (end === 'reset' && !reader.hasHead) return 'closed';
  if (!reader.hasHead) expectWhole(answer);
  const status = statusOf(answer) as number;
  if (status === 500) {
    fail(
      'error-500',
      `"${asked}" got the status 500, which says that the program itself went wrong. But it is the request that is wrong. ${why}`,
      { expected: 'HTTP/1.1 400', actual: received.subarray(0, 300) },
    );
  }
  if (status >= 400) return 'status';
  fail(diagnosis, `"${asked}" got the status ${status}. ${why}`, {
    expected: 'HTTP/1.1 400',
    actual: received.subarray(0, 300),
  });
}

/** What Content-Length or the content is when it is not what it should be, by the name of the mistake where it is known. */
export function expectContent(answer: Answer, expected: Buffer): void {
  const { reader, asked } = answer;
  const said = reader.framing?.kind === 'length' ? reader.framing.length : undefined;
  const came = answer.received.subarray((reader.places.content ?? 0) - reader.places.start);
  const so = `After "${asked}": `;
  const evidence = { expected, actual: came };
  if (reader.hasHead && said !== undefined && said !== expected.length) {
    const text = expected.toString('utf8');
    if (came.equals(expected) || came.subarray(0, expected.length).equals(expected)) {
      if (said === text.length || said === [...text].length) {
        fail(
          'length-in-characters',
          `${so}Content-Length says ${said}, which is how many characters the content has. It has ${expected.length} bytes: é is one character and two bytes. Take the length of the Buffer, or Buffer.byteLength(text).`,
          evidence,
        );
      }
      const off = expected.length - said;
      const hint =
        off === 1 || off === 2
          ? ' Is a line end not counted?'
          : said === 0
            ? ' Is it taken before the content is there?'
            : '';
      fail(
        said < expected.length ? 'length-too-small' : 'length-too-large',
        `${so}Content-Length says ${said}, but the content has ${expected.length} bytes.${hint}`,
        evidence,
      );
    }
    if (said === 0 && came.length === 0)
      fail('no-content', `${so}the head is there, and no content behind it.`, evidence);
  }
  expectWhole(answer);
  const content = contentOf(answer);
  if (content.equals(expected)) return;
  if (content.length === 0)
    fail('no-content', `${so}the head is there, and no content behind it.`, { expected, actual: content });
  const blank = /^(\r\n|\n)/.exec(content.toString('latin1', 0, 2))?.[0];
  // As much of the content as came behind it (Content-Length may have cut it), but not more than shows it.
  const behind = content.subarray(blank?.length ?? 0).subarray(0, 20);
  if (
    blank &&
    expected[0] !== content[0] &&
    behind.length > 0 &&
    expected.subarray(0, behind.length).equals(behind)
  ) {
    fail(
      'blank-line-twice',
      `${so}the content begins with a line end. The blank line ends the head; a second one is the first line of the content.`,
      { expected, actual: content, at: 0 },
    );
  }
  const difference = explainDifference(expected, content);
  fail(
    difference?.diagnosis ?? 'other-bytes',
    `${so}the content is not right. ${difference?.message ?? ''}`,
    { expected, actual: content, at: difference?.at ?? 0 },
  );
}

/** The media type of a response, in small letters and without its parameters; undefined when there is none. */
export function typeOf(answer: Answer): string | undefined {
  return fieldsOf(answer).value('Content-Type')?.split(';')[0]?.trim().toLowerCase();
}

/** The charset parameter of Content-Type, in small letters and without quotation marks. */
export function charsetOf(answer: Answer): string | undefined {
  const value = fieldsOf(answer).value('Content-Type') ?? '';
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(value)?.[1]?.toLowerCase();
}
