import { TEXTS } from '../page/texts.ts';
import { fromBase64, type RecordedEvent, type Recording } from './record.ts';

/** Longer than this, a command is no longer something to type. */
const LONGEST = 4000;
/** The programs of labs about HTTP listen here when nothing else is said; the others at 50000. */
const [HTTP_PORT, OTHER_PORT] = [8080, 50_000];

/** The whole recording, to keep or to show elsewhere. */
export function asJson(recording: Recording): string {
  return JSON.stringify(recording, null, 2);
}

/**
 * A line with `printf` and `nc` that says by hand what the client said, or, where the server is the
 * checker, what the server said. Undefined when nothing was said, or more than can be typed.
 */
export function asPrintf(recording: Recording, conversation?: number): string | undefined {
  const listens = recording.server === TEXTS.wire.checker;
  const said = saidBy(recording, listens ? 'server' : 'client', conversation);
  if (!said) return undefined;
  const port = portFor(said);
  const text = printfText(said.replace(/\b127\.0\.0\.1:\d+/g, `127.0.0.1:${port}`));
  const command = `printf '${text}' | nc ${listens ? '-l ' : ''}127.0.0.1 ${port}`;
  return command.length > LONGEST ? undefined : command;
}

/** The first request as a line for curl, with the same headers and no others; undefined when there is none. */
export function asCurl(recording: Recording, conversation?: number): string | undefined {
  const said = saidBy(recording, 'client', conversation) ?? '';
  const blank = /\r?\n\r?\n/.exec(said);
  const [first, method = '', target = '', minor] =
    /^([A-Z]+) (\S+) HTTP\/1\.([01])(?=\r?\n)/.exec(said) ?? [];
  if (!blank || first === undefined) return undefined;
  const fields = said.slice(first.length, blank.index).trimStart();
  const rest = said.slice(blank.index + blank[0].length);
  const headers = fields.split(/\r?\n/).filter((line) => /^[^\s:]+:/.test(line));
  const length = Number(/^content-length:\s*(\d+)\s*$/im.exec(fields)?.[1] ?? 0);
  const content = rest.slice(0, length);
  // What is not plain text cannot be typed.
  if (content.length < length || /[^\t\r\n -~]/.test(content)) return undefined;
  const words = ['curl', '-sS', '-i', '--path-as-is', minor === '0' ? '--http1.0' : '--http1.1'];
  if (method === 'HEAD') words.push('--head');
  else if (method !== 'GET' || content) words.push('-X', method);
  const has = (name: string) => headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  // curl adds these by itself.
  for (const name of ['User-Agent', 'Accept']) if (!has(name.toLowerCase())) words.push('-H', `${name}:`);
  if (content && !has('content-type')) words.push('-H', 'Content-Type:');
  for (const line of headers) if (!/^(host|content-length):/i.test(line)) words.push('-H', line);
  if (content) words.push('--data-binary', content);
  words.push(/^http:/.test(target) ? target : `http://127.0.0.1:${HTTP_PORT}${target}`);
  const command = words.map(quoted).join(' ');
  return command.length > LONGEST ? undefined : command;
}

/** What one side said in a conversation (the first in which it said anything), one character per byte. */
function saidBy({ events }: Recording, side: 'client' | 'server', conversation?: number): string | undefined {
  const said = events.filter((event) => event.kind === 'data' && event.from === side);
  const which = conversation ?? said[0]?.conversation;
  const pieces = said.filter((event) => event.conversation === which);
  if (pieces.length === 0 || pieces.some(isCut)) return undefined;
  return pieces.map((event) => binary(event)).join('');
}

const isCut = (event: RecordedEvent): boolean => (event.size ?? 0) > fromBase64(event.bytes ?? '').length;

function binary({ bytes = '' }: RecordedEvent): string {
  return Array.from(fromBase64(bytes), (byte) => String.fromCharCode(byte)).join('');
}

const portFor = (said: string): number => (/ HTTP\/1|^HTTP\/1/.test(said) ? HTTP_PORT : OTHER_PORT);

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Bytes for printf's first argument, between single quotes. */
function printfText(said: string): string {
  return Array.from(said, (character) => {
    if (character === '\r') return '\\r';
    if (character === '\n') return '\\n';
    if (character === '%') return '%%';
    if (character === '\\') return '\\\\';
    if (character === "'") return `'\\''`;
    if (character >= ' ' && character <= '~') return character;
    return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  }).join('');
}
