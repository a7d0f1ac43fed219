import { COLOUR, NO_COLOUR, wantsColour } from '../checks/engine/report/style.ts';
import { type CommandContext, EXIT } from './command.ts';
import { ownAddress, portIn } from './place.ts';
import { KeyboardInput, PipeInput } from './talk/input.ts';
import { connectAndTalk } from './talk/tcp.ts';
import { listenAndTalk } from './talk/tcp_server.ts';
import { receiveDatagrams, sendDatagrams } from './talk/udp.ts';
import { View } from './talk/view.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  crlf: { type: 'boolean', help: 'end each line with CR LF, as HTTP and mail want it' },
  lf: { type: 'boolean', help: 'end each line with LF alone (the default for what you type)' },
  hex: { type: 'boolean', help: 'show the bytes in hexadecimal' },
  udp: { type: 'boolean', help: 'datagrams instead of a connection: one for each line' },
  listen: { type: 'boolean', help: 'be the server, on a port of this computer (50000)' },
  raw: { type: 'boolean', help: 'send what is piped in as it is: no escapes, no other line ends' },
  time: { type: 'boolean', help: 'show the time of each chunk (the default at a terminal)' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const HELP = `npm run talk 127.0.0.1 50000            connect, and send each line you type
npm run talk 127.0.0.1 8080 -- --crlf   to a server that speaks HTTP
npm run talk 50000 -- --listen          be the server, and answer yourself
echo 'GET / HTTP/1.0\\r\\n\\r\\n' | npm run talk 127.0.0.1 8080

Each chunk is shown as it goes out (→) and comes in (←).
Ctrl-D ends your side, Ctrl-C leaves.

In a line, \\r \\n \\t \\0 \\x00 to \\xff and \\\\ stand for one byte each. A line that
ends in a written \\r or \\n gets no other end, and one that ends in a single \\
gets none at all.

${optionHelp(OPTIONS)}`;

/** `npm run talk`: a telnet for the course, the same on every system. */
export async function main({ args }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    if (values.crlf && values.lf) throw new UsageError('Either --crlf or --lf: a line has one end.');
    if (values.raw && (values.crlf || values.lf)) {
      throw new UsageError('--raw leaves the line ends as they are: it goes with neither --crlf nor --lf.');
    }
    const { host, port } = values.listen ? placeToListen(positionals) : placeToConnect(positionals);
    // Nobody can read any more what we have to say (`| head`).
    process.stdout.on('error', () => process.exit(EXIT.pass));
    // The Enter key is LF; what is piped in has line ends of its own.
    const asked = values.crlf ? '\r\n' : values.lf || process.stdin.isTTY ? '\n' : undefined;
    const settings = { lineEnd: asked, raw: values.raw ?? false };
    const atTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
    const input = atTerminal ? new KeyboardInput(settings) : new PipeInput(settings);
    const began = performance.now();
    const view = new View({
      style: wantsColour(process.env, atTerminal) ? COLOUR : NO_COLOUR,
      // Asked anew each time: a window can change its size.
      get columns() {
        return process.stdout.isTTY ? process.stdout.columns || 80 : undefined;
      },
      time: values.time ?? atTerminal,
      hex: values.hex ?? false,
      write: (text) => input.write(text),
      now: () => performance.now() - began,
    });
    const talk = values.udp
      ? values.listen
        ? receiveDatagrams
        : sendDatagrams
      : values.listen
        ? listenAndTalk
        : connectAndTalk;
    return await talk(host, port, input, view);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

function placeToConnect(positionals: readonly string[]): { host: string; port: number } {
  const [host, port] = positionals;
  if (positionals.length !== 2 || !host || !port) {
    throw new UsageError(
      'Whom to talk to? An address and a port, with a blank between: npm run talk 127.0.0.1 50000',
    );
  }
  return { host, port: portIn(port) };
}

function placeToListen(positionals: readonly string[]): { host: string; port: number } {
  const [port = '50000', host = '127.0.0.1', ...more] = [...positionals].reverse();
  if (more.length > 0) throw new UsageError('To be the server, name a port: npm run talk 50000 -- --listen');
  return { host: ownAddress(host, 'It listens on'), port: portIn(port) };
}
