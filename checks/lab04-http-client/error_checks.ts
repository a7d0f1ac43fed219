import { lookup } from 'node:dns/promises';
import type { ClientContext } from '../engine/context/client.ts';
import { exitWords } from '../engine/diagnose/startup.ts';
import { fail, skip } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import { answering, exchange, headOf, type Reply, response, type Seen, whole } from './exchange.ts';
import { expectContent, expectError, expectRequest } from './expectations.ts';

/** How long a name that does not exist may take: some resolvers ask several servers first. */
const RESOLVER_PATIENCE_MS = 10_000;

/** What the program does when something goes wrong. */
export const errorChecks = [
  check<ClientContext>(
    'prints the page of an error such as 404 too, and exits with code 1',
    {
      id: 'status-error',
      spec: 'RFC 9110, sections 15.5 and 15.6; the handout, "Exit codes"',
      hints: [
        'What tells your program apart 200 from 404?',
        'The status code is the second word of the status line. From 400 on something went wrong; the page that explains it is content like any other.',
        'process.stdout.write(body); process.exitCode = status < 400 ? 0 : 1;',
      ],
    },
    async (context) => {
      const word = context.random.word();
      const cases: [status: string, content: string][] = [
        ['404 Not Found', `there is no ${word} here\n`],
        ['503 Service Unavailable', `come back later, ${word}\n`],
        ['400 Bad Request', `what is ${word}?\n`],
      ];
      await context.sideBySide(
        cases.map(([status, content]) => async (apart: ClientContext) => {
          const played = await exchange(apart, whole(response(content, { status })));
          expectRequest(played);
          const { run } = played;
          const where = `The status was ${status}. `;
          if (run.exit && run.exit.code !== 0 && run.stdout.length === 0) {
            fail(
              'error-page-dropped',
              `${where}The page that came with it was not printed. It often says what to do.`,
              {
                expected: content,
                actual: run.stdout,
              },
            );
          }
          expectContent(run, content, { where });
          if (run.exit?.code === 1) return;
          const [diagnosis, why] =
            run.exit?.code === 0
              ? ['ignores-status', 'A script that calls this program would take the error page for the page.']
              : ['wrong-exit-code', 'The handout asks for 1.'];
          fail(diagnosis, `${where}The program ${run.exit ? exitWords(run.exit) : 'did not end'}. ${why}`, {
            expected: 'exit code 1',
            actual: run.exit ? exitWords(run.exit) : 'no end',
          });
        }),
      );
    },
  ),
  check<ClientContext>(
    'says so when the page is cut short',
    {
      id: 'cut-short',
      spec: 'RFC 9112, section 8',
      hints: [
        'The connection can end before everything is there. How would your program know?',
        'With Content-Length you know how many bytes have to come. Fewer at the end of the connection: the page is broken, and whoever uses it must be told.',
        "on 'end': if (body.length < length) { console.error('the page is cut short'); process.exitCode = 1; }",
      ],
    },
    async (context) => {
      const start = `hello ${context.random.word()}`;
      const head = headOf('200 OK', ['Content-Type: text/plain', 'Content-Length: 50']);
      const bytes = Buffer.concat([head, Buffer.from(start)]);
      const came = `Content-Length was 50, ${start.length} bytes came, and then the server`;
      const cases: [what: string, Reply][] = [
        [`${came} ended the connection.`, { pieces: [bytes], afterwards: 'end' }],
        [`${came} cut the connection (RST).`, { pieces: [bytes], afterwards: 'reset' }],
      ];
      await context.sideBySide(
        cases.map(([what, reply]) => async (apart: ClientContext) => {
          const { run } = await onlyOnce(apart, reply);
          expectError(run, { what, accepted: 'cut-short-accepted' });
        }),
      );
    },
  ),
  check<ClientContext>(
    'says so when the server ends the connection without an answer',
    {
      id: 'no-answer',
      spec: 'RFC 9112, section 8',
      hints: [
        "What does your program print when 'end' comes and nothing was received?",
        'No byte at all is not an empty page. A page, even an empty one, has a status line.',
        "on 'end': if (received.length === 0) complain on standard error; on 'error' as well, for a connection that is cut.",
      ],
    },
    async (context) => {
      const cases: [what: string, Reply][] = [
        ['The server ended the connection without a single byte.', { pieces: [], afterwards: 'end' }],
        ['The server cut the connection (RST) without a single byte.', { pieces: [], afterwards: 'reset' }],
      ];
      await context.sideBySide(
        cases.map(([what, reply]) => async (apart: ClientContext) => {
          const { run } = await onlyOnce(apart, reply);
          expectError(run, { what, accepted: 'no-answer-accepted' });
        }),
      );
    },
  ),
  check<ClientContext>(
    'says so when the answer is not HTTP',
    {
      id: 'not-http',
      spec: 'RFC 9112, section 4',
      hints: [
        'How does your program know that it talks to a web server at all?',
        'A response begins with HTTP/1.1 or HTTP/1.0, a space and three digits. Anything else comes from somebody who speaks another language.',
        'if (!/^HTTP\\/1\\.[01] \\d{3}/.test(statusLine)) complain on standard error, exit code 1.',
      ],
    },
    async (context) => {
      const banner = 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n';
      const page = '<html>\r\n<body>no status line</body>\r\n\r\n</html>\r\n';
      await context.sideBySide(
        [banner, page].map((bytes) => async (apart: ClientContext) => {
          const { run } = await onlyOnce(apart, { pieces: [bytes], afterwards: 'end' });
          const shown = JSON.stringify(bytes.slice(0, 20));
          expectError(run, {
            what: `The answer began with ${shown}, which is no status line.`,
            accepted: 'not-http-accepted',
          });
        }),
      );
    },
  ),
  check<ClientContext>(
    'says so when nobody listens there',
    {
      id: 'refused',
      spec: 'the handout, "Exit codes"; RFC 9293, section 3.10.7.1 (reset for a closed port)',
      hints: [
        'What does Node do with an error event that nobody listens to?',
        "A refused connection makes the socket emit 'error' (ECONNREFUSED), and never 'connect'.",
        "socket.on('error', (error) => { console.error(error.message); process.exitCode = 1; });",
      ],
    },
    async (context) => {
      const server = await context.serve(() => {});
      await server.close();
      const run = await context.run({ url: `http://127.0.0.1:${server.port}/` });
      expectError(run, { what: 'Nobody listens on that port.', accepted: 'wrong-exit-code' });
    },
  ),
  check<ClientContext>(
    'says so when the host does not exist',
    {
      id: 'unknown-host',
      spec: 'RFC 6761, section 6.4 (.invalid never exists); the handout, "Exit codes"',
      hints: [
        'Where does your program learn that a name could not be found?',
        "Looking up the name is part of connecting: the socket emits 'error' (ENOTFOUND, or EAI_AGAIN without a network).",
        "The same listener as for a refused connection: socket.on('error', …).",
      ],
    },
    async (context) => {
      const [known, run] = await Promise.all([
        lookup('x.invalid').catch(() => undefined),
        context.run({ url: 'http://x.invalid/' }, { patience: RESOLVER_PATIENCE_MS }),
      ]);
      if (known) skip('in this network the name server has an answer even for names that do not exist');
      expectError(run, { what: 'There is no host x.invalid.', accepted: 'wrong-exit-code' });
    },
  ),
  check<ClientContext>(
    'says so when it cannot use the URL',
    {
      id: 'bad-url',
      spec: 'RFC 3986, section 3; RFC 9110, section 4.2',
      hints: [
        'What does new URL(text) do when the text is no URL?',
        'It throws. And a URL can be right and still not be for you: https:// needs a conversation that this program does not know.',
        "try { url = new URL(text) } catch { console.error(…) } and if (url.protocol !== 'http:') …",
      ],
    },
    async (context) => {
      const bad: [url: string, what: string][] = [
        ['http://', 'The URL "http://" names no host.'],
        ['http://127.0.0.1:99999/', 'There is no port 99999: they end at 65535.'],
      ];
      const refuses = bad.map(([url, what]) => async (apart: ClientContext) => {
        expectError(await apart.run({ url }), { what, accepted: 'bad-url-accepted' });
      });
      await context.sideBySide([...refuses, refusesHttps]);
    },
  ),
  check<ClientContext>(
    'without a URL, says how it is used, and exits with code 2',
    {
      id: 'usage',
      spec: 'the handout, "Exit codes"',
      hints: [
        'What is process.argv[2] when nothing was typed?',
        'It is undefined. Say how the program is called, and let the exit code tell that it was called wrongly.',
        "if (address === undefined) { console.error('usage: http_client.ts url'); process.exit(2); }",
      ],
    },
    async (context) => {
      const run = await context.run({ url: 'http://127.0.0.1/' }, { noArguments: true });
      expectError(run, { what: 'The program was started without a URL.', accepted: 'wrong-exit-code' });
      if (run.exit?.code === 2) return;
      fail(
        'wrong-exit-code',
        `Started without a URL, the program ${run.exit ? exitWords(run.exit) : 'did not end'}. The usual code for wrong usage is 2.`,
        {
          expected: 'exit code 2',
          actual: run.exit ? exitWords(run.exit) : 'no end',
        },
      );
    },
  ),
];

/** One exchange, after which nobody listens any more: a program that tries again finds no second chance. */
async function onlyOnce(context: ClientContext, reply: Reply) {
  const requests: Seen[] = [];
  const server = await answering(
    context,
    () => {
      server.stopAccepting();
      return reply;
    },
    requests,
  );
  const url = `http://127.0.0.1:${server.port}/${context.random.word()}`;
  const run = await context.run({ url });
  await server.finished();
  const played = { url, port: server.port, run, requests };
  expectRequest(played);
  return played;
}

/** An https URL may not be taken for an http one: what should be secret would be sent for all to read. */
async function refusesHttps(context: ClientContext): Promise<void> {
  const requests: Seen[] = [];
  const server = await answering(context, whole(response('this was not secret')), requests);
  const run = await context.run({ url: `https://127.0.0.1:${server.port}/` });
  if (requests.length > 0) {
    fail(
      'https-as-http',
      'The URL began with https://, and the program sent its request in plain HTTP. What should be secret would travel for all to read.',
      {
        actual: requests[0]?.client.received ?? '',
      },
    );
  }
  expectError(run, {
    what: 'The URL began with https://, which this program does not speak.',
    accepted: 'bad-url-accepted',
  });
}
