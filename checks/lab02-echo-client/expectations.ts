import type { ClientRun } from '../engine/context/client.ts';
import { exitWords } from '../engine/diagnose/startup.ts';
import { fail } from '../engine/failure.ts';
import { STACK_TRACE } from '../engine/run/client_run.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import { countsIn } from './counts.ts';
import type { Exchange } from './exchange.ts';

/** How a run ended, in words: `ended with exit code 1`. */
export const ending = (run: ClientRun): string => (run.exit ? exitWords(run.exit) : 'did not end by itself');

/** Sees that the program connected to the server that it was told about. */
export function expectConnected({ client, run, host, port }: Exchange): Conversation {
  if (client) return client;
  const told = `${host}:${port}`;
  // An error of the system names the address: `connect ECONNREFUSED 127.0.0.1:50000`.
  const addresses = run.stderr.match(/(?:\d{1,3}(?:\.\d{1,3}){3}|::1|localhost):\d{1,5}\b/g) ?? [];
  const tried = addresses.find((address) => address !== told);
  if (tried !== undefined) {
    fail(
      'wrong-destination',
      `The program was told to connect to ${told}, and tried ${tried}. Take host and port from the command line: process.argv[2] and process.argv[3].`,
      { expected: told, actual: tried },
    );
  }
  const why =
    run.exit?.code === 0
      ? 'Does it call net.connect(port, host)? Are host and port those from the command line, or does it talk to another server, perhaps one of yours that still runs?'
      : 'Does it call net.connect(port, host), with host and port from the command line?';
  return fail('never-connects', `The program ${ending(run)}, and nobody had connected to ${told}. ${why}`);
}

/** Sees that the program ended by itself, and with exit code 0. */
export function expectGoodEnd({ client, run }: Exchange): void {
  if (!run.exit) {
    const why = client?.ended
      ? "Does it notice the end? A read that brings no bytes (in Node: the event 'end') means that nothing more will come."
      : 'Its own side of the connection is still open: end it, too.';
    fail('never-ends', `The server has ended its side, but the program is still there. ${why}`);
  }
  if (run.exit.code === 0) return;
  fail(
    'wrong-exit-code',
    `Everything went well, and yet the program ${ending(run)}. Exit code 0 means success.`,
    {
      expected: 'exit code 0',
      actual: ending(run),
    },
  );
}

/** Sees that the program had not closed its socket when the reply came; for a server that looked. */
export function expectStillThere({ client, run }: Exchange, reply: string): void {
  if (client?.ended !== 'reset' || run.stdout.includes(reply)) return;
  fail(
    'closes-both-directions',
    'When the reply came, nobody was there to take it: the program had closed the whole connection. To end one side is not to close: socket.end() ends yours and goes on reading; destroy() and process.exit() end everything.',
    { expected: reply, actual: run.stdout },
  );
}

/** Sees that the reply stands on standard output. `pieces` are what it was cut into. */
export function expectPrinted(played: Exchange, ...pieces: readonly (Buffer | string)[]): void {
  const { run } = played;
  const parts = pieces.map((piece) => Buffer.from(piece));
  const reply = Buffer.concat(parts);
  if (run.stdout.includes(reply)) return;
  if (!run.exit) expectGoodEnd(played);
  const [diagnosis, message] = explainMissing(run, reply, parts);
  const end = run.exit?.code === 0 ? '' : ` The program ${ending(run)}.`;
  fail(diagnosis, `${message}${end}`, { expected: reply, actual: run.stdout });
}

const REPLACEMENT = Buffer.from('\uFFFD');

