import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, askPipelined, fieldsOf, statusOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { greets, runScript, SCRIPT_PATIENCE } from './exchange.ts';
import { scriptTarget, stageOf } from './stage.ts';

/** Output that is a response already, is none, or lies about itself. */
export const STRANGE_OUTPUT_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'passes the output of an nph- script on as it is',
    {
      id: 'nph',
      tier: 'bonus',
      spec: 'RFC 3875, section 5; the handout, "Bonus: a script that speaks HTTP itself"',
      hints: [
        'What if a script wants to write the status line itself?',
        'Its name begins with nph- (non-parsed header). What it prints is the whole response: add nothing, and end the connection behind it.',
        "if (path.basename(file).startsWith('nph-')) socket.end(output);",
      ],
    },
    async (context) => {
      const output = stageOf(context.site).outputs.get('nph-hello') as Buffer;
      const answer = await runScript(context, 'nph-hello');
      const { received } = answer.peer;
      if (received.equals(output)) return;
      const end = answer.end === 'silence' && received.length === 0 ? ' Nothing came at all.' : '';
      fail(
        'nph-parsed',
        `A script whose name begins with nph- wrote a whole response, status line and all, and something else reached the client.${end} Add nothing to it, and take nothing away.`,
        { expected: output, actual: received.subarray(0, 600) },
      );
    },
  ),
  check(
    'answers 500 or 502 for output whose head is none',
    {
      id: 'broken-head',
      tier: 'bonus',
      needs: ['script-output', 'status', 'script-fails'],
      spec: 'RFC 3875, section 6.2; RFC 9110, section 15.6.3',
      hints: [
        'What may a client think of a status line that says "fine"?',
        'What a script prints is not to be trusted either. Check each line of its head before it becomes one of yours.',
        'if (!/^[2-5]\\d\\d( .*)?$/.test(status)) throw new HttpError(502, …)',
      ],
    },
    async (context) => {
      const ways = [
        ['status-none', 'The script printed "Status: fine", which is no status.'],
        ['status-99', 'The script printed "Status: 99", which is no status.'],
        ['garbage', 'The script printed a sentence and no head.'],
        ['garbage-line', 'The script printed a line in its head that has no colon.'],
      ] as const;
      for (const [name, what] of ways) {
        const answer = await runScript(context, name);
        if (answer.end === 'silence') expectWhole(answer);
        const status = statusOf(answer);
        if (status === 500 || status === 502) continue;
        fail(
          'believes-script',
          `${what} The answer to the client ${status === undefined ? 'is no response' : `has the status ${status}`}; 500 or 502 would say that the script is broken.`,
          {
            expected: 'HTTP/1.1 502',
            actual: answer.received.subarray(0, 400),
          },
        );
      }
      await greets(context);
    },
  ),
  check(
    'sends no content with 204 and 304',
    {
      id: 'no-content',
      tier: 'bonus',
      needs: ['script-output', 'status'],
      rude: true,
      spec: 'RFC 9110, sections 8.6, 15.3.5 and 15.4.5',
      hints: [
        'Which responses never have content, whatever their headers say?',
        'Those with 204 and 304 (and those to HEAD). A client reads the next response right behind the blank line.',
        'const bodiless = status === 204 || status === 304; and no Content-Length with 204',
      ],
    },
    async (context) => {
      for (const [name, status] of [
        ['status-204', 204],
        ['status-304', 304],
      ] as const) {
        const answers = await twoOnOne(context, name);
        const [first] = answers;
        if (!first) continue;
        expectStatus(first, status, 'The script printed this status.');
        if (status === 204 && fieldsOf(first).has('Content-Length')) {
          fail(
            'length-not-allowed',
            'The response with the status 204 has a Content-Length. It has no content, so it has no length.',
            {
              actual: first.received.subarray(0, 400),
            },
          );
        }
        expectNoStrayBytes(
          answers,
          `A response with the status ${status} has no content, also when the script prints some.`,
          'content-without-leave',
        );
      }
    },
  ),
  check(
    'says itself how long the content is, whatever the script says',
    {
      id: 'script-length',
      tier: 'bonus',
      needs: ['script-output', 'script-headers'],
      rude: true,
      spec: 'RFC 9112, section 6.3; the handout, "What a script says"',
      hints: [
        'A script prints Content-Length: 100 and four letters. What does the client do?',
        'It waits for the rest. You have all of the content; you know its length better than the script.',
        "leave out Content-Length (and Transfer-Encoding, Connection) of the script: const ours = ['content-length', …]",
      ],
    },
    async (context) => {
      const { word } = stageOf(context.site);
      const large = await runScript(context, 'length-large');
      if (large.end === 'silence') {
        fail(
          'believes-length',
          `The script printed "Content-Length: 100" and ${word.length} bytes, and the client waits for the others. Count them yourself, or end the connection.`,
          {
            actual: large.received,
          },
        );
      }
      const { forgiven, problem } = large.reader;
      const twice = [...forgiven, problem].find((one) => one?.kind.startsWith('content-length-'));
      if (twice) {
        fail(
          'believes-length',
          `The script printed "Content-Length: 100", and it reached the client beside your own. Only one of the two can be right, and it is yours.`,
          { actual: large.peer.received, at: twice.at },
        );
      }
      const answers = await twoOnOne(context, 'length-small');
      expectNoStrayBytes(
        answers,
        `The script printed "Content-Length: 2" and ${word.length} bytes. Send as many as you announce.`,
        'believes-length',
      );
    },
  ),
];

/** A script and then another one on the same connection, without waiting: the second shows whether the first ended where it said. */
function twoOnOne(context: ServerContext, name: string): Promise<Answer[]> {
  const stage = stageOf(context.site);
  const requests = [
    { target: scriptTarget(stage, name), keepOpen: true },
    { target: scriptTarget(stage, 'hello') },
  ];
  return askPipelined(context, requests, { patience: SCRIPT_PATIENCE });
}

/** The second answer begins where the first ended, or the connection ended there. */
function expectNoStrayBytes([first, second]: readonly Answer[], why: string, diagnosis: string): void {
  if (!first) return;
  expectWhole(first);
  const behind = first.reader.rest;
  const response =
    !second || second.received.length === 0 || second.received.toString('latin1', 0, 7) === 'HTTP/1.';
  if (response) return;
  fail(
    diagnosis,
    `Behind the response to "${first.asked}" came bytes that belong to nothing. ${why} On a connection that stays open they would be read as the next response.`,
    {
      actual: first.peer.received,
      at: first.reader.places.end ?? first.received.length - behind.length,
    },
  );
}
