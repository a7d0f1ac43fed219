import { fail } from '../engine/failure.ts';
import { expectWhole } from '../engine/http/expect.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import type { ProblemKind } from '../engine/http/problem.ts';
import { corrected, type PageAnswer, problemIn } from './exchange.ts';

const GOOD = 'HTTP/1.1 200 OK\r\n';

const PROBLEMS: readonly ProblemKind[] = [
  'leading-empty-line',
  'bad-status-line',
  'bad-version',
  'extra-space',
  'bad-status-code',
  'status-without-space',
  'bad-reason',
];

/** What to look for in the program, where that can be guessed. */
const MORE: Partial<Record<ProblemKind, string>> = {
  'leading-empty-line': ' A text inside backticks begins right behind the backtick, not on the next line.',
  'status-without-space': ' So does the space in front of the reason: 200 OK.',
};

/** The answer begins with a status line (RFC 9112, section 4) with the status 200; its reason is free. */
export function expectStatusLine(answer: PageAnswer): void {
  const { reader, stream, pageAt } = answer;
  if (stream.length === 0) expectWhole(answer);
  const start = stream.toString('latin1', 0, 200);
  if (!/^\s*HTTP/i.test(start)) {
    const what =
      pageAt === 0
        ? 'The page itself'
        : /^[\w-]+[ \t]*:/.test(start)
          ? 'A header'
          : 'Something that is no status line';
    fail(
      'no-status-line',
      `${what} is the first thing that comes. A response begins with a status line: the version, a status code, and a reason, with CR LF behind it.`,
      { expected: GOOD, actual: stream, at: 0 },
    );
  }
  const [line = ''] = start.split('\n');
  const asText = /\\r|\\n|\/r\/n/.exec(line);
  if (asText) {
    fail(
      'line-end-as-text',
      `The line end was sent as the characters ${asText[0]}, not as the bytes CR and LF. In TypeScript it is written '\\r\\n', with one backslash each, in simple quotes or backticks.`,
      { expected: GOOD, actual: stream, at: asText.index },
    );
  }
  const problem = problemIn(answer, PROBLEMS);
  if (problem) {
    const more = MORE[problem.kind] ?? '';
    failWithProblem({ ...problem, message: `${problem.message}${more}` }, stream);
  }
  if (!reader.response) expectWhole(answer);
  const header = /(?<=^HTTP\/1\.\d \d{3} .*)(Content-\w+|Date|Server|Connection):/i.exec(line);
  if (header) {
    const blanks = stream[header.index - 1] === 0x20 ? 1 : 0;
    fail(
      'header-in-status-line',
      `The header ${header[1]} stands on the status line. Each header has a line of its own: end "200 OK" with '\\r\\n'.`,
      {
        expected: corrected(stream, header.index - blanks, blanks, '\r\n'),
        actual: stream,
        at: header.index,
      },
    );
  }
  if (reader.status !== 200) {
    fail(
      'wrong-status',
      `The status is ${reader.status}. The page is there, so the answer is 200, which means: all went well.`,
      { expected: GOOD, actual: stream },
    );
  }
}
