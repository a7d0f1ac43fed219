import net from 'node:net';
import { visible } from '../checks/engine/report/visible.ts';
import { type CommandContext, EXIT } from './command.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  crlf: { type: 'boolean', help: 'end each line with CR LF, as HTTP and mail want it' },
  lf: { type: 'boolean', help: 'end each line with LF alone (the default)' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const HELP = `npm run talk 127.0.0.1 50000        connect, and send each line that you type
npm run talk 127.0.0.1 50000 -- --crlf

Each chunk is shown as it goes out (→) and comes in (←). Ctrl-D ends your side, Ctrl-C leaves.

${optionHelp(OPTIONS)}`;

/** `npm run talk`: a telnet for the course, the same on every system. */
export async function main({ args }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    const [host, port] = positionals;
    if (positionals.length !== 2 || !host || !port) {
      throw new UsageError(
        'Whom to talk to? An address and a port, with a blank between: npm run talk 127.0.0.1 50000',
      );
    }
    if (!isPort(port)) throw new UsageError(`A port is a number from 1 to 65535, not '${port}'.`);
    return await talk(host, Number(port), values.crlf ? '\r\n' : '\n');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

const isPort = (text = ''): boolean => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65536;

/** Connects, sends the lines of standard input, shows every chunk; resolves when both sides have ended. */
function talk(host: string, port: number, lineEnd: string): Promise<number> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, allowHalfOpen: true });
    socket.on('connect', () => {
      let rest = Buffer.alloc(0);
      const send = (bytes: Buffer) => {
        console.log(`→ ${visible(bytes)}`);
        socket.write(bytes);
      };
      // Bytes, not text: what is piped in goes out as it is, but for the line ends that were asked for.
      process.stdin.on('data', (bytes: Buffer) => {
        rest = Buffer.concat([rest, bytes]);
        for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
          const line = rest.subarray(0, end > 0 && rest[end - 1] === 13 ? end - 1 : end);
          send(Buffer.concat([line, Buffer.from(lineEnd)]));
          rest = rest.subarray(end + 1);
        }
      });
      process.stdin.on('end', () => {
        if (rest.length > 0) send(rest);
        socket.end();
      });
    });
    socket.on('data', (bytes) => console.log(`← ${visible(bytes)}`));
    socket.on('end', () => {
      console.log('the other side has ended');
      process.stdin.destroy();
      socket.end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      process.stdin.destroy();
      console.error(reason(error, host, port));
      resolve(EXIT.fail);
    });
    socket.on('close', (hadError) => {
      if (!hadError) resolve(EXIT.pass);
    });
  });
}

function reason(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'ECONNREFUSED')
    return `Nobody listens on ${host}:${port}. Is the server running, and on this port?`;
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE')
    return 'The other side cut the connection (reset).';
  return `The connection to ${host}:${port} failed (${error.code}).`;
}
