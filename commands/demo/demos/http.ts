import type { Demo } from '../demo.ts';

const COLLECT = 'received = Buffer.concat([received, bytes]);';
const FIND = "const end = received.indexOf('\\r\\n\\r\\n');";
const ANSWER = 'socket.end(okResponse(page));';

export const http: Demo = {
  name: 'http',
  title: 'HTTP by hand',
  minutes: 6,
  about: 'A request typed line by line: what does the server wait for?',
  acts: [
    {
      title: 'A request, line by line',
      server: {
        lab: 'lab06-http-serve2',
        file: 'http_serve2.ts',
        args: ['{port}', '{root}'],
        // It gives a silent client up after half a minute. A room that thinks takes longer.
        edits: [['30_000', '3_600_000']],
      },
      client: { kind: 'script', title: 'typed by hand' },
      http: true,
      steps: [
        {
          say: 'The web server of lab06. We are the browser, and type.',
          ask: 'What is the shortest request that it will answer?',
          server: 'server.listen(port, host',
          waits: 'the server waits for a client',
        },
        { action: { do: 'connect' }, say: 'We connect.', waits: 'both wait' },
        {
          action: { do: 'pass', from: 'client', kind: 'connect' },
          say: 'The connection is there. Unlike the time server, this one says nothing: the client asks first.',
          server: 'clients.add(socket);',
          waits: 'the server waits for a request',
        },
        {
          action: { do: 'send', text: 'GET / HTTP/1.1\r\n' },
          say: 'The request line: a method, a target, a version.',
          server: 'clients.add(socket);',
          waits: 'the server waits for a request',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'The server has it, and keeps it.',
          ask: 'It knows now what we want. Why does it not answer?',
          server: FIND,
          waits: 'the server waits for the blank line',
        },
        {
          action: { do: 'send', text: 'Host: localhost\r\n' },
          say: 'A header. HTTP/1.1 asks for this one.',
          server: COLLECT,
          waits: 'the server waits for the blank line',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'Still nothing. More headers may come: the server cannot know that this was the last one.',
          server: FIND,
          waits: 'the server waits for the blank line',
        },
        {
          action: { do: 'look', from: 'server' },
          say: 'The server of lab06 gives us up after half a minute of silence. This one was given an hour, so that we can think.',
          server: 'socket.setTimeout(3_600_000, () => socket.destroy());',
          waits: 'the server waits for the blank line',
        },
        {
          action: { do: 'send', text: '\r\n' },
          say: 'A blank line: two bytes, CR and LF.',
          server: FIND,
          waits: 'the server waits for the blank line',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'That was it. The answer is on its way, all of it at once.',
          server: ANSWER,
          waits: 'the client waits for the answer',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'The status line, the headers, a blank line, the page. Content-Length says where the page ends.',
          ask: 'Which of these lines could be left out?',
          server: '{body.length}`, // of a Buffer',
          shows: 'HTTP/1.1 200 OK\r\n',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'fin' },
          say: 'And the server ends its side: it had announced it, with Connection: close.',
          server: "'Connection: close',",
        },
      ],
    },
  ],
};
