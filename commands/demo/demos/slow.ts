import type { Demo } from '../demo.ts';

const QUEUE = 'if (waiting.push(socket) === 1) serveNext();';
const NEXT = 'const socket = waiting[0];';
const READ = "socket.on('data', (bytes) => socket.write(bytes));";
const ECHO = 'if (!socket.write(bytes)) {';
const server = { lab: 'lab01-echo-server', file: 'echo_server.ts', args: ['{port}'] } as const;
const client = { kind: 'script', title: 'two clients, A and B' } as const;

export const slow: Demo = {
  name: 'slow',
  title: 'One slow client',
  minutes: 6,
  about: 'A silent client keeps all others waiting, if the server lets it.',
  acts: [
    {
      title: 'A server that takes one after the other',
      server: { ...server, mutant: 'one-at-a-time', broken: 'one at a time' },
      client,
      steps: [
        {
          say: 'This echo server turns to the next client when the one before has gone, as programs with blocking calls do.',
          server: NEXT,
          waits: 'the server waits for a client',
        },
        { action: { do: 'connect', as: 'A' }, say: 'Client A connects.', server: NEXT },
        {
          action: { do: 'pass', from: 'client', kind: 'connect', as: 'A' },
          say: 'It is served at once. It says nothing: its user has gone for a coffee.',
          server: READ,
          waits: 'the server waits for A',
        },
        {
          action: { do: 'connect', as: 'B' },
          say: 'Client B connects.',
          server: READ,
          waits: 'the server waits for A',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'connect', as: 'B' },
          say: 'B is connected: the system has seen to that. The server has put it into its queue.',
          ask: 'Does B notice anything?',
          server: QUEUE,
          waits: 'the server waits for A',
        },
        {
          action: { do: 'send', text: 'hello\n', as: 'B' },
          say: 'B sends a line.',
          server: QUEUE,
          waits: 'the server waits for A, B for the server',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data', as: 'B' },
          say: 'The line has come to the machine of the server, and lies there.',
          ask: 'How long will B wait?',
          server: QUEUE,
          waits: 'the server waits for A, B for the server',
        },
        {
          action: { do: 'look', from: 'server', as: 'B' },
          say: 'Nothing comes. As long as A likes, and A need not even be wicked: a slow line is enough.',
          server: READ,
          waits: 'the server waits for A, B for the server',
        },
        { action: { do: 'end', as: 'A' }, say: 'A comes back from its coffee and leaves.', server: READ },
        {
          action: { do: 'pass', from: 'client', kind: 'fin', as: 'A' },
          say: 'The server is rid of A, and turns to the next in its queue.',
          server: 'waiting.splice(waiting.indexOf(socket), 1);',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data', as: 'B' },
          say: 'Only now does B get its echo.',
          ask: 'How many clients would it take to stop this server for a day?',
          server: READ,
          shows: 'hello\n',
        },
      ],
    },
    {
      title: 'The solution: an event for each',
      server,
      client,
      steps: [
        {
          say: 'The solution of lab01: every client has events of its own, and nobody waits for anybody.',
          server: ECHO,
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'connect', as: 'A' },
          say: 'A connects',
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'client', kind: 'connect', as: 'A' },
          say: 'and says nothing.',
          server: 'clients.add(socket);',
          waits: 'the server waits for anybody',
        },
        { action: { do: 'connect', as: 'B' }, say: 'B connects', server: 'clients.add(socket);' },
        {
          action: { do: 'send', text: 'hello\n', as: 'B' },
          say: 'and sends a line.',
          server: 'clients.add(socket);',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data', as: 'B' },
          say: 'The server has it, and has answered already.',
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data', as: 'B' },
          say: 'B has its echo, and A still sits there.',
          ask: 'One thread, and it serves both. What must no event handler ever do?',
          server: ECHO,
          shows: 'hello\n',
        },
      ],
    },
  ],
};
