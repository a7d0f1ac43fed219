import type { ClientContext } from '../engine/context/client.ts';
import { fail, MachineError, skip } from '../engine/failure.ts';
import { failWithProblem } from '../engine/http/fail_with_problem.ts';
import { check } from '../engine/lab.ts';
import { type Exchange, exchange, response, whole } from './exchange.ts';
import { expectError, expectPage, expectRequest } from './expectations.ts';
import { expectHost, expectTarget } from './request_checks.ts';

/** Bonus: other addresses, other letters. */
export const addressChecks = [
  check<ClientContext>(
    'connects over IPv6: http://[::1]/',
    {
      id: 'ipv6',
      tier: 'bonus',
      spec: 'RFC 3986, section 3.2.2; RFC 9110, section 7.2',
      hints: [
        'Which part of http://[::1]:8080/ is the address?',
        'An IPv6 address is full of colons, so in a URL it stands in brackets. net.connect wants it without them; the Host header with them.',
        "const host = url.hostname.replace(/^\\[|\\]$/g, '');",
      ],
    },
    async (context) => {
      const content = `hello over IPv6, ${context.random.word()}`;
      const played = await exchange(context, whole(response(content)), { host: '::1' }).catch((error) => {
        if (error instanceof MachineError) skip('this machine has no IPv6');
        throw error;
      });
      if (played.requests.length === 0) {
        fail(
          'wrong-destination',
          `The program did not connect to ${played.url}. The address is what stands between the brackets: ::1.`,
        );
      }
      expectHost(expectRequest(played).reader.fields.all('Host'), `[::1]:${played.port}`);
      expectPage(played, content);
    },
  ),
  check<ClientContext>(
    'percent-encodes what cannot stand in a request, or refuses the URL',
    {
      id: 'encoding',
      tier: 'bonus',
      needs: ['page', 'target'],
      spec: 'RFC 3986, section 2.1; RFC 9110, section 17.4',
      hints: [
        'What would the server make of a request line with a space inside the path?',
        'A target consists of a few ASCII characters. Every other byte of the UTF-8 text is written as % and two hexadecimal digits; what is encoded already stays as it is.',
        'new URL(text).pathname and .search are encoded already. Or encodeURI(), which however encodes a % again.',
      ],
    },
    async (context) => {
      const word = context.random.word();
      const cases: [path: string, targets: string[]][] = [
        [`/${word} menu`, [`/${word}%20menu`]],
        [`/${word}?q=a b`, [`/${word}?q=a%20b`, `/${word}?q=a+b`]],
        [`/café/€`, ['/caf%C3%A9/%E2%82%AC']],
        [`/${word}%20menu%2Fa?b=%26`, [`/${word}%20menu%2Fa?b=%26`]],
      ];
      const encodes = cases.map(([path, targets]) => async (apart: ClientContext) => {
        const played = await exchange(apart, whole(response('ok')), { path });
        if (refused(played) && !path.includes('%')) return;
        const { target, reader, client } = expectRequest(played);
        const raw = reader.forgiven.find((one) => one.kind === 'not-percent-encoded');
        if (raw) failWithProblem(raw, client.received);
        const [expected = ''] = targets;
        if (target.includes('%25')) {
          fail(
            'encoded-twice',
            'What was encoded already was encoded again: the percent sign itself became %25.',
            { expected, actual: target },
          );
        }
        const normal = target.replace(/%[0-9a-f]{2}/g, (digits) => digits.toUpperCase());
        if (!targets.includes(normal)) expectTarget(target, expected);
      });
      await context.sideBySide([...encodes, noInjection]);
    },
  ),
];

/** The program said that it cannot use the URL, and sent nothing. */
const refused = ({ requests, run }: Exchange): boolean => {
  if (requests.length > 0) return false;
  expectError(run, {
    what: 'The URL has a character that cannot stand in a request.',
    accepted: 'bad-url-accepted',
  });
  return true;
};

/** A line end inside the URL must not become a header of its own. */
async function noInjection(context: ClientContext): Promise<void> {
  const played = await exchange(context, whole(response('ok')), {
    path: '/a HTTP/1.1\r\nX-Injected: yes\r\nX:',
  });
  if (refused(played)) return;
  const received = played.requests[0]?.client.received ?? Buffer.alloc(0);
  const at = received.toString('latin1').search(/\nX-Injected/i);
  if (at >= 0) {
    fail(
      'header-injected',
      'There were line ends in the URL, and the program put them into its request as they are: whoever chooses the URL can write headers.',
      { actual: received, at: at + 1 },
    );
  }
  expectRequest(played);
}
