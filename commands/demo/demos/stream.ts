import type { Demo } from '../demo.ts';

const ECHO = 'if (!socket.write(bytes)) {';

export const stream: Demo = {
  name: 'stream',
  title: 'A stream is not messages',
  minutes: 6,
  about: 'Two sends, one receive; one send, two receives: TCP carries bytes.',
  acts: [
    {
      title: 'What one data event brings',
      server: { lab: 'lab01-echo-server', file: 'echo_server.ts', args: ['{port}'] },
      client: { kind: 'script', title: 'typed by hand' },
      steps: [
        {
          say: 'The echo server of lab01. It sends back what each data event brings, in one piece: so we see what it received.',
          server: ECHO,
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'connect' },
          say: 'A client connects.',
          waits: 'both wait',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'connect' },
          say: 'The connection is there.',
          server: 'clients.add(socket);',
          waits: 'both wait',
        },
        {
          action: { do: 'send', text: 'one' },
          say: 'The client sends three bytes. They are on their way.',
          server: 'clients.add(socket);',
        },
        {
          action: { do: 'send', text: 'TWO' },
          say: 'It sends three more, with a second write.',
          ask: 'How often will the data event of the server happen, and with what?',
          server: 'clients.add(socket);',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data', together: 2 },
          say: 'The network brings both at once. It may: to TCP they are six bytes in their order, and nothing more.',
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'One data event, one reply of six bytes. That there were two messages, nobody can tell any more.',
          server: ECHO,
          shows: 'oneTWO',
        },
        {
          action: { do: 'send', text: 'three' },
          say: 'Now one write of five bytes.',
          ask: 'Can the server be sure to get them in one piece?',
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data', bytes: 2 },
          say: 'The network brings the first two. The other three are still on their way, and the server cannot know.',
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'It has answered what it has: two bytes.',
          server: ECHO,
          shows: 'th',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'Here is the rest: a second data event.',
          server: ECHO,
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'One send, two receives. Where a message ends, the program must say itself.',
          ask: 'How could it? Name three ways.',
          server: ECHO,
          shows: 'ree',
        },
        {
          say: 'A mark at its end, such as a line end; its length in front of it; or the end of the stream. Every protocol of this course has one of them.',
          server: ECHO,
        },
      ],
    },
  ],
};
