import type { WireEvent } from '../wire/transcript.ts';

/** Longer than this, a command is no longer something to type. */
const LONGEST = 400;
/** More pieces than this are sent in one. */
const MOST_PIECES = 3;

/** The port that the lines to type use, where a lab has no other. */
export const PORT_BY_HAND = 50_000;

/**
 * A command line that does by hand what the checker did first: a client that sends the same bytes, or
 * a server that gives the same answer. It is Node itself, so it is the same on every system.
 * `undefined` when there is too much to type.
 */
export function byHand(
  kind: 'server' | 'client',
  wire: readonly WireEvent[],
  port = PORT_BY_HAND,
): string | undefined {
  const connects = wire.filter((event) => event.kind === 'connect' || event.kind === 'refused');
  // A check that tries one thing after another ends with the one that went wrong; of a client's runs, the
  // first is as good as any.
  const first = kind === 'server' ? connects.at(-1) : connects[0];
  if (!first) return undefined;
  // Started in a way of its own (another program, a variable, a clock): the usual line would show something else.
  const started = wire.find((event) => event.kind === 'start');
  if (kind === 'server' && started && wire.indexOf(started) < wire.indexOf(first)) return undefined;
  const ours = wire.filter((event) => event.conversation === first.conversation && event.from === 'checker');
  const data = ours.filter((event) => event.kind === 'data');
  if (data.some((event) => (event.size ?? 0) > (event.bytes?.length ?? 0))) return undefined;
  // A request names the place that it is sent to, and by hand that is another one.
  const here = (bytes: Buffer) =>
    Buffer.from(bytes.toString('latin1').replace(/\b127\.0\.0\.1:\d+/g, `127.0.0.1:${port}`), 'latin1');
  const sent = data.map((event) => here(event.bytes ?? Buffer.alloc(0)));
  const bytes = here(Buffer.concat(sent));
  const pieces = data.length <= MOST_PIECES ? sent : [bytes];
  // Only an end before the answer is part of the question; afterwards it is good manners.
  const answered = wire.findIndex(
    (event) => event.conversation === first.conversation && event.from === 'program' && event.kind === 'data',
  );
  const ends = ours.some(
    (event) => event.kind === 'fin' && (kind === 'client' || answered < 0 || wire.indexOf(event) < answered),
  );
  // Where nothing is said there is nothing to see.
  if (bytes.length === 0 && (kind === 'client' || !ends)) return undefined;
  const command =
    kind === 'server'
      ? `node -e "const s=require('net').connect(${port},'127.0.0.1').on('data',d=>process.stdout.write(d));${spoken(pieces, ends)}"`
      : `node -e "require('net').createServer(s=>{s.on('data',d=>process.stdout.write(d));${spoken(pieces, ends)}}).listen(${port},'127.0.0.1')"`;
  return command.length > LONGEST ? undefined : command;
}

/** Sends the pieces one after another, half a second apart, so that each is read by itself. */
function spoken(pieces: readonly Buffer[], ends: boolean): string {
  const calls = pieces.map((piece, i) => {
    const call = `s.${ends && i === pieces.length - 1 ? 'end' : 'write'}(${quoted(piece)})`;
    return i === 0 ? call : `setTimeout(()=>${call},${i * 500})`;
  });
  return calls.join(';');
}

const quoted = (bytes: Buffer): string => `'${escaped(bytes)}','latin1'`;

/** Text for a JavaScript string between single quotes, within double quotes of any shell (sh, cmd, PowerShell). */
function escaped(bytes: Buffer): string {
  return Array.from(bytes, (byte) => {
    if (byte === 10) return '\\n';
    if (byte === 13) return '\\r';
    const char = String.fromCharCode(byte);
    return /[\w .,:;?()[\]{}<>/=+@#~-]/.test(char) && byte < 0x7f
      ? char
      : `\\x${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}
