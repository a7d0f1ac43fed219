import { fail } from '../engine/failure.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import type { ProblemKind } from '../engine/http/problem.ts';
import { contentIn, corrected, type PageAnswer, problemIn } from './exchange.ts';

const PROBLEMS: readonly ProblemKind[] = [
  'bad-content-length',
  'content-length-differs',
  'content-length-repeated',
  'length-and-encoding',
  'bad-transfer-encoding',
];

/** Content-Length is the number of bytes of the page (RFC 9110, section 8.6). Chunks, which say it in another way, will do. */
export function expectLength(answer: PageAnswer): void {
  const { reader, page, stream, peer } = answer;
  const problem = problemIn(answer, PROBLEMS);
  if (problem) failWithProblem(problem, stream);
  if (reader.framing?.kind === 'chunked') return;
  const evidence = { expected: `Content-Length: ${page.length}\r\n`, actual: stream };
  if (reader.framing?.kind !== 'length') {
    fail(
      'no-content-length',
      `No header says how long the page is. A client then reads until the connection ends, and cannot tell a whole page from one that was cut short. Add a Content-Length: here it is ${page.length}.`,
      evidence,
    );
  }
  const said = reader.framing.length;
  if (said === page.length) return;
  const field = reader.fields.first('Content-Length');
  const { valueAt = 0, value = '' } = field ?? {};
  const right = corrected(stream, valueAt, value.length, String(page.length));
  const place = { expected: right, actual: stream, at: valueAt };
  const text = page.toString('utf8');
  const numbers = `Content-Length says ${said}, but the page has ${page.length} bytes.`;
  if (said === text.length || said === [...text].length) {
    fail(
      'length-in-characters',
      `${numbers} ${said} is how many characters it has: é is one character and two bytes. Take the length of the Buffer, or Buffer.byteLength(text).`,
      place,
    );
  }
  fail(said < page.length ? 'length-too-small' : 'length-too-large', `${numbers} ${guess()}`, place);

  function guess(): string {
    const came = contentIn(answer).length;
    if (said === stream.length)
      return 'It counts the head, too: only what comes behind the blank line counts.';
    if (said === 0) return 'Was it worked out before the page was there?';
    if (page.length - said === 1) return 'Is the line end at the end of the page not counted?';
    if (said < page.length) return 'A client stops reading there, and shows a part of the page.';
    const open = answer.end === 'silence' ? `, and nothing came for ${peer.silence}` : '';
    return `A client waits for ${said - came} more bytes that never come${open}.`;
  }
}
