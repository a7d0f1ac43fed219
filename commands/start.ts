import { killEverything } from '../checks/engine/program/running.ts';
import { removeFolders } from '../checks/engine/program/target.ts';
import { browsers, launchFirst } from '../workbook/server/launch.ts';
import { removePageFile, writePageFile } from '../workbook/server/page_file.ts';
import { Workbook } from '../workbook/server/workbook.ts';
import { type CommandContext, EXIT } from './command.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  port: {
    type: 'string',
    value: 'N',
    help: 'listen on this port (default 4000; the next free one if it is taken)',
  },
  'no-open': { type: 'boolean', help: 'do not open the browser' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const FIRST_PORT = 4000;
const ENDS_WITHIN_MS = 1500;

/** `npm start`: serves the page of the course until Ctrl-C. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(`npm start    the page of the course, in your browser\n\n${optionHelp(OPTIONS)}`);
      return EXIT.pass;
    }
    if (positionals.length > 0)
      throw new UsageError('npm start takes options only: npm start -- --port 4001');
    const wanted = portOf(values.port);
    const workbook = await started(root, load, wanted);
    if (workbook.port !== wanted && wanted !== 0) console.log(`Port ${wanted} is taken.`);
    const ended = untilAsked(root, workbook);
    workbook.warmUp();
    writePageFile(root, { port: workbook.port, token: workbook.token, pid: process.pid });
    console.log(`The workbook is at ${workbook.url}   (Ctrl-C ends it)`);
    if (!values['no-open'] && !process.env.CI) {
      const desktop = { platform: process.platform, env: process.env };
      const opened = await launchFirst(browsers(workbook.url, desktop));
      if (!opened) console.log('No browser could be opened from here: open the address yourself.');
    }
    return await ended;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nFor all options: npm start -- --help`);
    return EXIT.usage;
  }
}

function portOf(value: string | undefined): number {
  if (value === undefined) return FIRST_PORT;
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new UsageError(`--port needs a whole number from 0 to 65535, not '${value}'.`);
}

async function started(root: string, load: CommandContext['load'], port: number): Promise<Workbook> {
  try {
    return await Workbook.start({ root, load, port });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== 'listen') throw error;
    throw new UsageError(
      `Nothing can listen on port ${port} or one of those behind it (${code}). Name another: npm start -- --port 4100`,
    );
  }
}

/** Resolves once the person ends the server; a second Ctrl-C does not wait for the tidying. */
function untilAsked(root: string, workbook: Workbook): Promise<number> {
  process.on('exit', () => {
    killEverything();
    removeFolders();
    removePageFile(root, process.pid);
  });
  // Nobody reads what is printed any more; the page works all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(EXIT.pass);
        asked = true;
        // A check that is under way ends soon; a person who has pressed Ctrl-C does not wait for it.
        setTimeout(() => process.exit(EXIT.pass), ENDS_WITHIN_MS).unref();
        workbook.close().then(
          () => process.exit(EXIT.pass),
          () => process.exit(EXIT.checker),
        );
        resolve(EXIT.pass);
      });
    }
  });
}
