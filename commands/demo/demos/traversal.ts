import type { Demo } from '../demo.ts';

const JOIN = ['folder.ts', 'const file = path.join(webRoot, name);'] as const;
const DECODE = ['folder.ts', 'name = decodeURIComponent(encoded);'] as const;
const CHECK = ['folder.ts', 'if (!isInside(file, webRoot)) throw notFound();'] as const;

const request = (target: string) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;

const server = { lab: 'lab09-http-serve5', file: 'http_serve5.ts', args: ['{port}', '{root}'] } as const;
const files = {
  'web/index.html': '<!doctype html>\n<title>Hello</title>\n<p>Hello, web!\n',
  'passwords.txt': 'ada:lovelace1815\ngrace:hopper1906\n',
};

export const traversal: Demo = {
  name: 'traversal',
  title: 'Out of the web root',
  minutes: 6,
  about: 'Two dots steal a file from a naive server, and nothing from ours.',
  acts: [
    {
      title: 'A server that believes the target',
      server: { ...server, mutant: 'no-check', broken: 'no check' },
      client: { kind: 'script', title: 'an attacker' },
      files,
      http: true,
      steps: [
        {
          say: 'This server joins its web root and the target, and sends what lies there. Beside the web root lies passwords.txt.',
          ask: 'What would you ask for?',
          server: JOIN,
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'connect' },
          say: 'The attacker connects. No browser is used: it would work the dots out itself.',
        },
        {
          action: { do: 'send', text: request('/../passwords.txt') },
          say: 'The target: two dots, one folder up.',
          server: JOIN,
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'path.join works the dots out, and the result lies outside of the web root. Nobody looks.',
          server: JOIN,
          waits: 'the attacker waits for the answer',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: '200 OK, and the passwords.',
          ask: 'Which line is missing in the server, and where?',
          server: JOIN,
          shows: 'ada:lovelace1815',
        },
      ],
    },
    {
      title: 'The solution of lab09',
      server,
      client: { kind: 'script', title: 'an attacker, twice' },
      files,
      http: true,
      steps: [
        {
          say: 'The solution decodes the target first, works the dots out, and then looks where it has come to.',
          server: CHECK,
          waits: 'the server waits for a client',
        },
        { action: { do: 'connect', as: 'A' }, say: 'The attacker connects.', server: CHECK },
        {
          action: { do: 'send', text: request('/../passwords.txt'), as: 'A' },
          say: 'The same request.',
          server: CHECK,
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data', as: 'A' },
          say: 'Worked out, the path is not below the web root.',
          server: CHECK,
          waits: 'the attacker waits for the answer',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data', as: 'A' },
          say: '404: as if there were no such file. It does not even say that there is one.',
          ask: 'The dots can be written in another way. How?',
          server: CHECK,
          shows: 'HTTP/1.1 404 Not Found',
        },
        { action: { do: 'connect', as: 'B' }, say: 'The attacker tries again.', server: CHECK },
        {
          action: { do: 'send', text: request('/%2e%2e/passwords.txt'), as: 'B' },
          say: 'The dots percent-encoded. Who looks for two dots before decoding will not see them.',
          server: DECODE,
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data', as: 'B' },
          say: 'Decoded once, and before anything is decided.',
          server: DECODE,
          waits: 'the attacker waits for the answer',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data', as: 'B' },
          say: '404 again. What counts is where the path leads, not how it is written.',
          server: CHECK,
          shows: 'HTTP/1.1 404 Not Found',
        },
      ],
    },
  ],
};
