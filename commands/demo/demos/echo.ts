import type { Demo } from '../demo.ts';

export const echo: Demo = {
  name: 'echo',
  title: 'Who waits for whom?',
  minutes: 6,
  about: 'An echo client and its server, one event at a time: who waits?',
  acts: [
    {
      title: 'One message there and back',
      server: { lab: 'lab01-echo-server', file: 'echo_server.ts', args: ['{port}'] },
      client: {
        kind: 'program',
        program: {
          lab: 'lab02-echo-client',
          file: 'echo_client.ts',
          args: ['127.0.0.1', '{port}', 'Hello'],
        },
      },
      steps: [
        {
          say: 'The server runs and listens. No client is there yet.',
          ask: 'Which of the two must be started first? What if it is the other way round?',
          server: 'server.listen(port, host',
          waits: 'the server waits for a client',
        },
        {
          action: { do: 'start' },
          say: 'The client runs. It connects, sends its message and ends its side, without a pause. All of it is still on its way: the server knows nothing.',
          client: 'const socket = net.connect(port, host);',
          server: 'server.listen(port, host',
          waits: 'both wait',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'connect' },
          say: 'The connection has come: the server has a new socket, and its function is called.',
          ask: 'What does the server send now?',
          client: 'else socket.end(message);',
          server: 'clients.add(socket);',
          waits: 'the server waits for data, the client for the reply',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'data' },
          say: 'The message has come: a data event, and the server writes the same bytes back. They are on their way.',
          client: 'else socket.end(message);',
          server: 'if (!socket.write(bytes)) {',
          waits: 'the client waits for the reply',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'The client has its reply, all 5 bytes of it. It keeps them, and prints nothing.',
          ask: 'Why does it print nothing? What does it wait for?',
          client: "socket.on('data', (bytes) => pieces.push(bytes));",
          server: 'if (!socket.write(bytes)) {',
          waits: 'the client waits for the end, the server for more',
          shows: 'Hello',
        },
        {
          action: { do: 'pass', from: 'client', kind: 'fin' },
          say: 'The client ended its side long ago. Now the server learns of it, and ends its own side.',
          client: "socket.on('data', (bytes) => pieces.push(bytes));",
          server: "socket.on('end', () => socket.end());",
          waits: 'the client waits for the end',
        },
        {
          action: { do: 'pass', from: 'server', kind: 'fin' },
          say: 'The end of the server has come. Only now does the client know that the reply is complete.',
          client: "socket.on('end', () => {",
          server: "socket.on('close', () => clients.delete(socket));",
        },
        {
          action: { do: 'read', from: 'client', text: 'received 5 bytes' },
          say: 'The client has printed the reply and has ended. The server goes on: it waits for the next one.',
          ask: 'And if the server had never ended its side?',
          client: "console.log(reply.toString('utf8'));",
          server: 'server.listen(port, host',
          waits: 'the server waits for a client',
        },
      ],
    },
  ],
};
