import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { contentOf, fieldsOf, statusOf } from '../engine/http/ask.ts';
import { charsetOf, expectContent, expectStatus, expectWhole, typeOf } from '../engine/http/expect.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectHeadTaken, expectOutput, expectRan, expectText, runScript } from './exchange.ts';
import { contentPart } from './outputs.ts';
import { stageOf } from './stage.ts';

/** What becomes of the output of a script: its head, its content. */
export const OUTPUT_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'makes headers of the header lines that a script prints',
    {
      id: 'script-headers',
      spec: 'RFC 3875, sections 6.3.1 and 6.3.4; the handout, "What a script says"',
      hints: [
        'What does a browser need to know about a picture or a page that a script makes?',
        'Each line before the blank line is a header of the response: its name up to the first colon, in letters large or small. A name may come twice.',
        "for (const line of head.split(/\\r?\\n/)) { const colon = line.indexOf(':'); … } and a list of values per name, because each Set-Cookie stays a line of its own.",
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const answer = await runScript(context, 'headers');
      expectText(answer, `<p>${word}\n`);
      const fields = fieldsOf(answer);
      const said = 'text/html; charset=iso-8859-1';
      const types = fields.all('Content-Type').length;
      if (types !== 1 || typeOf(answer) !== 'text/html' || charsetOf(answer) !== 'iso-8859-1') {
        const type = fields.value('Content-Type');
        fail(
          type === undefined ? 'no-content-type' : 'wrong-content-type',
          `The script printed "CONTENT-type: ${said}", and the response ${type === undefined ? 'has no Content-Type' : `says "${type}"`}. Only the script knows what it made. (The letters of a name may be large or small.)`,
          { expected: `Content-Type: ${said}`, actual: answer.received.subarray(0, 600) },
        );
      }
      const own = fields.value(`X-${word}`);
      if (own !== 'one: two') {
        fail(
          own === undefined ? 'header-lost' : 'header-changed',
          `The script printed "X-${word}: one: two", and the response has ${own === undefined ? 'no such header' : `"${own}"`}. What you do not know you pass on as it is; only the first colon ends the name.`,
          { expected: `X-${word}: one: two`, actual: answer.received.subarray(0, 600) },
        );
      }
      const cookies = fields.all('Set-Cookie').map(({ value }) => value);
      if (cookies.length !== 2 || cookies[0] !== `a=${word}` || !cookies[1]?.startsWith(`b=${word};`)) {
        fail(
          'cookies-joined',
          `The script printed two lines Set-Cookie, and the response has ${cookies.length === 0 ? 'none' : cookies.length === 1 ? 'one' : 'others'}. Send each in a line of its own: this header cannot be joined with commas, because its dates have commas in them (RFC 9110, section 5.3).`,
          { expected: `Set-Cookie: a=${word}`, actual: answer.received.subarray(0, 600) },
        );
      }
    },
  ),
  check(
    'makes the status line of the Status that a script prints',
    {
      id: 'status',
      needs: ['script-output', 'script-headers'],
      spec: 'RFC 3875, section 6.3.3; the handout, "What a script says"',
      hints: [
        'How can a script say that it has found nothing?',
        'Status is a word between the script and you. You make the status line of it, and do not send it on.',
        'const [, code, reason] = /^(\\d{3})(?: (.*))?$/.exec(value): the reason may be missing. Without a Status it is 200.',
      ],
    },
    async (context) => {
      for (const code of [404, 418, 503]) {
        const name = `status-${code}`;
        const answer = await runScript(context, name);
        expectStatus(
          answer,
          code,
          `The script printed the line "${statusLineOf(stageOf(context.site).outputs.get(name))}". Letters may be large or small, and a reason may be missing.`,
        );
        const leaked = fieldsOf(answer).first('Status');
        if (leaked) {
          fail(
            'status-leaks',
            `The response has a header "Status: ${leaked.value}". It is meant for you: the status line says the same to the client.`,
            { actual: answer.peer.received, at: leaked.at },
          );
        }
        expectContent(answer, contentPart(stageOf(context.site).outputs.get(name) as Buffer));
      }
    },
  ),
  check(
    'reads heads with CR LF and with LF, and sends every head with CR LF',
    {
      id: 'line-ends',
      spec: 'RFC 3875, sections 6.3.4 and 7.2; RFC 9112, section 2.2',
      hints: [
        'With which bytes does console.log end a line, and with which does HTTP?',
        'Take the head of the script apart into names and values, and write your own head from them.',
        '/\\r?\\n\\r?\\n/ finds the blank line in both; lines.join("\\r\\n") writes yours.',
      ],
    },
    async (context) => {
      const stage = stageOf(context.site);
      for (const name of ['hello', 'hello-crlf', 'status-503']) {
        const answer = await runScript(context, name);
        if (name !== 'hello') expectReadsCrlf(contentOf(answer), statusOf(answer), name);
        const wrong = answer.reader.forgiven.find(({ kind }) => kind === 'bare-lf' || kind === 'bare-cr');
        if (wrong) {
          failWithProblem(
            {
              ...wrong,
              message: `The script ended its lines as it liked; yours end with CR LF. ${wrong.message}`,
            },
            answer.peer.received,
          );
        }
        expectHeadTaken(answer);
        expectContent(answer, contentPart(stage.outputs.get(name) as Buffer));
      }
    },
  ),
  check(
    'sends what a script prints byte for byte',
    {
      id: 'bytes',
      spec: 'RFC 3875, section 6.4',
      hints: [
        'What becomes of a picture when a script prints it?',
        'Text is needed for the head only. The content stays the Buffer that it was, and its length is counted in bytes.',
        'Look for the blank line in output.toString("latin1"), where one character is one byte; then output.subarray(end).',
      ],
    },
    async (context) => {
      const answer = await runScript(context, 'bytes');
      expectOutput(answer, stageOf(context.site), 'bytes');
    },
  ),
  check(
    'answers when a script names no type: 200, and no header that makes no sense',
    {
      id: 'untyped',
      spec: 'RFC 3875, section 6.3.1; the handout, "What a script says"',
      hints: [
        'Which of your headers come from the script, and what stands in them when it says nothing?',
        'The status is 200 then. A type that you make up should be one that no browser runs: text/plain.',
        "headers['Content-Type'] ??= 'text/plain; charset=utf-8';",
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const answer = await runScript(context, 'untyped');
      // A script must name its type; to call it broken is right, too.
      expectStatus(answer, [200, 500, 502], 'The script printed a header and content, but no Content-Type.');
      if (statusOf(answer) !== 200) return;
      const type = fieldsOf(answer).value('Content-Type');
      if (type !== undefined && !/^[\w.+-]+\/[\w.+-]+ *(;.*)?$/.test(type)) {
        fail(
          'wrong-content-type',
          `The script named no type, and the response says "Content-Type: ${type}". Name one, as text/plain, or none.`,
          { actual: answer.received.subarray(0, 600) },
        );
      }
      expectContent(answer, Buffer.from(`untyped ${word}\n`));
    },
  ),
  check(
    'answers HEAD for a script with the head alone',
    {
      id: 'head',
      spec: 'RFC 3875, section 4.3.3; RFC 9110, section 9.3.2',
      hints: [
        'What does a client do with bytes behind the head, when it has asked with HEAD?',
        'The script runs as for GET and may print content. You leave it out, whoever made it.',
        'One place of your program sends responses. There: withBody = method !== "HEAD".',
      ],
    },
    async (context) => {
      for (const name of ['hello', 'status-404']) {
        const answer = await runScript(context, name, { method: 'HEAD' });
        expectStatus(
          answer,
          name === 'hello' ? 200 : 404,
          'The answer to HEAD is that to GET without its content.',
        );
        const { peer, reader } = answer;
        const behind = peer.received.subarray(reader.places.content ?? 0);
        if (behind.length > 0) {
          fail(
            'content-on-head',
            `${behind.length} bytes came behind the head of the answer to HEAD. A script prints content all the same: leave it out.`,
            { actual: peer.received, at: reader.places.content ?? 0 },
          );
        }
        expectWhole(answer);
      }
      expectRan(await runScript(context, 'hello'));
    },
  ),
  check(
    'sends 5 MiB that a script prints, all of it',
    {
      id: 'large-output',
      needs: ['script-output', 'bytes'],
      spec: 'RFC 3875, section 6.4; the handout, "Pipes"',
      hints: [
        'When do you know that a script has printed everything?',
        "A child process emits 'exit' when it has ended; its output may still be on the way. 'close' comes when the pipes are empty, too.",
        "collect in child.stdout.on('data', …), and go on in child.once('close', …).",
      ],
    },
    async (context) => {
      expectOutput(await runScript(context, 'large'), stageOf(context.site), 'large');
    },
  ),
];

/** The line with the status that a script prints. */
const statusLineOf = (output: Buffer | undefined): string =>
  /^status:.*$/im.exec(output?.toString('latin1') ?? '')?.[0].trim() ?? '';

function expectReadsCrlf(content: Buffer, status: number | undefined, name: string): void {
  const took = status === 200 || status === 503;
  if (took && !/^(Content-Type|Status):/i.test(content.toString('latin1', 0, 100))) return;
  fail(
    'script-crlf-not-read',
    `A script whose lines end with CR LF (\\r\\n) ${took ? 'had its head sent as content' : `got the status ${status}`} (${name}); with LF it works. Scripts may print either: take both for the end of a line.`,
  );
}
