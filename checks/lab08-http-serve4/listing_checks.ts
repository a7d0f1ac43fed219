import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nextClient } from '../engine/common_checks.ts';
import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { contentOf, statusOf } from '../engine/http/ask.ts';
import { expectStatus } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectEntries, expectFile, expectFolder, type Linked } from './entries.ts';
import { getFollowing, list } from './listing.ts';
import { labSite } from './site.ts';

/** One page, as every server gives it. */
async function rootPage(context: ServerContext): Promise<void> {
  await list(context, '/', '', {
    why: 'The target / is the web root, and that is a folder: it gets a listing.',
  });
}

/** Folders, one careful client at a time. */
export const LISTING_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'answers a GET of / with a page',
    {
      id: 'page',
      spec: 'RFC 9110, sections 9.3.1 and 8.3',
      hints: [
        'What does your program send for /, and which status and Content-Type stand in front of it?',
        'The web root itself is a folder, so / gets a listing: status 200, and Content-Type text/html.',
        'return okResponse(await listing(webRoot));   // without await the page is not there yet',
      ],
    },
    rootPage,
  ),
  nextClient(rootPage),
  check(
    'lists every entry of the web root, each with a link, and nothing else',
    {
      id: 'entries',
      spec: 'the handout, "A listing"',
      hints: [
        'Where do the names in your page come from?',
        'readdir(folder) gives the names in a folder. Each becomes a link: <a href="name">name</a>.',
        'for (const name of await readdir(folder)) rows.push(`<li><a href="…">…</a>`);   // in the href encodeURIComponent(name)',
      ],
    },
    async (context) => {
      const { many } = labSite(context.site);
      const listing = await list(context, '/', '');
      for (const linked of expectEntries(context, listing, context.site.entries())) {
        if (!linked.entry.isFolder) await expectFile(context, listing, linked);
        else if (linked.entry.name !== many) await expectFolder(context, listing, linked);
      }
    },
  ),
  check(
    'lists the folders in it, and those in them, down to the deepest',
    {
      id: 'nested',
      needs: ['page', 'entries'],
      spec: 'the handout, "From a target to a file"',
      hints: [
        'Which folder does your program read when the target is /a/b/?',
        'The path of the target is added to the web root: path.join(webRoot, name). Then stat() tells whether that is a folder.',
        'const file = path.join(webRoot, name); if ((await stat(file)).isDirectory()) return okResponse(await listing(file));',
      ],
    },
    nestedFolders,
  ),
  check(
    'lists a folder with 300 entries, all of them',
    {
      id: 'many',
      needs: ['page', 'entries'],
      spec: 'the handout, "A listing"',
      hints: [
        'How long is your page for a folder with 300 files, and how much of it arrives?',
        'The page is some 20 kilobytes. Nothing may cut it: not a buffer of fixed size, and not a Content-Length that was taken before the page was complete.',
        'Build the whole page first, make a Buffer of it, and take the length of that Buffer.',
      ],
    },
    async (context) => {
      const { many } = labSite(context.site);
      const listing = await list(context, `/${many}/`, many);
      const linked = expectEntries(context, listing, context.site.entries(many));
      for (const one of context.random.shuffle(linked).slice(0, 5)) await expectFile(context, listing, one);
    },
  ),
];

/** What changes while the program runs. After the checks of the statuses: it needs `missing`. */
export const FRESH_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'looks at the disk again for every request',
    {
      id: 'fresh',
      needs: ['page', 'entries', 'nested', 'missing'],
      spec: 'the handout, "A listing"',
      hints: [
        'When does your program read the folder: once at its start, or for every request?',
        'Files come and go while the server runs. Call readdir() in the function that answers a request.',
        'Move readdir() and stat() from the top of the file into listing(folder) and answerGet(request).',
      ],
    },
    comesAndGoes,
  ),
];

/** From the root down, by the links alone. */
async function nestedFolders(context: ServerContext): Promise<void> {
  const { site } = context;
  const { plain, inner, deep } = labSite(site);
  for (const folder of [plain, inner]) {
    const listing = await list(context, `/${folder}/`, folder);
    expectEntries(context, listing, site.entries(folder));
  }
  let listing = await list(context, '/', '');
  for (const name of deep.folder.split('/')) {
    const linked = expectEntries(context, listing, site.entries(listing.folder));
    const next = linked.find(({ entry }) => entry.name === name) as Linked;
    listing = await expectFolder(context, listing, next);
  }
  expectEntries(context, listing, [{ name: deep.marker, isFolder: false }]);
}

async function comesAndGoes(context: ServerContext): Promise<void> {
  const { changing } = labSite(context.site);
  const [file, folder] = [`new-${context.random.word()}.txt`, `new-${context.random.word()}`];
  const onDisk = (name: string) => join(context.site.root, changing, name);
  const shown = async () => {
    const listing = await list(context, `/${changing}/`, changing);
    return listing.links.some(({ path }) => path === `${changing}/${file}`);
  };
  let old: Buffer | undefined;
  const askFolder = () => getFollowing(context, `/${changing}/${folder}/`);
  await shown();
  try {
    writeFileSync(onDisk(file), 'new\n');
    mkdirSync(onDisk(folder));
    if (!(await shown())) failRemembering('A file was made', 'does not show it');
    const { answer } = await askFolder();
    expectStatus(answer, 200, 'The folder was made a moment ago, and now it is there.');
    old = contentOf(answer);
  } finally {
    rmSync(onDisk(file), { force: true });
    rmSync(onDisk(folder), { recursive: true, force: true });
  }
  if (await shown()) failRemembering('A file was removed', 'still shows it');
  const { answer } = await askFolder();
  // Another page with 200 is not the old one: such a program says 200 to everything.
  const remembered = statusOf(answer) === 200 && old !== undefined && contentOf(answer).equals(old);
  const diagnosis = remembered ? 'remembers-listing' : 'wrong-status';
  expectStatus(answer, [404, 403], 'The folder was there a moment ago; now it is gone.', diagnosis);
}

const failRemembering = (what: string, how: string): never =>
  fail(
    'remembers-listing',
    `${what} after the folder had been listed once, and the next listing ${how}. Read the folder anew for every request.`,
  );
