import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { leave } from './exchange.ts';
import { TOLERANCE_MS } from './wrong_time.ts';

/** From the beginning of 1900 to the beginning of 1970: RFC 868. */
const SECONDS_FROM_1900_TO_1970 = 2_208_988_800;

export const binaryTime: Check<ServerContext> = check(
  'with --binary: sends the time as four bytes (RFC 868)',
  {
    id: 'binary-time',
    tier: 'bonus',
    launch: { args: ['--binary'] },
    spec: 'RFC 868; the handout, "Bonus: the time in four bytes"',
    hints: [
      'How many seconds have passed since 1 January 1900, and how does one number become four bytes?',
      'Date counts from 1970; add 2208988800 seconds. On the network the highest byte goes first (big-endian).',
      'const bytes = Buffer.alloc(4); bytes.writeUInt32BE(seconds); socket.end(bytes);',
    ],
  },
  async (context) => {
    const from = Date.now();
    const peer = await context.connect();
    const end = await peer.read(() => peer.length > 100);
    const to = Date.now();
    const bytes = peer.received;
    if (bytes.length === 0)
      fail(end === 'silence' ? 'silent' : 'closed-early', 'Started with --binary, and no byte came.');
    if (bytes.length > 4 && bytes.every((byte) => (byte >= 32 && byte < 127) || byte === 10 || byte === 13)) {
      fail(
        'text-instead',
        'Started with --binary, and a line of text came. RFC 868 sends four bytes and nothing else.',
        {
          expected: wireTime(from),
          actual: bytes,
        },
      );
    }
    if (bytes.length !== 4) {
      fail('wrong-size', `${bytes.length} bytes came. RFC 868 sends exactly four, and no line end.`, {
        expected: wireTime(from),
        actual: bytes,
      });
    }
    const wrong = explainBytes(bytes, from, to);
    if (wrong) fail(wrong.diagnosis, wrong.message, { expected: wireTime(from), actual: bytes });
    if (end === 'silence')
      fail('keeps-open', 'The four bytes came, and the connection is still open. End our side behind them.');
    if (end === 'reset')
      fail('resets-connection', 'The four bytes came, and then a reset. Use socket.end(), not destroy().');
    await leave(peer);
  },
);

/** The four bytes for a moment. */
function wireTime(ms: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((Math.floor(ms / 1000) + SECONDS_FROM_1900_TO_1970) % 2 ** 32);
  return bytes;
}

/** What is wrong with four bytes that were sent between two moments. */
export function explainBytes(
  bytes: Buffer,
  from: number,
  to: number,
): { diagnosis: string; message: string } | undefined {
  const isRight = (value: number, epoch = SECONDS_FROM_1900_TO_1970) => {
    // The number starts again at 0 in 2036: go by the shortest way around.
    const truth = Math.floor(from / 1000) + epoch;
    const off = (((value - truth) % 2 ** 32) | 0) * 1000;
    return off >= -TOLERANCE_MS && off <= to - from + TOLERANCE_MS;
  };
  const value = bytes.readUInt32BE();
  if (isRight(value)) return undefined;
  if (isRight(bytes.readUInt32LE())) {
    return {
      diagnosis: 'little-endian',
      message:
        'The four bytes are right, but in the wrong order: on the network the highest byte goes first. writeUInt32BE does that; LE is the other way round.',
    };
  }
  if (isRight(value, 0)) {
    return {
      diagnosis: 'since-1970',
      message:
        'These are the seconds since 1970, as Date counts them. RFC 868 counts from 1900: add 2208988800.',
    };
  }
  return {
    diagnosis: 'wrong-time',
    message: `As a number with the highest byte first these bytes are ${value}; RFC 868 wants the seconds since 1900, which are now ${wireTime(from).readUInt32BE()}.`,
  };
}
