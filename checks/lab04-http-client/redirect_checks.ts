import type { ClientContext } from '../engine/context/client.ts';
import { fail } from '../engine/failure.ts';
import { check } from '../engine/lab.ts';
import {
  type Answer,
  answering,
  exchange,
  headOf,
  type Reply,
  response,
  type Seen,
  whole,
} from './exchange.ts';
import { expectContent, expectError, expectPage, expectRequest, expectSuccess } from './expectations.ts';
import { expectHost, expectTarget } from './request_checks.ts';

/** More requests than any careful client makes for one URL. */
const TOO_MANY = 25;

const moved = (status: string, location: string): Reply => {
  const note = `<p>It is <a href="${location}">over there</a>.</p>\n`;
  const fields = [
    `Location: ${location}`,
    'Content-Type: text/html',
    `Content-Length: ${note.length}`,
    'Connection: close',
  ];
  return whole(Buffer.concat([headOf(status, fields), Buffer.from(note)]));
};

/** Bonus: the page is somewhere else. */
export const redirectChecks = [
  check<ClientContext>(
    'follows redirects, absolute and relative ones',
    {
      id: 'redirects',
      tier: 'bonus',
      spec: 'RFC 9110, sections 15.4 and 10.2.2; RFC 3986, section 5.2',
      hints: [
        'What does the server tell you in the header Location?',
        'A new URL to ask for. It may be whole, or relative to the URL that you asked for, like a link in a page.',
        'new URL(location, url) resolves both kinds. Then a new connection, a new request, a new Host.',
      ],
    },
    async (context) => {
      const cases: [status: string, from: string, location: string, to: string][] = [
        ['301 Moved Permanently', '/a', 'http://127.0.0.1:{port}/b?x=1', '/b?x=1'],
        ['302 Found', '/dir/start?x=y', 'page', '/dir/page'],
        ['303 See Other', '/dir/sub/start', '../up.html', '/dir/up.html'],
        ['307 Temporary Redirect', '/dir/start', '?q=2', '/dir/start?q=2'],
        ['308 Permanent Redirect', '/a', '/b#part', '/b'],
      ];
      await context.sideBySide(
        cases.map(([status, path, location, target]) => async (apart: ClientContext) => {
          const content = `found, ${apart.random.word()}`;
          const at = (port: number | undefined) => location.replace('{port}', String(port));
          const answer: Answer = ({ client }, number) =>
            number === 1 ? moved(status, at(client.socket.localPort)) : whole(response(content));
          const played = await exchange(apart, answer, { path });
          expectRequest(played);
          const where = `${path} was answered with ${status} and Location: ${at(played.port)}. `;
          expectFollowed(played.requests, where);
          expectTarget(expectRequest(played, 2).target, target, where);
          expectContent(played.run, content, { where });
          expectSuccess(played.run, where);
        }),
      );
    },
  ),
  check<ClientContext>(
    'follows a redirect to another server, and names that one as Host',
    {
      id: 'redirect-elsewhere',
      tier: 'bonus',
      needs: ['redirects'],
      spec: 'RFC 9110, sections 7.2 and 10.2.2',
      hints: [
        'Which host and port does your second connection go to?',
        'Location may name another host or another port. Then everything comes from the new URL: address, port, target and Host.',
        'Let one function get(url) do all of it, and call it again with new URL(location, url).',
      ],
    },
    async (context) => {
      const content = `found over here, ${context.random.word()}`;
      const there: Seen[] = [];
      const other = await answering(context, whole(response(content)), there);
      const location = `http://127.0.0.1:${other.port}/new?from=old`;
      const played = await exchange(context, moved('301 Moved Permanently', location));
      const where = `The answer was 301 with Location: ${location}. `;
      expectRequest(played);
      if (there.length === 0 && played.requests.length > 1) {
        fail('redirect-not-followed', `${where}The second request went to the first server again.`);
      }
      expectFollowed([...played.requests, ...there], where);
      const { target, reader } = expectRequest({ ...played, requests: there });
      expectTarget(target, '/new?from=old', where);
      expectHost(reader.fields.all('Host'), `127.0.0.1:${other.port}`);
      expectContent(played.run, content, { where });
      expectSuccess(played.run, where);
    },
  ),
  check<ClientContext>(
    'follows five redirects in a row, and gives up on a loop',
    {
      id: 'redirect-loop',
      tier: 'bonus',
      needs: ['redirects'],
      spec: 'RFC 9110, section 15.4 ("A client SHOULD detect and intervene in cyclical redirections")',
      hints: [
        'What does your program do when /a sends it to /b, and /b back to /a?',
        'Count the redirects. Five in a row still happen; after that, say that it is a loop and stop.',
        'for (let redirects = 0; redirects <= 5; redirects++) { … } and behind the loop an error message.',
      ],
    },
    async (context) => {
      await context.sideBySide([followsFive, leavesLoop]);
    },
  ),
];

async function followsFive(context: ClientContext): Promise<void> {
  const content = `found at last, ${context.random.word()}`;
  const chain: Answer = (_, number) =>
    number <= 5 ? moved('302 Found', `/${number}`) : whole(response(content));
  const played = await exchange(context, chain, { path: '/0' });
  const where = 'There were five redirects in a row, and then the page. ';
  expectRequest(played);
  if (played.requests.length < 6) {
    fail('redirect-not-followed', `${where}The program made only ${played.requests.length} requests.`);
  }
  expectPage(played, content, { where });
}

async function leavesLoop(context: ClientContext): Promise<void> {
  const loop: Answer = (_, number) =>
    number > TOO_MANY ? whole(response('enough')) : moved('302 Found', number % 2 ? '/b' : '/a');
  const round = await exchange(context, loop, { path: '/a' });
  const what = 'The server sent the program from /a to /b and back to /a, again and again.';
  if (round.requests.length > TOO_MANY) {
    fail('endless-redirects', `${what} After ${TOO_MANY} requests it still went on.`);
  }
  expectError(round.run, { what, accepted: 'loop-accepted' });
}

/** Sees that there was a second request. */
function expectFollowed(requests: readonly Seen[], where: string): void {
  if (requests.length > 1) return;
  fail('redirect-not-followed', `${where}No second request came. The page is where Location says.`);
}
