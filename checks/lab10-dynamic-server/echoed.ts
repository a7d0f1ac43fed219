import type { ServerContext } from '../engine/context/server.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, type AskOptions, contentOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole } from '../engine/http/expect.ts';
import { expectHeadTaken, expectVariable, runScript, type ScriptRequest } from './exchange.ts';

/** Sends content to the script that echoes it, and sees that it came back with its length and type. */
export async function echoes(
  context: ServerContext,
  content: Buffer | string,
  parts: ScriptRequest = {},
  type?: string,
  options: AskOptions = {},
): Promise<void> {
  const answer = await runScript(context, 'echo', { method: 'POST', content, ...parts }, options);
  expectEchoed(answer, Buffer.from(content), type);
}

/** The script printed method, length and type, and then the content that it was given. */
export function expectEchoed(answer: Answer, bytes: Buffer, type?: string): void {
  expectStatus(
    answer,
    200,
    `This is a POST with ${bytes.length} bytes of content for a script that prints what it is given.`,
  );
  expectHeadTaken(answer);
  expectWhole(answer);
  const [lines, came] = threeLines(contentOf(answer));
  const [method = '', length = '', said = ''] = lines;
  const variables = new Map([
    ['REQUEST_METHOD', method],
    ['CONTENT_LENGTH', length],
    ['CONTENT_TYPE', said],
  ]);
  expectVariable(variables, 'REQUEST_METHOD', ['POST'], 'The client sent a POST.');
  const none = bytes.length === 0 ? ['0', ''] : [String(bytes.length)];
  expectVariable(
    variables,
    'CONTENT_LENGTH',
    none,
    `The content has ${bytes.length} bytes; letters of a name may be large or small in the header, too.`,
  );
  if (type !== undefined)
    expectVariable(variables, 'CONTENT_TYPE', [type], 'It is what the client sent as Content-Type.');
  expectSame(answer, came, bytes);
}

/** The lines that the script prints first, and what follows. */
function threeLines(content: Buffer): [lines: string[], rest: Buffer] {
  let at = 0;
  for (let line = 0; line < 3; line++) at = content.indexOf(10, at) + 1;
  return [content.toString('latin1', 0, at).split(/\r?\n/), content.subarray(at)];
}

export function expectSame(answer: Answer, came: Buffer, expected: Buffer): void {
  const difference = explainDifference(expected, came);
  if (!difference) return;
  const blank = expected.indexOf('\r\n\r\n');
  const cutThere = blank >= 0 && came.equals(expected.subarray(0, blank));
  const diagnosis = cutThere
    ? 'cut-at-blank-line'
    : came.length === 0
      ? 'content-lost'
      : difference.diagnosis;
  const why = cutThere
    ? 'The content ends at its own first blank line. Only the first blank line of a request ends something: the head.'
    : came.length === 0
      ? 'The script found nothing on its standard input.'
      : difference.message;
  fail(
    diagnosis,
    `"${answer.asked}" sent ${expected.length} bytes of content to a script, and ${came.length} reached it. ${why}`,
    {
      expected,
      actual: came,
      at: difference.at,
    },
  );
}
