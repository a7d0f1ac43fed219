import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import { parseTimeLine, type TimeReading } from './time_line.ts';
import { type Asked, explainWrong, type LocalZone } from './wrong_time.ts';

/** No time needs more than this; RFC 867 servers send some 30 bytes. */
const LONGEST_LINE = 1000;

/** One answer of the program. */
export interface Answer {
  /** Without its line end. */
  line: string;
  asked: Asked;
  peer: Conversation;
}

/** Connects, sends `words` if there are any, and reads one line. */
export async function askTime(context: ServerContext, words?: string): Promise<Answer> {
  const from = Date.now();
  const peer = await context.connect();
  if (words !== undefined) await peer.send(words);
  const line = await readLine(peer);
  return { line, asked: { from, to: Date.now(), startedAt: context.startedAt }, peer };
}

/** Ends our side and takes what still comes, though not without limit: a program may go on for ever. */
export async function leave(peer: Conversation): Promise<void> {
  peer.end();
  const already = peer.length;
  await peer.read(() => peer.length > already + LONGEST_LINE, 500);
  peer.drop();
}

/** Reads up to the first line end, and gives what stands before it. */
export async function readLine(peer: Conversation): Promise<string> {
  const end = await peer.read(() => peer.received.includes(10) || peer.length > LONGEST_LINE);
  const received = peer.received;
  const newline = received.indexOf(10);
  if (newline >= 0) {
    return received.toString('utf8', 0, received[newline - 1] === 13 ? newline - 1 : newline);
  }
  if (received.length === 0) return withoutAnswer(peer, end);
  const expected = Buffer.concat([received.subarray(0, LONGEST_LINE), Buffer.from('\r\n')]);
  const evidence = { expected, actual: received, at: received.length };
  if (end === 'reset') {
    fail(
      'resets-connection',
      `${received.length} bytes came, then the program cut the connection.${peer.sent > 0 ? ` ${UNREAD}` : ''}`,
      evidence,
    );
  }
  const after =
    end === 'fin'
      ? 'then the program ended the connection'
      : end === 'silence'
        ? `then nothing for ${peer.silence}`
        : 'and still no end';
  return fail(
    'no-line-end',
    `${received.length} bytes came, ${after}. A line ends with "\\r\\n": that is how a client knows that it has all of it.`,
    evidence,
  );
}

/** Why a reset takes answers away. */
export const UNREAD =
  'When a program closes a socket while bytes that the client sent are still unread in it, the system sends a reset instead of a FIN, and a reset can take away an answer that is still on its way. Read what the client sends and throw it away: socket.resume().';

function withoutAnswer(peer: Conversation, end: 'silence' | 'fin' | 'reset' | 'enough'): never {
  if (end === 'fin') fail('closed-early', 'The program ended the connection without a word.');
  if (end === 'reset') {
    fail(
      'resets-connection',
      `The program cut the connection before a line had come.${peer.sent > 0 ? ` ${UNREAD}` : ''}`,
    );
  }
  return fail(
    'silent',
    `Connected, and nothing came for ${peer.silence}. Where does your program write the time to the socket?`,
  );
}

/** What the line says; a Failure says what is wrong with it. */
export function readTime({ line }: Pick<Answer, 'line'>): TimeReading {
  const reading = parseTimeLine(line);
  if (!('diagnosis' in reading)) return reading;
  return fail(reading.diagnosis, reading.message, {
    actual: line,
    ...(reading.at !== undefined && { at: reading.at }),
  });
}

/** Sees that the line tells the time at which it was asked for. */
export function expectRight(answer: Answer, zones: readonly LocalZone[], when = ''): void {
  const wrong = explainWrong(readTime(answer), answer.asked, zones);
  if (!wrong) return;
  const expected = new Date(answer.asked.from).toISOString().replace(/\.\d+Z$/, 'Z');
  fail(wrong.diagnosis, when + wrong.message, {
    expected: `${expected}, in any way to write it`,
    actual: answer.line,
  });
}

/** The zone of this machine, in which a program lives that was told nothing else. */
export function machineZone(at = new Date()): LocalZone {
  return { name: 'this computer', offset: -at.getTimezoneOffset() };
}

/** How far a zone is ahead of UTC at a moment. */
export function zoneNamed(name: string, at = new Date()): LocalZone {
  const shown = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(shown ?? '') ?? [];
  return { name, offset: hours ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0 };
}
