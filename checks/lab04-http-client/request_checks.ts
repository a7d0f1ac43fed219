import type { ClientContext } from '../engine/context/client.ts';
import { fail } from '../engine/failure.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { check } from '../engine/lab.ts';
import { exchange, response, whole } from './exchange.ts';
import { expectPage, expectRequest } from './expectations.ts';

/** What the program asks for. */
export const requestChecks = [
  check<ClientContext>(
    'gets a page and prints it',
    {
      id: 'page',
      spec: 'RFC 9112, sections 2 and 3; the handout, "The idea"',
      hints: [
        'What does your program send, and what does it do with what comes back?',
        'A request is a request line, header lines and a blank line. In the response, what stands behind the first blank line is the content.',
        "socket.write('GET ' + path + ' HTTP/1.0\\r\\nHost: …\\r\\n\\r\\n'), then collect until 'end' and cut at indexOf('\\r\\n\\r\\n').",
      ],
    },
    async (context) => {
      const content = `hello from the checker, ${context.random.word()}`;
      const played = await exchange(context, whole(response(content)));
      const { method, target } = expectRequest(played);
      if (method !== 'GET') {
        fail('wrong-method', 'A page is asked for with the method GET, in capital letters.', {
          expected: 'GET',
          actual: method,
        });
      }
      expectTarget(target, new URL(played.url).pathname);
      expectPage(played, content);
    },
  ),
  check<ClientContext>(
    'asks for what the URL names: path and query, and / when there is no path',
    {
      id: 'target',
      spec: 'RFC 9112, section 3.2.1; RFC 3986, sections 3.3 and 3.4',
      hints: [
        'Which part of the URL does your program put into the request line?',
        'The target is everything behind host and port: the path, and the query with its question mark. An empty path is sent as a slash.',
        'With const url = new URL(text), the target is url.pathname + url.search.',
      ],
    },
    async (context) => {
      const [one, two] = [context.random.word(), context.random.word()];
      const cases: [path: string, target: string][] = [
        [`/${one}/${two}.html`, `/${one}/${two}.html`],
        [`/${one}?q=${two}&r=a/b?c`, `/${one}?q=${two}&r=a/b?c`],
        ['', '/'],
        ['/', '/'],
        [`?q=${one}`, `/?q=${one}`],
      ];
      await context.sideBySide(
        cases.map(([path, target]) => async (apart: ClientContext) => {
          const played = await exchange(apart, whole(response('ok')), { path });
          expectTarget(expectRequest(played).target, target);
        }),
      );
    },
  ),
  check<ClientContext>(
    'keeps the fragment of the URL to itself',
    {
      id: 'fragment',
      spec: 'RFC 9110, section 7.1; RFC 3986, section 3.5',
      hints: [
        'Who is the part of a URL behind # meant for?',
        'It names a place inside the page. The client looks for that place when it has the page; the server never sees it.',
        'Cut the URL at # first, or use url.pathname + url.search, which leave url.hash out.',
      ],
    },
    async (context) => {
      const path = `/${context.random.word()}`;
      const played = await exchange(context, whole(response('ok')), { path: `${path}#part-2` });
      const { target, reader, client } = expectRequest(played);
      const sent = reader.forgiven.find((one) => one.kind === 'fragment-sent');
      if (sent) failWithProblem(sent, client.received);
      expectTarget(target, path);
    },
  ),
  check<ClientContext>(
    'writes the request as HTTP wants it: CR LF behind every line, one blank line, nothing behind it',
    {
      id: 'grammar',
      spec: 'RFC 9112, sections 2.1, 2.2, 3 and 5',
      hints: [
        'Which bytes stand at the end of each line that you send?',
        'Two bytes, CR and LF, end every line: the request line, each header line, and the empty line at the end.',
        "['GET / HTTP/1.0', 'Host: …', '', ''].join('\\r\\n')",
      ],
    },
    async (context) => {
      const played = await exchange(context, whole(response('ok')));
      const { reader, client } = expectRequest(played);
      const [problem] = reader.forgiven;
      if (problem) failWithProblem(problem, client.received);
      const end = reader.places.end as number;
      if (client.length > end) {
        fail(
          'bytes-behind-the-request',
          `The request ends with its blank line, but ${client.length - end} more bytes came behind it. To the server they are the start of the next request. (RFC 9112, section 2.2)`,
          { expected: client.received.subarray(0, end), actual: client.received, at: end },
        );
      }
    },
  ),
  check<ClientContext>(
    'names the host, with its port when that is not 80',
    {
      id: 'host',
      spec: 'RFC 9112, section 3.2; RFC 9110, section 7.2',
      hints: [
        'How does one server that has two names know which of them you mean?',
        'One header line, Host, repeats the host of the URL, and behind a colon the port, unless it is 80.',
        "With const url = new URL(text), url.host is exactly that: 'Host: ' + url.host.",
      ],
    },
    async (context) => {
      const played = await exchange(context, whole(response('ok')));
      const { reader } = expectRequest(played);
      expectHost(reader.fields.all('Host'), `127.0.0.1:${played.port}`);
    },
  ),
];

/** Sees that the target is the expected one, and names what was lost. `where` is put before the message. */
export function expectTarget(actual: string, expected: string, where = ''): void {
  if (actual === expected) return;
  const evidence = { expected, actual };
  const [path] = expected.split('?');
  if (expected.includes('?') && actual === path) {
    fail(
      'query-dropped',
      `${where}The query, the part of the URL from the question mark on, was not sent.`,
      evidence,
    );
  }
  const authority = /^https?:\/\/[^/?#]*/i.exec(actual)?.[0];
  if (authority !== undefined && actual.slice(authority.length) === expected) {
    fail(
      'whole-url-as-target',
      `${where}The whole URL stands in the request line. That form is for proxies: a server is asked for path and query alone.`,
      evidence,
    );
  }
  fail('wrong-target', `${where}The request asks for something else than its URL names.`, evidence);
}

/** Sees that there is one Host header, and that it names this host and port. */
export function expectHost(fields: readonly { value: string }[], expected: string): void {
  const [host, second] = fields;
  if (!host) {
    fail(
      'no-host',
      'The request has no Host header. Without it, a server with several sites cannot know which one is meant.',
      {
        expected: `Host: ${expected}`,
      },
    );
  }
  const evidence = {
    expected: `Host: ${expected}`,
    actual: fields.map(({ value }) => `Host: ${value}`).join('\r\n'),
  };
  if (second) fail('wrong-host', 'There is more than one Host header.', evidence);
  if (host.value.toLowerCase() === expected) return;
  if (host.value === expected.replace(/:\d+$/, '')) {
    fail('host-without-port', 'The port belongs to the host when it is not 80.', evidence);
  }
  fail('wrong-host', 'The Host header names another host than the URL.', evidence);
}
