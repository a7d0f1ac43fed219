import type { Demo } from '../demo.ts';

const PRINT = "console.log(printable(received.toString('latin1', 0, end)));";
const client = { kind: 'browser' } as const;

export const browser: Demo = {
  name: 'browser',
  title: 'What does a browser say?',
  minutes: 6,
  about: 'A real browser asks serve1 and shows an error; then it asks serve2.',
  acts: [
    {
      title: 'serve1 sends the page, and nothing else',
      server: { lab: 'lab05-http-serve1', file: 'http_serve1.ts', args: ['{port}', '{root}'] },
      client,
      http: true,
      steps: [
        {
          say: 'The first web server, of lab05: it sends the bytes of the page, and not one more.',
          ask: 'Every byte of the page is right. Will a browser show it?',
          server: 'socket.end(page);',
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'browse' },
          say: 'The browser connects.',
          server: 'clients.add(socket);',
          waits: 'the browser waits',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'So much does a browser say before it has got anything.',
          ask: 'Which of these lines does the server need? What do they tell about you?',
          server: 'received = Buffer.concat([received, bytes]);',
          waits: 'the browser waits for the answer',
          shows: 'GET / HTTP/1.1\r\n',
        },
        {
          action: { do: 'read', from: 'server', text: 'GET / HTTP/1.1' },
          say: 'The server prints the request. It answers everything with the same page.',
          server: PRINT,
          waits: 'the browser waits for the answer',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'The answer begins with the page itself. The browser expects HTTP/1.1 and a status there.',
          server: 'socket.end(page);',
          shows: 'Hello, web!',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'fin' },
          say: 'That was all. Look at the browser: an error, and no page.',
          ask: 'What is missing?',
          server: 'socket.end(page);',
        },
        {
          action: { do: 'open' },
          say: 'Now everything passes: reload the page in the browser, if you like, and see how often it asks.',
          server: PRINT,
        },
      ],
    },
    {
      title: 'serve2 says what it sends',
      server: { lab: 'lab06-http-serve2', file: 'http_serve2.ts', args: ['{port}', '{root}'] },
      client,
      http: true,
      steps: [
        {
          say: 'The same page from the server of lab06, which says first what it sends. It has a new address.',
          server: "'HTTP/1.1 200 OK',",
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'browse' },
          say: 'The browser connects.',
          server: 'clients.add(socket);',
          waits: 'the browser waits',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'The same request as before.',
          server: PRINT,
          waits: 'the browser waits for the answer',
          shows: 'GET / HTTP/1.1\r\n',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'A status line, four headers, a blank line, and then the same page. Look at the browser.',
          server: 'socket.end(okResponse(page));',
          shows: 'HTTP/1.1 200 OK\r\n',
        },
        {
          action: { do: 'open' },
          say: 'Everything passes now. Most browsers ask a second time, for /favicon.ico, and get the page for that, too.',
          server: 'socket.end(okResponse(page));',
        },
      ],
    },
  ],
};
