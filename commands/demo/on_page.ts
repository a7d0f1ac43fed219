import { killEverything } from '../../checks/engine/program/running.ts';
import { removeFolders } from '../../checks/engine/program/target.ts';
import { browsers, launchFirst } from '../../workbook/server/launch.ts';
import { EXIT } from '../command.ts';
import { UsageError } from '../usage.ts';
import type { Demo } from './demo.ts';
import { DemoPage } from './page_server.ts';
import { inPlainWords } from './play.ts';
import { removeLeftovers } from './programs.ts';
import type { Show } from './show.ts';
import { showDemos } from './showing.ts';

const FIRST_PORT = 4100;
const ENDS_WITHIN_MS = 3000;

/** A page for the projector; resolves when the lecturer leaves, there or with Ctrl-C here. */
export async function onPage(
  root: string,
  first: Demo,
  file: string | undefined,
  open: boolean,
): Promise<number> {
  const page = new DemoPage(root);
  await listening(page);
  let show: Show | undefined;
  leavesNothingBehind(() => void show?.press('q'));
  const shown = showDemos(root, first, file, {
    begin: (one) => {
      show = one;
      page.show = one;
    },
    changed: () => page.changed(),
    end: () => {},
  });
  console.log(`The demo is at ${page.url}   (q there or Ctrl-C here ends it)`);
  if (open && !process.env.CI) void opened(page.url);
  const { demo, said } = await shown;
  await page.close();
  if (said) console.log(said);
  console.log(`To show it again: npm run demo ${demo.name} -- --page`);
  process.exit(EXIT.pass);
}

async function listening(page: DemoPage): Promise<void> {
  try {
    await page.listen(FIRST_PORT);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== 'listen') throw error;
    throw new UsageError(
      `Nothing can listen on port ${FIRST_PORT} or one of those behind it (${code}). Close what else is running there.`,
    );
  }
}

async function opened(url: string): Promise<void> {
  const words = await launchFirst(browsers(url, { platform: process.platform, env: process.env }));
  if (!words) console.log('No browser could be opened from here: open the address yourself.');
}

/** However it ends, no program is left. The first Ctrl-C is as good as the key q; the second does not wait. */
function leavesNothingBehind(quit: () => void): void {
  process.on('exit', () => {
    killEverything();
    removeFolders();
    removeLeftovers();
  });
  const failed = (error: unknown) => {
    console.error(inPlainWords(error));
    process.exit(EXIT.checker);
  };
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);
  // Nobody reads what is printed any more; the page works all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(EXIT.pass);
      asked = true;
      setTimeout(() => process.exit(EXIT.pass), ENDS_WITHIN_MS).unref();
      quit();
    });
  }
}
