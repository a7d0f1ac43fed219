import type { Demo, Step } from '../demo.ts';

const client = {
  kind: 'program',
  program: { lab: 'lab04-http-client', file: 'http_client.ts', args: ['{url}'] },
} as const;
const server = { lab: 'lab06-http-serve2', file: 'http_serve2.ts', args: ['{port}', '{root}'] } as const;

const ASK = "socket.on('connect', () => socket.write(requestFor(url)));";
const ENOUGH = 'if (rest.length >= length) return rest.subarray(0, length);';
const CUT = 'if (ended) throw new Error(`the body is cut short:';
const ANSWER = 'socket.end(okResponse(page));';

const RIGHT = '{body.length}`,';
const TOO_SMALL = '{body.length - 1}`,';
const CHARACTERS = '{body.toString().length}`,';
const TOO_LARGE = '{body.length + 1}`,';

const begins = (lengthLine: string, first: Pick<Step, 'say' | 'ask'>): Step[] => [
  { ...first, server: lengthLine, waits: 'the server waits for a client' },
  {
    action: { do: 'start' },
    say: 'The HTTP client of lab04 connects and asks.',
    client: ASK,
    server: lengthLine,
    waits: 'both wait',
  },
  {
    action: { do: 'pass', from: 'client', kind: 'data' },
    say: 'The request has come, and the answer is on its way.',
    client: ASK,
    server: ANSWER,
    waits: 'the client waits for the answer',
  },
];

export const length: Demo = {
  name: 'length',
  title: 'Content-Length, wrong by one',
  minutes: 8,
  about: 'One byte too few, one too many, and a length in characters.',
  acts: [
    {
      title: 'One byte too few',
      server: { ...server, mutant: 'line-end-not-counted', broken: 'length - 1' },
      client,
      http: true,
      steps: [
        ...begins(TOO_SMALL, {
          say: 'This server announces one byte less than it sends.',
          ask: 'What will the client do with the last byte?',
        }),
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'The client takes as many bytes as were announced, and is content. It does not even wait for the end.',
          client: ENOUGH,
          server: ANSWER,
          shows: '</html>\n',
          see: ['Content-Length', '</html>'],
        },
        {
          action: { do: 'read', from: 'client', text: '</html>' },
          say: 'It has printed the page without its last byte, the line end. Nobody complains: that is the bad thing.',
          ask: 'And if a second answer followed on the same connection?',
          client: 'process.stdout.write(body);',
          server: TOO_SMALL,
        },
      ],
    },
    {
      title: 'One byte too many',
      server: { ...server, edits: [[RIGHT, TOO_LARGE]], broken: 'length + 1' },
      client,
      http: true,
      steps: [
        ...begins(TOO_LARGE, {
          say: 'And this one announces one byte more than it has.',
          ask: 'What will the client do now?',
        }),
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'All of the page is there. The client prints nothing: one byte is missing, so it waits.',
          ask: 'For how long? Who could end this?',
          client: ENOUGH,
          server: ANSWER,
          waits: 'the client waits for one byte',
          shows: '</html>\n',
          see: ['Content-Length', '</html>'],
        },
        {
          action: { do: 'pass', from: 'server', kind: 'fin' },
          say: 'The end of the server comes instead of the byte. Had it kept the connection open, both would sit there for ever.',
          client: CUT,
          server: "'Connection: close',",
        },
        {
          action: { do: 'read', from: 'client', text: 'the body is cut short' },
          say: 'The client says what it knows: the body is cut short.',
          client: CUT,
          server: TOO_LARGE,
        },
      ],
    },
    {
      title: 'A length in characters',
      server: { ...server, mutant: 'length-in-characters', broken: 'in characters' },
      client,
      http: true,
      steps: [
        ...begins(CHARACTERS, {
          say: 'The mistake that is really made: the length of a string, not of its bytes.',
          ask: 'The page says: From Montréal to 日本 for 1 €. How many bytes are missing?',
        }),
        {
          action: { do: 'pass', from: 'server', kind: 'data' },
          say: 'é is 2 bytes, 日 and 本 and € are 3 each: seven bytes more than characters.',
          client: ENOUGH,
          server: CHARACTERS,
          shows: '日本',
          see: ['Content-Length', '日本'],
        },
        {
          action: { do: 'read', from: 'client', text: '<' },
          say: 'The last seven bytes are gone. In a page without é and 日 nobody would have found it.',
          client: 'process.stdout.write(body);',
          server: CHARACTERS,
        },
      ],
    },
  ],
};
