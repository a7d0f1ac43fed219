import type { ClientRun } from '../engine/context/client.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { triedInstead } from '../engine/diagnose/destination.ts';
import { exitWords } from '../engine/diagnose/startup.ts';
import { fail } from '../engine/failure.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { STACK_TRACE } from '../engine/run/client_run.ts';
import type { Exchange, Seen } from './exchange.ts';

/** A request that is there to its end, blank line included. */
export interface Asked extends Seen {
  method: string;
  target: string;
  version: string;
}

/** Sees that the program connected and sent a request that can be answered; gives the first, or that number. */
export function expectRequest(played: Exchange, number = 1): Asked {
  const seen = played.requests[number - 1] ?? failToConnect(played);
  const { reader, client, end } = seen;
  if (client.length === 0) {
    fail('sends-nothing', 'The program connected, but sent nothing. In HTTP the client speaks first.');
  }
  if (!reader.complete || !reader.request) {
    const { problem } = reader;
    if (problem && problem.kind !== 'head-cut-short') failWithProblem(problem, client.received);
    const then = end === 'silence' ? 'it waits for an answer' : 'it ended its side';
    fail(
      'head-cut-short',
      `${client.length} bytes of a request came, and then ${then}. A request without content ends with a blank line (\\r\\n\\r\\n); before that, the server does not know that it is complete.`,
      { actual: client.received, at: client.length },
    );
  }
  const { version } = reader.request;
  if (version !== '1.0' && version !== '1.1') {
    const at = client.received.indexOf(`HTTP/${version}`);
    fail(
      'bad-request-line',
      `The request says HTTP/${version}. There are HTTP/1.0 and HTTP/1.1, and no other that begins with 1.`,
      {
        actual: client.received,
        at,
      },
    );
  }
  return { ...seen, ...reader.request };
}

/** Fails because the program did not connect, and says where it tried instead if that is known. */
function failToConnect({ url, run }: Exchange): never {
  const { host } = new URL(url);
  const tried = triedInstead(run.stderr, host);
  if (tried !== undefined) {
    fail(
      'wrong-destination',
      `The URL names ${host}, and the program tried ${tried}. Take host and port from the URL.`,
      { expected: host, actual: tried },
    );
  }
  return fail(
    'never-connects',
    `The program ${ending(run)}, and nobody had connected to ${host}. Does it call net.connect(port, host), with host and port from the URL? They stand between // and the next slash.`,
  );
}

/** How a run ended, in words: `ended with exit code 1`. */
const ending = (run: ClientRun): string => (run.exit ? exitWords(run.exit) : 'did not end by itself');

/** Names for what can go wrong, where a check knows better. */
export interface Names {
  /** The program does not end by itself. */
  hangs?: string;
  /** Only the beginning of the content was printed. */
  short?: string;
  /** Put before the message: which of several trials it was. */
  where?: string;
  /** A single newline behind the content is wrong, too. */
  exact?: boolean;
}

/** Sees that the content of the response came to standard output, and that the program ended by itself. */
export function expectContent(run: ClientRun, content: Buffer | string, names: Names = {}): void {
  const expected = Buffer.from(content);
  const { hangs = 'never-ends', short = 'cut-short', where = '', exact = false } = names;
  if (!run.exit) {
    const printed = run.stdout.equals(expected)
      ? 'It has printed all of it, but does not end'
      : `It has printed ${run.stdout.length} of ${expected.length} bytes`;
    const progress = expected.length > 0 ? ` ${printed}.` : '';
    const advice = HANGS[hangs] ?? '';
    fail(
      hangs,
      `${where}The response is complete, but the program goes on waiting.${progress} ${advice}`.trim(),
    );
  }
  const actual = exact ? run.stdout : withoutAddedNewline(run.stdout, expected);
  if (actual.equals(expected)) return;
  const { diagnosis, message, at } = explainPrinted(expected, actual, short);
  fail(diagnosis, `${where}${message}${run.exit.code === 0 ? '' : ` It ${ending(run)}.`}`, {
    expected,
    actual,
    at,
  });
}

const HANGS: Record<string, string> = {
  'waits-for-close':
    'The response itself says where its content ends; when all of it is there, close the connection instead of waiting until the server does.',
  'never-ends': 'What does it wait for? An open socket keeps a Node program alive: end or destroy it.',
};

