import { resolve } from 'node:path';
import { COLOUR, NO_COLOUR, wantsColour } from '../checks/engine/report/style.ts';
import { type CommandContext, EXIT, whereTyped } from './command.ts';
import { ownAddress, portIn } from './place.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';
import { Display } from './wire/display.ts';
import { LookingGlass } from './wire/looking_glass.ts';
import { PageLink, runningPage } from './wire/page_link.ts';
import { Recorder, recorded, save, whyNotSave } from './wire/recorder.ts';

const OPTIONS = {
  port: {
    type: 'string',
    value: 'N',
    help: 'listen on this port (default: the next free one above)',
  },
  save: { type: 'string', value: 'FILE', help: 'keep the conversations in a file, as JSON' },
  open: { type: 'boolean', help: 'show them on the page of the course too (npm start)' },
  hex: { type: 'boolean', help: 'show the bytes in hexadecimal' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const HELP = `npm run wire 8080         a looking glass in front of the server on port 8080
npm run wire 8080 -- --save talk.json

Clients connect to the looking glass instead. It passes everything on, unchanged
in both directions, and shows it as it happens. Ctrl-C leaves.

${optionHelp(OPTIONS)}`;

/** So many characters wait for a slow reader of our output. */
const MOST_UNREAD = 4_000_000;
/** Ports behind that of the server that are tried. */
const TRIED = 20;

/** `npm run wire`: shows what a client and a server say to each other. */
export async function main({ root, args }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    const target = targetIn(positionals);
    const port = values.port === undefined ? undefined : portIn(values.port);
    const file = values.save === undefined ? undefined : resolve(whereTyped(), values.save);
    const whyNot = file && whyNotSave(file);
    if (whyNot) throw new UsageError(whyNot);
    return await watch(root, target, port, { file, open: values.open ?? false, hex: values.hex ?? false });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

interface Wishes {
  file: string | undefined;
  open: boolean;
  hex: boolean;
}

/** Until Ctrl-C. */
async function watch(
  root: string,
  target: { host: string; port: number },
  wanted: number | undefined,
  { file, open, hex }: Wishes,
): Promise<number> {
  const began = performance.now();
  const now = () => performance.now() - began;
  const style = wantsColour(process.env, process.stdout.isTTY) ? COLOUR : NO_COLOUR;
  const server = named(target);
  const about = { title: `npm run wire ${target.port}`, client: 'client', server };
  const link = open ? await linkToPage(root, about) : undefined;
  const recorder = new Recorder();
  const display = new Display({
    style,
    hex,
    server,
    now,
    // Asked anew each time: a window can change its size.
    get columns() {
      return Math.max(40, Math.min(process.stdout.columns || 80, 120));
    },
    write: (text) => {
      // Nobody reads: what is not shown is still passed on and kept.
      if (process.stdout.writableLength < MOST_UNREAD) process.stdout.write(text);
    },
  });
  const glass = new LookingGlass(target, (passage) => {
    display.on(passage);
    const event = recorded(passage, now());
    if (file) recorder.keep(event);
    link?.add(event);
  });
  const port = await listen(glass, target, wanted);
  console.log(`Looking glass on 127.0.0.1:${port}, in front of the server on ${server}.`);
  console.log(`Let the client connect to port ${port} in place of ${target.port}. Ctrl-C leaves.`);
  if (link) console.log('The page of the course shows it too.');
  console.log('');
  await ending();
  glass.close();
  display.flush();
  await link?.flush();
  if (file) {
    save(file, { ...about, events: recorder.events });
    const dropped = recorder.dropped > 0 ? `; ${recorder.dropped} more did not fit` : '';
    console.log(`\n${recorder.events.length} events are kept in ${file}${dropped}.`);
  }
  return EXIT.pass;
}

/** Ctrl-C, another signal, or nobody who reads what we print. */
function ending(): Promise<void> {
  return new Promise((resolve) => {
    // Not `once`: npm sends the signal on, and the second one must not end us while the file is written.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    process.stdout.on('error', () => resolve());
  });
}

async function linkToPage(
  root: string,
  about: { title: string; client: string; server: string },
): Promise<PageLink> {
  const page = runningPage(root);
  const link = page && new PageLink(page, about, (why) => console.error(`The page is gone (${why}).`));
  if (!link || (await link.greet()) !== undefined) {
    throw new UsageError('The page of the course does not run. Start it in another terminal: npm start');
  }
  return link;
}

async function listen(
  glass: LookingGlass,
  target: { host: string; port: number },
  wanted: number | undefined,
): Promise<number> {
  if (wanted === target.port) {
    throw new UsageError(`The server is on port ${wanted} itself. Take another one for the looking glass.`);
  }
  const behind = Array.from({ length: TRIED }, (_, i) => target.port + 1 + i).filter((port) => port < 65_536);
  for (const port of wanted === undefined ? [...behind, 0] : [wanted]) {
    try {
      return await glass.listen(port);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const taken = code === 'EADDRINUSE' || code === 'EACCES';
      if (!taken) throw error;
      if (wanted !== undefined) {
        const why = code === 'EACCES' ? 'may only be used by the administrator' : 'is in use';
        throw new UsageError(`Port ${wanted} ${why}. Take another one, or none: then a free one is found.`);
      }
    }
  }
  throw new UsageError('No free port was found.');
}

function targetIn(positionals: readonly string[]): { host: string; port: number } {
  const [port, host = '127.0.0.1', ...more] = [...positionals].reverse();
  if (port === undefined || more.length > 0) {
    throw new UsageError('In front of which server? Name its port: npm run wire 8080');
  }
  return { host: ownAddress(host, 'The server must be on'), port: portIn(port) };
}

const named = ({ host, port }: { host: string; port: number }): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
