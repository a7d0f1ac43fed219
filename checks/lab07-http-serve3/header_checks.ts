import type { ServerContext } from '../engine/context/server.ts';
import { ask, get, statusOf } from '../engine/http/ask.ts';
import { expectStatus } from '../engine/http/expect.ts';
import { check } from '../engine/lab.ts';
import {
  diagnosisOf,
  expectPage,
  expectTurnedDown,
  getPage,
  headWithHeader,
  PAGE_TARGET,
} from './exchange.ts';

/** Header lines that are right, and in words what is special about them. */
function goodHeaders(word: string): (readonly [line: string, what: string])[] {
  const many = Array.from({ length: 80 }, (_, i) => `X-Many-${i}: ${word} ${i}`);
  return [
    [`x-SmAlL-and-LARGE: ${word}`, 'a name in small and large letters'],
    [`X-Unknown: ${word}`, 'a name that nobody knows'],
    [`X-No-Space:${word}`, 'no space behind the colon'],
    [`X-Spaces: \t  ${word} \t `, 'spaces and tabs around the value'],
    ['X-Empty:', 'an empty value'],
    [`Referer: http://127.0.0.1:8080/${word}?time=12:30:00`, 'colons in the value'],
    [`X-Not-Ascii: caf\xe9 ${word}`, 'a value that is not ASCII'],
    [`Accept: text/html\r\nAccept: text/plain`, 'the same name twice'],
    [`constructor: ${word}\r\n__proto__: ${word}`, 'the names constructor and __proto__'],
    [`!#$%&'*+-.^_|~0: ${word}`, 'a name made of signs, all of which are allowed'],
    [many.join('\r\n'), '80 header lines'],
  ];
}

export const goodHeaderLines = check<ServerContext>(
  'understands headers in every form that is allowed',
  {
    id: 'headers',
    needs: ['page', 'next-client'],
    spec: 'RFC 9110, sections 5.1 and 5.5; RFC 9112, section 5',
    hints: [
      'Where in "Referer: http://127.0.0.1:8080/" does the name end?',
      'The first colon ends the name. Spaces and tabs around the value do not belong to it. Names are compared in small letters.',
      "const colon = line.indexOf(':'); const name = line.slice(0, colon).toLowerCase(); const value = line.slice(colon + 1).trim();",
    ],
  },
  async (context) => {
    const { port } = context;
    for (const [line, what] of goodHeaders(context.random.word())) {
      const why = `What was special about this request: ${what}. That is allowed.`;
      const answer = await ask(context, headWithHeader(line, port));
      expectPage(context, answer, why);
      await answer.peer.leave();
    }
    for (const [name, what] of [
      ['hOsT:', 'the name Host in small and large letters'],
      ['host: ', 'the name host in small letters'],
    ]) {
      const headers = [['Connection', 'close']] as const;
      const head = `GET ${PAGE_TARGET} HTTP/1.1\r\n${name}127.0.0.1:${port}\r\n${headers[0].join(': ')}\r\n\r\n`;
      const answer = await ask(context, Buffer.from(head));
      const why = `What was special about this request: ${what}. The case of letters does not matter in the name of a header.`;
      expectPage(context, answer, why);
      await answer.peer.leave();
    }
  },
);

export const spaceBeforeColon = check<ServerContext>(
  'turns down a header with a space before its colon',
  {
    id: 'space-before-colon',
    needs: ['headers'],
    rude: true,
    spec: 'RFC 9112, section 5.1: "No whitespace is allowed between the field name and colon"',
    hints: [
      'What is the name of the header in "Host : 127.0.0.1"?',
      'It would be "Host " with a space, which is no name. Two programs that disagree about it can be played off against each other.',
      "if (/[ \\t]$/.test(name)) 400. Or allow only what a name is made of: /^[\\w!#$%&'*+.^`|~-]+$/",
    ],
  },
  async (context) => {
    const word = context.random.word();
    for (const [name, space] of [
      ['X-Space ', 'a space'],
      ['X-Tab\t', 'a tab'],
    ] as const) {
      const bytes = headWithHeader(`${name}: ${word}`, context.port);
      const shown = `${name}: ${word}`.replace('\t', '\\t');
      const why = `Its line "${shown}" has ${space} before the colon, where nothing may stand. RFC 9112 asks for 400 here.`;
      await expectTurnedDown(context, { bytes, what: `a header with ${space} before its colon`, why });
    }
    const answer = await ask(context, headWithHeader(`X-Space: ${word}`, context.port));
    expectPage(context, answer, 'Here the space is behind the colon, where it may be.');
    await answer.peer.leave();
  },
);

