import {
  end,
  meanwhile,
  readTo,
  readToEnd,
  type Script,
  send,
  type TerminalPlan,
  type WirePlan,
  wait,
} from './plan.ts';

const WEB = 'labs/web';
const ECHO = { file: 'solutions/lab01-echo-server/echo_server.ts', args: ['{port}'] };
const TIME = { file: 'solutions/lab03-time-server/time_server.ts', args: ['{port}'] };
const SERVE2 = { file: 'solutions/lab06-http-serve2/http_serve2.ts', args: ['{port}', WEB] };
const SERVE1 = { file: 'solutions/lab05-http-serve1/http_serve1.ts', args: ['{port}', WEB] };
const SERVE3 = { file: 'solutions/lab07-http-serve3/http_serve3.ts', args: ['{port}', WEB] };
const SERVE4 = { file: 'solutions/lab08-http-serve4/http_serve4.ts', args: ['{port}', WEB] };
const DYNAMIC = { file: 'solutions/lab10-dynamic-server/dynamic_server.ts', args: ['{port}', WEB] };
const SERVE5 = { file: 'solutions/lab09-http-serve5/http_serve5.ts', args: ['{port}', WEB] };

const echoClient = (message: string) => ({
  file: 'solutions/lab02-echo-client/echo_client.ts',
  args: ['127.0.0.1', '{port}', message],
});
const httpClient = (path: string) => ({
  file: 'solutions/lab04-http-client/http_client.ts',
  args: [`http://127.0.0.1:{port}${path}`],
});

/** Sends this and reads until the server ends its side. */
const ask = (request: string): Script => [send(request), readToEnd, end];
const HELLO_THERE = 'GET /hello HTTP/1.1\r\nHost: a\r\n\r\n';
const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;

/** A client that stops in the middle of its request while another one asks. */
const slowAndQuick: readonly Script[] = [
  [send('GET /slow HTTP/1.1\r\nHo'), meanwhile, wait(1000), send('st: a\r\n\r\n'), readToEnd, end],
  [send('GET /quick HTTP/1.1\r\nHost: b\r\n\r\n'), readToEnd, end],
];

/** A request for /text/hello.txt, whose content ends with this. */
const HELLO = 'Host: 127.0.0.1\r\n';
const HELLO_ENDS = 'text/plain.\n';

/** The conversations on the slides; the name says on which deck. */
export const WIRES: readonly WirePlan[] = [
  {
    name: 'echo-montreal',
    title: 'The echo client and the echo server',
    server: ECHO,
    client: echoClient('Montréal'),
  },
  { name: 'time-line', title: 'The connection is the question', server: TIME, client: [readToEnd, end] },
  {
    name: 'http-page',
    title: 'A request and a response',
    server: SERVE2,
    client: httpClient('/tiny_html.html'),
  },
  { name: 'http-missing', title: 'A page that is not there', server: SERVE5, client: httpClient('/nothing') },
  {
    name: 'http-fold',
    title: 'A header over two lines',
    server: SERVE5,
    client: [send(`GET /text/hello.txt HTTP/1.1\r\n${HELLO}X-Note: one\r\n two\r\n\r\n`), readToEnd, end],
  },
  {
    name: 'http-two',
    title: 'Two requests on one connection',
    server: SERVE5,
    client: [
      send(`GET /text/hello.txt HTTP/1.1\r\n${HELLO}\r\n`),
      readTo(HELLO_ENDS),
      send(`HEAD /text/hello.txt HTTP/1.1\r\n${HELLO}Connection: close\r\n\r\n`),
      readToEnd,
      end,
    ],
  },
  {
    name: 'c-serve1-page',
    title: 'http_serve1: the page, and nothing else',
    server: SERVE1,
    client: ask(HELLO_THERE),
  },
  {
    name: 'c-serve2-characters',
    title: 'A broken server counts characters',
    server: { ...SERVE2, mutant: 'length-in-characters' },
    client: ask(HELLO_THERE),
  },
  {
    name: 'c-serve2-page',
    title: 'http_serve2: a proper response',
    server: SERVE2,
    client: ask(HELLO_THERE),
  },
  {
    name: 'c-serve3-no',
    title: 'http_serve3 says no three times',
    server: SERVE3,
    client: [
      ask('hello\r\n\r\n'),
      ask('DELETE / HTTP/1.1\r\nHost: a\r\n\r\n'),
      ask('GET / HTTP/2.0\r\nHost: a\r\n\r\n'),
    ],
  },
  {
    name: 'c-serve4-leak',
    title: 'A file server without the check',
    server: { ...SERVE5, mutant: 'no-check' },
    client: ask(get('/../../LICENSE')),
    keep: 600,
  },
  {
    name: 'c-serve4-outside',
    title: 'http_serve4: nothing outside',
    server: SERVE4,
    client: [
      ask('GET /../../LICENSE HTTP/1.1\r\nHost: a\r\n\r\n'),
      ask('GET /%2e%2e/%2e%2e/LICENSE HTTP/1.1\r\nHost: a\r\n\r\n'),
    ],
  },
  {
    name: 'c-serve5-picture',
    title: 'http_serve5: 116 bytes of a picture',
    server: SERVE5,
    client: ask(get('/pictures/stripes.gif')),
  },
  { name: 'd-cgi-hello', title: 'A script answers', server: DYNAMIC, client: ask(get('/cgi-bin/hello.sh')) },
  {
    name: 'd-cgi-post',
    title: 'The content of a form, in pieces',
    server: DYNAMIC,
    client: [
      send(
        'POST /cgi-bin/echo_body.mjs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\n',
      ),
      wait(200),
      send('name=Ada'),
      wait(200),
      send('&n=123'),
      readToEnd,
      end,
    ],
  },
  {
    name: 'd-httpoxy',
    title: 'A broken server passes on the header Proxy',
    server: { ...DYNAMIC, mutant: 'httpoxy' },
    client: ask(
      'GET /cgi-bin/environment.mjs HTTP/1.1\r\nHost: a\r\nProxy: http://evil.example\r\nConnection: close\r\n\r\n',
    ),
  },
  {
    name: 'f-one-at-a-time',
    title: 'One at a time: the second client waits',
    server: { ...SERVE1, mutant: 'one-at-a-time' },
    client: slowAndQuick,
  },
  { name: 'f-side-by-side', title: 'http_serve1: nobody waits', server: SERVE1, client: slowAndQuick },
];

