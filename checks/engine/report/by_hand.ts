import type { WireEvent } from '../wire/transcript.ts';

/** Longer than this, a command is no longer something to type. */
const LONGEST = 400;

/**
 * A command line that does by hand what the checker did first: a client that sends the same bytes, or
 * a server that gives the same answer. It is Node itself, so it is the same on every system.
 * `undefined` when there is too much to type.
 */
export function byHand(kind: 'server' | 'client', wire: readonly WireEvent[]): string | undefined {
  const first = wire.find((event) => event.kind === 'connect' || event.kind === 'refused');
  const ours = wire.filter((event) => event.conversation === first?.conversation && event.from === 'checker');
  const data = ours.filter((event) => event.kind === 'data');
  if (data.some((event) => (event.size ?? 0) > (event.bytes?.length ?? 0))) return undefined;
  const bytes = Buffer.concat(data.map((event) => event.bytes ?? Buffer.alloc(0)));
  const text = `'${escaped(bytes)}','latin1'`;
  const ends = ours.some((event) => event.kind === 'fin');
  const command =
    kind === 'server'
      ? `node -e "require('net').connect(50000,'127.0.0.1').on('data',d=>process.stdout.write(d)).${ends ? 'end' : 'write'}(${text})"`
      : `node -e "require('net').createServer(s=>s.on('data',d=>process.stdout.write(d)).end(${text})).listen(50000,'127.0.0.1')"`;
  return command.length > LONGEST ? undefined : command;
}

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
