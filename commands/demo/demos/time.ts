import type { Demo } from '../demo.ts';

const SAY = 'socket.end(binary ? binaryTime(now) : textTime(now));';
const server = { lab: 'lab03-time-server', file: 'time_server.ts' };
const client = { kind: 'script', title: 'typed by hand' } as const;

export const time: Demo = {
  name: 'time',
  title: 'The server speaks first',
  minutes: 4,
  about: 'A time server answers without a question, as text and as four bytes.',
  acts: [
    {
      title: 'The time as a line of text',
      server: { ...server, args: ['{port}'] },
      client,
      steps: [
        {
          say: 'The time server of lab03.',
          ask: 'What does a client have to send to get the time?',
          server: 'server.listen(port, host',
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'connect' },
          say: 'A client connects, and sends nothing.',
          server: 'server.listen(port, host',
          waits: 'both wait',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'connect' },
          say: 'The connection was enough: the server says the time and ends its side. It does not wait for a question.',
          server: SAY,
          waits: 'the client waits',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'One line of text, with CR and LF at its end.',
          ask: 'How does the client know that this is all?',
          server: SAY,
          shows: 'Z\r\n',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'fin' },
          say: 'The server has ended its side: nothing more will come. The end of the stream is the end of the message.',
          server: 'socket.resume();',
          waits: 'the server waits for the end of the client',
        },
        {
          action: { do: 'end' },
          say: 'The client ends its side as well.',
          server: 'socket.resume();',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'fin' },
          say: 'Both sides have ended: the connection is closed.',
          server: "socket.on('close', () => clients.delete(socket));",
          waits: 'the server waits for a client',
        },
      ],
    },
    {
      title: 'The time as a number of four bytes',
      server: { ...server, args: ['{port}', '--binary'] },
      client,
      steps: [
        {
          say: 'The same server with --binary: the seconds since 1900, as one number.',
          ask: 'In which order do the four bytes come?',
          server: 'bytes.writeUInt32BE(seconds % 2 ** 32);',
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'connect' },
          say: 'A client connects.',
          server: 'bytes.writeUInt32BE(seconds % 2 ** 32);',
          waits: 'both wait',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'connect' },
          say: 'Again the server answers at once.',
          server: SAY,
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'Four bytes, the highest first. No text, no line end: both sides have to know what they mean.',
          ask: 'The highest byte is above 7f. What would a signed number make of it? And what happens in 2036?',
          server: 'bytes.writeUInt32BE(seconds % 2 ** 32);',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'fin' },
          say: 'And the end.',
          server: SAY,
        },
      ],
    },
  ],
};