export const hostRequired = check<ServerContext>(
  'answers HTTP/1.1 without Host, or with two of them, with 400',
  {
    id: 'host-required',
    tier: 'bonus',
    needs: ['versions', 'headers'],
    spec: 'RFC 9112, section 3.2',
    hints: [
      'One computer can be many web sites. Which one does a request without Host mean?',
      'HTTP/1.1 requires exactly one Host header, and 400 for none or two. In HTTP/1.0 it did not exist.',
      "Keep the headers in a Map, names in small letters: if (version === 'HTTP/1.1' && !headers.has('host')) 400",
    ],
  },
  async (context) => {
    const none = await get(context, PAGE_TARGET, { host: null });
    expectStatus(
      none,
      400,
      'It is HTTP/1.1, and there was no Host header.',
      diagnosisOf(statusOf(none), 'host-not-required'),
    );
    const two = await ask(context, headWithHeader(`Host: ${context.random.word()}.example`, context.port));
    const why =
      'There were two Host headers that did not agree. A server that believes one and a proxy that believes the other can be tricked.';
    expectStatus(two, 400, why, diagnosisOf(statusOf(two), 'host-not-required'));
    await two.peer.leave();
    await getPage(context);
    await getPage(context, { version: 'HTTP/1.0', host: null }, 'HTTP/1.0 needs no Host header.');
  },
);

export const strictGrammar = check<ServerContext>(
  'turns down targets and headers that have a wrong character in them',
  {
    id: 'strict-grammar',
    tier: 'bonus',
    needs: ['wrong-request-line', 'headers'],
    rude: true,
    spec: 'RFC 9112, sections 2.2, 3.2 and 5; RFC 9110, section 5.6.2',
    hints: [
      'Which characters may stand in the name of a header, and which in a target?',
      'Say what is allowed, not what is forbidden: you will always forget one of those.',
      "A target: /^\\/[!-~]*$/. A name: /^[\\w!#$%&'*+.^`|~-]+$/. Anything else gets 400.",
    ],
  },
  async (context) => {
    const { port } = context;
    const line = (target: string) =>
      Buffer.from(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`, 'latin1');
    const wrong: readonly (readonly [bytes: Buffer, what: string, why: string])[] = [
      [line('tiny_html.html'), 'a target without a slash', 'A target begins with a slash.'],
      [line('/a\0b'), 'a target with NUL in it', 'The target had a control character in it.'],
      [
        line('/a\x1b[31mb'),
        'a target with ESC in it',
        'The target had a control character in it: printed to a terminal it would change its colour.',
      ],
      [headWithHeader('no colon here', port), 'a header without a colon', 'One header line had no colon.'],
      [
        headWithHeader(': no name', port),
        'a header without a name',
        'One header line had nothing before its colon.',
      ],
      [
        headWithHeader('two words: x', port),
        'a header with a space in its name',
        'The name of one header had a space in it.',
      ],
    ];
    for (const [bytes, what, why] of wrong) await expectTurnedDown(context, { bytes, what, why });
  },
);

export const absoluteForm = check<ServerContext>(
  'understands a target that is a whole URL (absolute-form)',
  {
    id: 'absolute-form',
    tier: 'bonus',
    needs: ['page', 'next-client'],
    spec: 'RFC 9112, section 3.2.2',
    hints: [
      'What does a browser write into the request line when it talks to a proxy?',
      'The whole URL, so that the proxy knows where to go. Every server has to understand that: the path and the query in it are the target.',
      "target.replace(/^https?:\\/\\/[^/?]+/i, ''), before you look for the slash.",
    ],
  },
  async (context) => {
    const host = `127.0.0.1:${context.port}`;
    const word = context.random.word();
    const whole =
      'A client that takes this server for a proxy sends the whole URL. RFC 9112: a server MUST accept that.';
    const capitals = 'Small letters are understood, but schemes have no case (RFC 3986, section 3.1).';
    const targets: readonly (readonly [target: string, why: string])[] = [
      [`http://${host}${PAGE_TARGET}`, whole],
      [`http://${host}${PAGE_TARGET}?q=${word}`, whole],
      [`HTTP://${host}${PAGE_TARGET}`, capitals],
    ];
    for (const [target, why] of targets) {
      const answer = await get(context, target);
      const taken = (statusOf(answer) ?? 0) < 400 ? undefined : 'refuses-absolute-form';
      expectStatus(answer, 200, why, taken);
      expectPage(context, answer, why);
    }
  },
);
