import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { type Check, check } from '../engine/lab.ts';
import { askForPage, corrected, type PageAnswer, problemIn } from './exchange.ts';
import { explainHeaderLines } from './header_lines.ts';
import { expectStatusLine } from './status_line.ts';

export const statusLine: Check<ServerContext> = check(
  'begins its answer with a status line that says 200',
  {
    id: 'status-line',
    spec: 'RFC 9112, section 4; the handout, "Status line"',
    hints: [
      'What are the first bytes that the client gets from your program?',
      'The status line has three parts with one space between them: the version, the status code, the reason.',
      "'HTTP/1.1 200 OK\\r\\n' first, everything else behind it",
    ],
  },
  async (context) => expectStatusLine(await askForPage(context)),
);

export const lineEnds: Check<ServerContext> = check(
  'ends every line of the head with CR LF',
  {
    id: 'line-ends',
    spec: 'RFC 9112, sections 2.1 and 2.2; the handout, "CR LF, everywhere"',
    hints: [
      'Which two bytes end a line in HTTP, and which one does your editor put at the end of a line?',
      'In a template literal of several lines (backticks) every line ends with LF alone.',
      "[ 'HTTP/1.1 200 OK', 'Name: value', '', '' ].join('\\r\\n')",
    ],
  },
  async (context) => {
    const answer = await askForPage(context);
    const { stream, headEnd } = answer;
    const lone = loneLineEnd(stream.subarray(0, headEnd));
    if (!lone) return;
    const evidence = { actual: stream, at: lone.at };
    if (lone.byte === 10) {
      fail(
        'bare-lf',
        'A line of the head ends with LF (\\n) alone. In HTTP every line of the head ends with two bytes, CR LF (\\r\\n), the blank line too. A line break inside backticks is LF alone.',
        evidence,
      );
    }
    fail(
      'bare-cr',
      'Here is a CR (\\r) without an LF (\\n) behind it. In HTTP the two come only together, at the end of a line.',
      evidence,
    );
  },
);

/** The first CR or LF that stands alone. */
function loneLineEnd(head: Buffer): { at: number; byte: 10 | 13 } | undefined {
  for (let at = 0; at < head.length; at++) {
    if (head[at] === 10 && head[at - 1] !== 13) return { at, byte: 10 };
    if (head[at] === 13 && head[at + 1] !== 10) return { at, byte: 13 };
  }
  return undefined;
}

export const blankLine: Check<ServerContext> = check(
  'puts one blank line between the head and the page',
  {
    id: 'blank-line',
    spec: 'RFC 9112, section 2.1; the handout, "The blank line"',
    hints: [
      'How does the client know that the headers are over and the page begins?',
      'Behind the CR LF of the last header stands one more CR LF, and then at once the first byte of the page.',
      "[ …, 'Connection: close', '', '' ].join('\\r\\n') ends with \\r\\n\\r\\n: the two empty strings make the blank line",
    ],
  },
  async (context) => expectBlankLine(await askForPage(context)),
);

function expectBlankLine(answer: PageAnswer): void {
  const { stream, pageAt, headEnd, hasBlankLine, reader } = answer;
  if (!hasBlankLine) {
    const before = stream.toString('latin1', 0, headEnd);
    const missing = before.endsWith('\n') ? '\r\n' : '\r\n\r\n';
    const evidence = { expected: corrected(stream, headEnd, 0, missing), actual: stream, at: headEnd };
    if (/content-type[ \t]*:[ \t]*$/i.test(before)) {
      fail(
        'body-and-type-swapped',
        'The page stands where the value of Content-Type should be. Are two arguments of a function in the wrong order?',
        { actual: stream, at: headEnd },
      );
    }
    if (/\n[ \t]+\r?\n$/.test(before)) {
      fail(
        'no-blank-line',
        'The line between the head and the page looks blank, but there are blanks on it. It must be empty: CR LF and nothing else.',
        evidence,
      );
    }
    fail(
      'no-blank-line',
      pageAt < 0
        ? 'The head came, but no blank line behind it. The client waits for more headers.'
        : 'The page follows the head without a blank line between them, so the client takes it for more headers. The last header needs its own CR LF, and then one more CR LF makes the blank line.',
      evidence,
    );
  }
  const between = stream.toString('latin1', headEnd, Math.max(headEnd, pageAt));
  if (reader.framing?.kind !== 'chunked' && /^\r?\n/.test(between)) {
    fail(
      'blank-line-twice',
      'There is one blank line too many: the first ends the head, so the second is already a part of the page.',
      { actual: stream, at: headEnd },
    );
  }
}

export const headerLines: Check<ServerContext> = check(
  'writes each header as a name, a colon and a value',
  {
    id: 'header-lines',
    needs: ['blank-line'],
    spec: 'RFC 9112, section 5; the handout, "Headers"',
    hints: [
      'What stands between the name of a header and its value, and what stands in front of the name?',
      'The colon follows the name at once. Nothing stands in front of the name, not even a blank.',
      "'Content-Type: text/html; charset=utf-8'",
    ],
  },
  async (context) => {
    const answer = await askForPage(context);
    explainHeaderLines(answer);
    const problem = problemIn(answer, ['bad-field-name', 'bad-field-value'], answer.headEnd);
    if (problem) failWithProblem(problem, answer.stream);
  },
);