/** Why the reply is not on standard output, as far as one can tell from what is there. */
function explainMissing(
  { stdout, stderr }: ClientRun,
  reply: Buffer,
  parts: readonly Buffer[],
): [diagnosis: string, message: string] {
  if (stdout.toString('utf8').trim() === '') {
    const elsewhere = stderr.includes(reply.toString('utf8'));
    return elsewhere
      ? [
          'prints-nothing',
          'The reply was printed on standard error. That is the place for complaints; print it with console.log().',
        ]
      : [
          'prints-nothing',
          `The server sent ${reply.length} bytes and ended, but nothing was printed on standard output.`,
        ];
  }
  if (/<Buffer |\bb'|\\x[0-9a-f]{2}|Uint8Array|"type":"Buffer"/.test(stdout.toString('latin1'))) {
    return [
      'prints-the-bytes',
      'What was printed is a list of bytes, not the text that they mean. Make text of them when all have arrived: bytes.toString().',
    ];
  }
  const marks = parts.map(plainPart);
  const printed = marks.map((mark) => stdout.includes(mark));
  if (parts.length > 1 && printed[0] && !printed.at(-1)) {
    return [
      'stops-at-first-piece',
      `The reply came in ${parts.length} pieces, and only the beginning was printed. A piece is not the whole reply: it is complete when the server ends its side.`,
    ];
  }
  if (parts.length > 1 && !printed[0] && printed.at(-1)) {
    return [
      'keeps-last-piece',
      `The reply came in ${parts.length} pieces, and the first is missing in what was printed. Keep all of them, and join them in the end.`,
    ];
  }
  if (stdout.includes(REPLACEMENT)) {
    return parts.length > 1
      ? [
          'decoded-in-pieces',
          'A letter of two or more bytes was cut between two pieces, and each piece was turned into text by itself: that gives U+FFFD (ef bf bd) on both sides of the cut. Join the bytes first, then make text of them.',
        ]
      : [
          'through-text',
          'Bytes were turned into text in another encoding than UTF-8: what did not fit became U+FFFD (ef bf bd).',
        ];
  }
  if (stdout.includes(Buffer.from(reply.toString('latin1')))) {
    return [
      'through-text',
      "The bytes were read as one character each (latin1), so that é came out as Ã©. They are UTF-8: bytes.toString('utf8').",
    ];
  }
  if (parts.length > 1 && printed.every(Boolean)) {
    return [
      'printed-in-pieces',
      'All of the reply was printed, but piece by piece, with something in between. Where it is cut is up to the network; print it as one text when the server has ended its side.',
    ];
  }
  return [
    'reply-not-printed',
    'The program printed something on standard output, but not the text of the reply. (This server does not echo: what it sends differs from the message.)',
  ];
}

/** The longest part of a piece that is the same in every encoding. */
function plainPart(piece: Buffer): string {
  const runs = piece.toString('latin1').match(/[ -~]+/g) ?? [];
  return runs.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
}

/** Sees that a number of bytes is printed and is the right one; `text` is what was to be sent or received. */
export function expectCount({ run, client }: Exchange, what: 'sent' | 'received', text: string): void {
  const counts = countsIn(run.stdout.toString('utf8'), what);
  const bytes = Buffer.byteLength(text);
  if (counts.at(-1) === bytes) return;
  // Who sends the wrong number of bytes is told so elsewhere; here it only has to be the truth.
  if (what === 'sent' && client && counts.includes(client.length)) return;
  const last = counts.at(-1);
  const evidence = {
    expected: `${what} ${bytes} bytes`,
    actual: last === undefined ? '' : `${what} ${last} bytes`,
  };
  if (last === undefined) {
    const elsewhere = countsIn(run.stderr, what).length > 0;
    fail(
      'no-count',
      elsewhere
        ? `The line "${what} ${bytes} bytes" was printed on standard error. It is no complaint: print it with console.log().`
        : `No line on standard output says how many bytes were ${what}.`,
      evidence,
    );
  }
  if (last === text.length || last === [...text].length) {
    fail(
      'counts-characters',
      `The program says that it ${what} ${last} bytes, but ${last} is the number of characters. In UTF-8 a character such as é takes two bytes, € three and 🙂 four: count the bytes of the Buffer.`,
      evidence,
    );
  }
  fail('wrong-count', `The program says that it ${what} ${last} bytes; there were ${bytes}.`, evidence);
}

/** The line of a stack trace that names the error. */
export function errorLine({ stderr }: ClientRun): { actual?: string } {
  const line = /^\S*(?:Error|Exception)\b.*/m.exec(stderr)?.[0];
  return line === undefined ? {} : { actual: line };
}

/** Sees that the program ends, says in a plain sentence what went wrong, and does not claim success. */
export function expectComplaint(run: ClientRun, what: string): void {
  if (!run.exit)
    fail(
      'never-ends',
      `${what} The program did not end: is it waiting for something that cannot come any more?`,
    );
  if (STACK_TRACE.test(run.stderr)) {
    fail(
      'stack-trace',
      `${what} The program answered with a stack trace. Catch the error and print one line that a person understands.`,
      errorLine(run),
    );
  }
  if (run.exit.signal) fail('crashed', `${what} The program ${ending(run)}.`);
  if (run.exit.code === 0) {
    fail(
      'wrong-exit-code',
      `${what} The program ended with exit code 0, which means success: whoever runs it in a script would never know.`,
      {
        expected: 'an exit code other than 0',
        actual: 'exit code 0',
      },
    );
  }
  if (run.stderr.trim() !== '') return;
  const where =
    run.stdout.toString('utf8').trim() === ''
      ? 'does not say why'
      : 'says nothing on standard error (console.log writes to standard output)';
  fail(
    'no-message',
    `${what} The program ${ending(run)}, but ${where}. Print one line with console.error().`,
    {
      expected: 'a line on standard error',
      actual: '',
    },
  );
}