/** One newline more, as console.log adds it, is the business of one check alone. */
function withoutAddedNewline(printed: Buffer, expected: Buffer): Buffer {
  const begins = (bytes: Buffer) => expected.subarray(0, bytes.length).equals(bytes);
  const kept = printed.subarray(0, printed.toString('latin1').replace(/\r?\n$/, '').length);
  return !begins(printed) && begins(kept) ? kept : printed;
}

/** Says what is wrong with what was printed, by the name of the mistake where it is a known one. */
function explainPrinted(
  expected: Buffer,
  actual: Buffer,
  short: string,
): { diagnosis: string; message: string; at: number } {
  const found = (diagnosis: string, at: number, message: string) => ({ diagnosis, at, message });
  if (actual.length === 0)
    return found('prints-nothing', 0, 'Nothing came on standard output. The content belongs there.');
  if (/^HTTP\/1\.\d \d{3}/.test(actual.toString('latin1', 0, 12))) {
    return found(
      'prints-the-head',
      0,
      'On standard output there is the whole response, head and all. Only the content belongs there, what comes behind the first blank line; status line and headers go to standard error.',
    );
  }
  const end = actual.toString('latin1').slice(expected.length);
  if ((end === '\n' || end === '\r\n') && actual.subarray(0, expected.length).equals(expected)) {
    return found(
      'newline-added',
      expected.length,
      'Behind the content there is a newline that the server never sent. console.log() adds it; process.stdout.write(body) does not.',
    );
  }
  if (actual.length < expected.length && expected.subarray(0, actual.length).equals(actual)) {
    return found(
      short,
      actual.length,
      `Only the first ${actual.length} of ${expected.length} bytes of the content were printed.`,
    );
  }
  const { diagnosis, message, at } = explainDifference(expected, actual) ?? {
    diagnosis: 'other-bytes',
    message: '',
    at: 0,
  };
  if (diagnosis === 'through-text' || diagnosis === 'sent-twice') return found(diagnosis, at, message);
  return found(
    'other-content',
    at,
    `Something else than the content was printed: the first ${at} bytes are right, then they differ.`,
  );
}

/** Sees that the program says success: exit code 0. */
export function expectSuccess(run: ClientRun, where = ''): void {
  if (!run.exit || run.exit.code === 0) return;
  fail('wrong-exit-code', `${where}The status was below 400, and yet the program ${ending(run)}.`, {
    expected: 'exit code 0',
    actual: ending(run),
  });
}

/** The content on standard output, and exit code 0. */
export function expectPage(played: Exchange, content: Buffer | string, names: Names = {}): void {
  expectRequest(played);
  expectContent(played.run, content, names);
  expectSuccess(played.run, names.where);
}

/** What went wrong, and what the program should do about it. */
export interface Trouble {
  /** In words, for the message: `The server closed …` */
  what: string;
  /** The diagnosis when the program ends with exit code 0. */
  accepted: string;
}

/** Sees that the program ends with an exit code other than 0 and says on standard error what went wrong. */
export function expectError(run: ClientRun, { what, accepted }: Trouble): void {
  if (!run.exit) fail('never-ends', `${what} The program did not notice: it did not end by itself.`);
  if (run.exit.code === 0) {
    fail(accepted, `${what} The program ended with exit code 0, which says that all went well.`, {
      expected: 'an exit code other than 0',
      actual: 'exit code 0',
    });
  }
  if (STACK_TRACE.test(run.stderr) || run.exit.signal) {
    fail(
      'stack-trace',
      `${what} The program broke off with a stack trace. Catch the error and print one line that a person understands.`,
      { actual: run.stderr.split('\n').find((line) => /Error|error/.test(line)) ?? run.stderr.slice(0, 200) },
    );
  }
  if (complaint(run.stderr) === '') {
    fail(
      'no-message',
      `${what} The program ${ending(run)}, but does not say why. Print one line on standard error: console.error(…).`,
      {
        expected: 'a line on standard error',
        actual: run.stderr,
      },
    );
  }
}

/** What a program says on standard error besides the head of a response. */
function complaint(stderr: string): string {
  const lines = stderr.split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter(
      (line) =>
        !/^\W*(HTTP\/\d.*|Content-[\w-]+\s*:.*|(Location|Connection|Transfer-Encoding)\s*:\s*\S+)$/i.test(
          line,
        ),
    )
    .join('');
}
