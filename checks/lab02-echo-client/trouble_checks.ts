import { lookup } from 'node:dns/promises';
import type { ClientContext } from '../engine/context/client.ts';
import { within } from '../engine/deadline.ts';
import { fail, skip } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import { freePort } from '../engine/program/ports.ts';
import type { LeftOut } from '../engine/program/target.ts';
import type { Values } from '../engine/program/words.ts';
import { STACK_TRACE } from '../engine/run/client_run.ts';
import { exchange, pause } from './exchange.ts';
import { ending, errorLine, expectComplaint, expectConnected } from './expectations.ts';

/** Some name servers ask others first before they say no. */
const LOOKUP_MS = 5000;
/** The program asks the same question again, and may be slower. */
const LOOKUP_PATIENCE_MS = 10_000;

/**
 * Time to read what was sent before the connection is cut. Node takes bytes and an RST that wait for it
 * together for an orderly end (libuv does), so a program that was not in time gets more of it once more.
 */
const READING_MS = [100, 1000];

/** What the program does when something goes wrong. */
export const troubleChecks = [
  check<ClientContext>(
    'says so when nobody listens there',
    {
      id: 'refused',
      spec: 'the handout, "When it goes wrong"; RFC 9293, section 3.5.2 (reset for a closed port)',
      hints: [
        'What does Node do with an error event that nobody listens to?',
        "When nobody listens on the port, the socket emits 'error' (ECONNREFUSED) and never 'connect'. Say it on standard error, and let the exit code say it, too.",
        "socket.on('error', (error) => { console.error(error.message); process.exitCode = 1; });",
      ],
    },
    async (context) => {
      const port = String(await freePort());
      const run = await context.run({ host: '127.0.0.1', port, message: 'hello' });
      expectComplaint(run, `Nobody listens on port ${port}, so the connection was refused.`);
    },
  ),
  check<ClientContext>(
    'says so when the host does not exist',
    {
      id: 'unknown-host',
      spec: 'RFC 6761, section 6.4 (.invalid never exists); the handout, "When it goes wrong"',
      hints: [
        'Where does your program learn that a name could not be found?',
        "Looking up the name is part of connecting: the socket emits 'error' (ENOTFOUND, or EAI_AGAIN without a network).",
        "It is the same listener as for a refused connection: socket.on('error', …). It should not look for one error alone.",
      ],
    },
    async (context) => {
      const host = 'no-such-host.invalid';
      const found = await within(
        LOOKUP_MS,
        lookup(host).then(
          () => 'yes',
          () => 'no',
        ),
      );
      if (found === undefined)
        skip('the name server of this network takes too long to say that a name does not exist');
      if (found === 'yes') skip('the name server of this network finds even names that do not exist');
      const port = String(await freePort());
      const run = await context.run({ host, port, message: 'hello' }, { patience: LOOKUP_PATIENCE_MS });
      expectComplaint(run, `There is no host ${host}.`);
    },
  ),
  check<ClientContext>(
    'says so when the server ends the connection without a reply',
    {
      id: 'no-reply',
      spec: 'the handout, "When it goes wrong"',
      hints: [
        "What does your program do when 'end' comes and there was no piece?",
        'No reply is not an empty text to be printed. Whoever asked wants to know that there was no answer.',
        "in 'end': if (reply.length === 0) { console.error('no reply'); process.exitCode = 1; }",
      ],
    },
    async (context) => {
      const message = `say something, ${context.random.word()}`;
      const played = await exchange(context, message, async (client) => {
        await client.readBytes(message.length);
        client.end();
        await client.readToEnd();
      });
      expectConnected(played);
      expectComplaint(
        played.run,
        'The server took the message and ended the connection without a single byte.',
      );
    },
  ),
  check<ClientContext>(
    'says so when the server cuts the connection',
    {
      id: 'reset',
      spec: 'RFC 9293, section 3.10.7 (reset); the handout, "When it goes wrong"',
      hints: [
        'Which events does your socket emit when the server crashes, and which not?',
        "A connection that is cut (RST) gives 'error' with ECONNRESET, and no 'end'. What came before is perhaps only half of the reply.",
        "socket.on('error', …) with a line on standard error and process.exitCode = 1, also when something has come already.",
      ],
    },
    async (context) => {
      const message = `stay with me, ${context.random.word()}`;
      const half = `this is only half of ${context.random.word()}`;
      const silent = async (apart: ClientContext) => {
        const played = await exchange(apart, message, async (client) => {
          await client.readBytes(message.length);
          client.reset();
        });
        expectConnected(played);
        expectComplaint(played.run, 'The server cut the connection (RST) without a single byte.');
      };
      const midway = async (apart: ClientContext) => {
        for (const ms of READING_MS) {
          const played = await exchange(apart, message, async (client) => {
            await client.readBytes(message.length);
            await client.send(half);
            await pause(ms);
            client.reset();
          });
          expectConnected(played);
          if (played.run.exit?.code === 0 && ms !== READING_MS.at(-1)) continue;
          expectComplaint(played.run, 'The server cut the connection (RST) in the middle of its reply.');
          return;
        }
      };
      await context.sideBySide([silent, midway]);
    },
  ),
  check<ClientContext>(
    'says how it is called when an argument is missing, with exit code 2',
    {
      id: 'usage',
      spec: 'the handout, "When it goes wrong"',
      hints: [
        'What is process.argv[4] when only two words were typed?',
        'It is undefined. See to it before you connect: say how the program is called, and exit with code 2, the usual code for wrong usage.',
        "if (message === undefined) { console.error('usage: echo_client.ts host port message'); process.exit(2); }",
      ],
    },
    async (context) => {
      const port = String(await freePort());
      const host = '127.0.0.1';
      const cases: [how: string, values: Values, leftOut: LeftOut][] = [
        ['without any argument', {}, { noArguments: true }],
        ['with a host only, without port and message', { host }, { without: ['port', 'message'] }],
        ['with host and port, but without a message', { host, port }, { without: ['message'] }],
      ];
      await context.sideBySide(
        cases.map(([how, values, leftOut]) => async (apart: ClientContext) => {
          const run = await apart.run(values, leftOut);
          const what = `The program was started ${how}.`;
          if (!run.exit)
            fail('never-ends', `${what} It did not end. Look at the arguments before anything else.`);
          if (STACK_TRACE.test(run.stderr)) {
            fail(
              'stack-trace',
              `${what} It answered with a stack trace. Look at the arguments before you use them.`,
              errorLine(run),
            );
          }
          if (run.exit.code !== 2) {
            fail(
              'wrong-exit-code',
              `${what} It ${ending(run)}. For wrong usage the handout asks for exit code 2.`,
              {
                expected: 'exit code 2',
                actual: ending(run),
              },
            );
          }
          const said = run.stderr + run.stdout.toString();
          if (/usage|host.*port|port.*message/i.test(said)) return;
          fail(
            'no-usage',
            `${what} ${said.trim() ? 'What it printed does not name its arguments' : 'It printed nothing'}. Print one line on standard error that shows how it is called.`,
            {
              expected: 'usage: echo_client.ts host port message',
              actual: said,
            },
          );
        }),
      );
    },
  ),
];
