import type { ServerContext } from '../engine/context/server.ts';
import { poll } from '../engine/deadline.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectPage, leave, readPage, request } from './exchange.ts';

/** How long a program may take to print a request, in ms; a loaded machine needs it. */
const PRINT_MS = 2000;

/** Sends a request with these headers and reads the page. */
async function asks(context: ServerContext, target: string, headers: [string, string][]): Promise<void> {
  const peer = await context.connect();
  const asked = request(context, { target, headers });
  await peer.send(asked);
  const end = await readPage(context, peer);
  expectPage(context, peer, end, asked, 'The client sent a request');
  await leave(context, peer);
}

/** What the program has printed, on whichever of its two outputs. */
const printed = (context: ServerContext): string => `${context.printed}\n${context.complained}`;

/** Remembers where both outputs end; the function that it gives tells what has come since. */
function listen(context: ServerContext): () => string {
  const [out, err] = [context.printed.length, context.complained.length];
  return () => `${context.printed.slice(out)}${context.complained.slice(err)}`.trim();
}

/** Waits until the program has printed all of these words; gives those that are missing. */
async function missingIn(context: ServerContext, words: readonly string[]): Promise<string[]> {
  const missing = () => words.filter((word) => !printed(context).includes(word));
  await poll(PRINT_MS, () => (missing().length === 0 ? true : undefined));
  return missing();
}

export const printsRequest: Check<ServerContext> = check(
  'prints the request: its first line and its headers',
  {
    id: 'prints-request',
    needs: ['page', 'next-client'],
    spec: 'the handout, "Whatever comes"',
    hints: [
      'What does your terminal show when a client has asked?',
      'A Buffer prints as numbers. Make text of the head first, and only for printing.',
      "console.log(received.toString('latin1', 0, end)); where end is the place of the blank line.",
    ],
  },
  async (context) => {
    for (const which of ['first', 'second']) {
      const target = `/${context.random.word(8)}`;
      const headers = ['X-First', 'X-Second'].map((name): [string, string] => [name, context.random.word(8)]);
      const news = listen(context);
      await asks(context, target, headers);
      const words = [target, ...headers.map(([, value]) => value)];
      const missing = await missingIn(context, words);
      if (missing.length === 0) continue;
      const evidence = {
        expected: `GET ${target} HTTP/1.1\r\n…${headers.map((header) => `\r\n${header.join(': ')}`).join('')}`,
        actual: news(),
      };
      if (/<Buffer /.test(evidence.actual)) {
        fail(
          'prints-bytes',
          "The request is printed as the numbers of its bytes. To read it, make text of it: received.toString('latin1').",
          evidence,
        );
      }
      if (evidence.actual === '') {
        fail(
          'prints-nothing',
          `The ${which} client got its page, and nothing was printed. Print the whole head of the request with console.log, before or after you answer. (In other languages: print at once, without a buffer in between.)`,
          evidence,
        );
      }
      if (missing.length === words.length && !/\bGET\b/.test(evidence.actual)) {
        fail(
          'prints-nothing',
          'Something was printed, but nothing of the request. Print its whole head, from its first byte to the blank line: you will want to see what browsers send.',
          evidence,
        );
      }
      const lacks = [
        ...(missing.includes(target) ? ['its first line'] : []),
        ...(missing.some((word) => word !== target) ? ['its headers'] : []),
      ];
      fail(
        'prints-a-part',
        `Something was printed, but of the request it lacks ${lacks.join(' and ')}. Print the whole head, from its first byte to the blank line: you will want to see what browsers send.`,
        evidence,
      );
    }
  },
);

export const printsPieces: Check<ServerContext> = check(
  'prints the whole request when it comes in pieces',
  {
    id: 'prints-pieces',
    needs: ['prints-request', 'waits', 'splits'],
    rude: true,
    spec: 'the handout, "Whatever comes"',
    hints: [
      'Do you print what has come in all, or what came last?',
      'When the blank line comes, only the last piece is in the data event. The others are in the variable that you keep.',
      "console.log(received.toString('latin1', 0, end)); not bytes.toString('latin1')",
    ],
  },
  async (context) => {
    const target = `/${context.random.word(8)}`;
    const headers = ['X-First', 'X-Second'].map((name): [string, string] => [name, context.random.word(8)]);
    const asked = request(context, { target, headers });
    const news = listen(context);
    const peer = await context.connect();
    await peer.sendPieces([
      asked.subarray(0, asked.indexOf('X-Second')),
      asked.subarray(asked.indexOf('X-Second')),
    ]);
    const end = await readPage(context, peer);
    expectPage(context, peer, end, asked, 'The client sent its request in two pieces');
    await leave(context, peer);
    const missing = await missingIn(context, [target, ...headers.map(([, value]) => value)]);
    if (missing.length === 0) return;
    fail(
      'prints-a-piece',
      'The request came in two pieces. It was answered, but only one of the pieces was printed. Print what you have put together, received, and not the bytes of the last data event.',
      {
        expected: `GET ${target} HTTP/1.1\r\n…${headers.map((header) => `\r\n${header.join(': ')}`).join('')}`,
        actual: news(),
      },
    );
  },
);

export const printsNoCommands: Check<ServerContext> = check(
  'prints no commands to the terminal that a client has sent',
  {
    id: 'terminal',
    tier: 'bonus',
    rude: true,
    needs: ['page', 'next-client', 'prints-request'],
    spec: 'the handout, "Bonus: the terminal obeys"',
    hints: [
      'Who wrote the text that your program prints, and who reads it?',
      'Some bytes are commands to a terminal: the byte 27 (ESC) and those behind it can clear the screen or change its title, and a CR alone goes back to the beginning of the line.',
      "request.replaceAll('\\r\\n', '\\n').replace(/[^\\n\\t -~]/g, '?') leaves letters, digits and signs, and line ends.",
    ],
  },
  async (context) => {
    const [title, word, last] = [context.random.word(8), context.random.word(8), context.random.word(8)];
    const ESC = '\x1b';
    await asks(context, `/${title}`, [
      ['X-Escape', `${ESC}]0;${word}\x07`],
      ['X-Control', `\x9b2J${word}`],
      ['X-Return', `\r${word}`],
      ['X-Last', last],
    ]);
    const missing = await missingIn(context, [last]);
    if (missing.length > 0) {
      fail(
        'prints-nothing',
        'A request with ESC in a header was answered, but it was not printed. Print it too, with a question mark for each byte that is no text.',
      );
    }
    const commands = [`\r${word}`, `${ESC}]0;${word}`, `\x9b2J${word}`, `\xc2\x9b2J${word}`];
    const obeyed = commands.find((command) => printed(context).includes(command));
    if (obeyed === undefined) return;
    fail(
      'terminal-obeys',
      'A client sent bytes that are commands to a terminal, and the program printed them as they are. Whoever looks at your terminal then sees what that client wants: another title, a cleared screen, lines that never happened. Print a question mark for each byte that is neither text nor a line end.',
      { actual: obeyed, at: 0 },
    );
  },
);