const SHELL = ['sh', '-c'];

export const TERMINALS: readonly TerminalPlan[] = [
  {
    name: 'count-bytes',
    commands: ["'Montréal'.length", "Buffer.byteLength('Montréal')", "Buffer.from('Montréal')"].map(
      (code) => ({
        shown: `node -p "${code}"`,
        run: ['node', '-p', code],
      }),
    ),
  },
  {
    name: 'talk-echo',
    server: ECHO,
    shownPort: 50000,
    commands: [
      {
        shown: 'echo hello | npm run -s talk 127.0.0.1 50000',
        run: ['node', 'commands/course.mjs', 'talk', '127.0.0.1', '{port}'],
        input: 'hello\n',
      },
    ],
  },
  {
    name: 'http-by-hand',
    server: SERVE5,
    commands: [
      {
        shown:
          "printf 'GET /welcome HTTP/1.0\\nHost: 127.0.0.1:8080\\n\\n' | npm run -s talk 127.0.0.1 8080 -- --crlf",
        run: ['node', 'commands/course.mjs', 'talk', '127.0.0.1', '{port}', '--crlf'],
        input: 'GET /welcome HTTP/1.0\nHost: 127.0.0.1:8080\n\n',
      },
    ],
  },
  {
    name: 'curl-look',
    server: SERVE5,
    commands: [
      {
        shown: 'curl -sI http://127.0.0.1:8080/text/hello.txt',
        run: ['curl', '-sI', 'http://127.0.0.1:{port}/text/hello.txt'],
      },
      {
        shown: 'curl -s http://127.0.0.1:8080/nothing; echo "exit code $?"',
        run: [...SHELL, 'curl -s http://127.0.0.1:{port}/nothing; echo "exit code $?"'],
      },
    ],
  },
  {
    name: 'c-curl-serve1',
    server: SERVE1,
    commands: [
      {
        shown: 'curl -sS http://127.0.0.1:8080/hello; echo "exit code $?"',
        run: [...SHELL, 'curl -sS http://127.0.0.1:{port}/hello; echo "exit code $?"'],
      },
      {
        shown: 'curl -sS --http0.9 http://127.0.0.1:8080/hello',
        run: ['curl', '-sS', '--http0.9', 'http://127.0.0.1:{port}/hello'],
      },
    ],
  },
  {
    name: 'd-shell',
    server: { ...DYNAMIC, mutant: 'query-through-a-shell' },
    commands: [
      {
        shown: "curl -s 'http://127.0.0.1:8080/cgi-bin/hello.sh?;uname'",
        run: ['curl', '-s', 'http://127.0.0.1:{port}/cgi-bin/hello.sh?;uname'],
      },
    ],
  },
];
