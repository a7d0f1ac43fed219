import type { Demo, Step } from '../demo.ts';

const client = {
  kind: 'program',
  program: { lab: 'lab02-echo-client', file: 'echo_client.ts', args: ['127.0.0.1', '{port}', 'Montréal'] },
} as const;
const server = { lab: 'lab01-echo-server', file: 'echo_server.ts', args: ['{port}'] } as const;

const SEND = 'else socket.end(message);';
const PIECES = "socket.on('data', (bytes) => pieces.push(bytes));";
const TEXT = "console.log(reply.toString('utf8'));";
const THROUGH_TEXT = "if (!socket.write(bytes.toString('latin1'))) {";
const ECHO = 'if (!socket.write(bytes)) {';

const ends = (last: Step): Step[] => [
  {
    action: { do: 'pass', from: 'client', kind: 'fin' },
    say: 'The client has ended its side, and the server ends its own.',
    client: PIECES,
    server: "socket.on('end', () => socket.end());",
  },
  {
    action: { do: 'pass', from: 'server', kind: 'fin' },
    say: 'The reply is complete.',
    client: "socket.on('end', () => {",
  },
  last,
];

export const montreal: Demo = {
  name: 'montreal',
  title: 'Strings and bytes',
  minutes: 7,
  about: '8 letters, 9 bytes: a server that makes text of them breaks them.',
  acts: [
    {
      title: 'A server that makes a string of what it gets',
      server: { ...server, mutant: 'latin1', broken: 'through text' },
      client,
      steps: [
        {
          say: 'This echo server makes a string of what it gets, and sends the string back.',
          ask: 'Montréal has 8 letters. How many bytes will the client send?',
          server: THROUGH_TEXT,
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'start' },
          say: 'The client connects and sends its message.',
          client: SEND,
          server: THROUGH_TEXT,
          waits: 'both wait',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'Nine bytes: in UTF-8 the é is two of them, c3 and a9. The server makes one character of each byte.',
          ask: 'What will come back?',
          client: SEND,
          server: THROUGH_TEXT,
          shows: 'Montréal',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'Eleven bytes: c3 has become Ã, and a9 has become ©, and each of them is two bytes in UTF-8.',
          client: PIECES,
          server: THROUGH_TEXT,
          shows: 'MontrÃ©al',
        },
        ...ends({
          action: { do: 'read', from: 'client', text: 'received 11 bytes' },
          say: 'Sent 9 bytes, received 11. With plain English nobody would ever have noticed.',
          ask: 'Where have you seen this on a web page?',
          client: TEXT,
          server: THROUGH_TEXT,
        }),
      ],
    },
    {
      title: 'The solution, and a network that cuts the é in two',
      server,
      client,
      steps: [
        {
          say: 'Now the solution of lab01: bytes in, bytes out. And the network cuts in the worst place.',
          server: ECHO,
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'start' },
          say: 'The same client, the same nine bytes.',
          client: SEND,
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data', bytes: 6 },
          say: 'Six bytes come: the last one, c3, is only the first half of the é.',
          ask: 'What would toString() make of half a letter?',
          client: SEND,
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'The server does not mind: it sends the six bytes back. The client keeps them as bytes, too.',
          client: PIECES,
          server: ECHO,
          shows: 'Montr',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'The other half of the é, and the rest.',
          client: PIECES,
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'All nine bytes are back at the client.',
          client: PIECES,
          server: ECHO,
          shows: 'al',
        },
        ...ends({
          action: { do: 'read', from: 'client', text: 'Montréal' },
          say: 'The client makes text of them only now, of all pieces together: Montréal.',
          client: TEXT,
          server: ECHO,
        }),
      ],
    },
  ],
};
