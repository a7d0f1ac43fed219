import { posix } from 'node:path';
import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { contentOf, get } from '../engine/http/ask.ts';
import { charsetOf, expectStatus, typeOf } from '../engine/http/expect.ts';
import { visibleText } from '../engine/http/listing.ts';
import { type Check, check } from '../engine/lab.ts';
import { expectEntries } from './entries.ts';
import { type Listing, list } from './listing.ts';
import { labSite } from './site.ts';
import { showsSize, showsTime } from './written_numbers.ts';

/** What a good listing has. */
export const BONUS_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'says in words what a 404 is, and in which encoding',
    {
      id: 'not-found-page',
      tier: 'bonus',
      needs: ['page', 'missing'],
      spec: 'RFC 9110, sections 15.5.5 and 8.3; the handout, "Bonus: notFoundResponse"',
      hints: [
        'What does a person see in the browser window when nothing is there?',
        'A response of its own: status 404, Content-Type with charset, and a page that says in words that nothing is there.',
        "function notFoundResponse() { return clientErrorResponse(new HttpError(404, 'There is nothing of that name here.')); }",
      ],
    },
    notFoundPage,
  ),
  check(
    'links every folder with the one above it',
    {
      id: 'parent',
      tier: 'bonus',
      needs: ['page', 'nested'],
      spec: 'RFC 3986, section 5.2.4; the handout, "Bonus: what a good listing has"',
      hints: [
        'How does a visitor get back up from /a/b/?',
        'A link ../ leads one folder up, from every page whose URL ends with a slash.',
        'if (folder !== webRoot) rows.unshift(\'<a href="../">../</a>\');',
      ],
    },
    async (context) => {
      const { plain, inner, deep } = labSite(context.site);
      for (const folder of [plain, inner, deep.folder]) {
        const above = posix.dirname(folder) === '.' ? '' : posix.dirname(folder);
        const listing = await list(context, `/${folder}/`, folder);
        const link = listing.links.find(({ path, target }) => path === above && target?.endsWith('/'));
        if (!link) {
          fail('no-parent-link', `"${listing.answer.asked}": no link of the page leads to /${above}.`, {
            actual: listing.html,
          });
        }
        const page = await list(context, link.target as string, above);
        expectEntries(context, page, context.site.entries(above));
      }
    },
  ),
  check(
    'lists folders first',
    {
      id: 'folders-first',
      tier: 'bonus',
      needs: ['page', 'entries'],
      spec: 'the handout, "Bonus: what a good listing has"',
      hints: [
        'In which order does readdir() give the names?',
        'In any order. stat() every entry, and sort: folders before files, and then by name.',
        'entries.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name));',
      ],
    },
    async (context) => {
      const { sized } = labSite(context.site);
      const listing = await list(context, `/${sized}/`, sized);
      const linked = expectEntries(context, listing, context.site.entries(sized));
      const inOrder = linked.sort((a, b) => a.link.at - b.link.at);
      const file = inOrder.findIndex(({ entry }) => !entry.isFolder);
      const late = inOrder.slice(file).find(({ entry }) => entry.isFolder);
      if (!late) return;
      fail(
        'folders-not-first',
        `"${listing.answer.asked}": the folder "${late.entry.name}" stands behind the file "${inOrder[file]?.entry.name}".`,
        { actual: listing.html, at: late.link.at },
      );
    },
  ),
  check(
    'shows the size and the time of every file',
    {
      id: 'columns',
      tier: 'bonus',
      needs: ['page', 'entries'],
      spec: 'the handout, "Bonus: what a good listing has"',
      hints: [
        'What does stat() tell besides isDirectory()?',
        'size, in bytes, and mtime, the time of the last change. Both go into the row of the entry.',
        "'<tr><td>' + link + '<td>' + stats.size + '<td>' + stats.mtime.toISOString().slice(0, 16)",
      ],
    },
    sizesAndTimes,
  ),
];

async function notFoundPage(context: ServerContext): Promise<void> {
  for (const target of [`/${context.random.word(9)}`, `/${context.random.word(9)}/`]) {
    const answer = await get(context, target);
    expectStatus(answer, 404, 'There is nothing of that name.');
    const evidence = { actual: answer.received };
    if (typeOf(answer) === undefined)
      fail('no-content-type', `"${answer.asked}": the page of the 404 has no Content-Type.`, evidence);
    if (charsetOf(answer) === undefined)
      fail(
        'no-charset',
        `"${answer.asked}": the Content-Type of the 404 does not say how its text is encoded.`,
        evidence,
      );
    const text = visibleText(contentOf(answer));
    if (text !== '') continue; // which words, and in which language, is free
    fail(
      'error-page-without-words',
      `"${answer.asked}": the page of the 404 has no words on it. Say what is wrong, for the person in front of the browser.`,
      evidence,
    );
  }
}

async function sizesAndTimes(context: ServerContext): Promise<void> {
  const { sized, sizes } = labSite(context.site);
  const listing = await list(context, `/${sized}/`, sized);
  const linked = expectEntries(context, listing, context.site.entries(sized));
  for (const { name, size, changed } of sizes) {
    const link = linked.find(({ entry }) => entry.name === name)?.link;
    const rows = link ? besides(listing, link.at) : [];
    const evidence = { actual: listing.html, at: link?.at ?? 0 };
    const so = `"${listing.answer.asked}": beside "${name}"`;
    if (!rows.some((row) => showsSize(row, size)))
      fail(
        'no-size',
        `${so} its size is not shown: ${size} bytes, which may be written ${(size / 1024).toFixed(1)}K.`,
        evidence,
      );
    if (!rows.some((row) => showsTime(row, changed)))
      fail(
        'no-time',
        `${so} the time of its last change is not shown: ${changed.toISOString().slice(0, 10)}.`,
        evidence,
      );
  }
}

/** What a person reads beside a link: from it to the next one, and from the one before to it. */
function besides({ html, links }: Listing, at: number): string[] {
  const places = links.map((link) => link.at).sort((a, b) => a - b);
  const i = places.indexOf(at);
  return [html.subarray(at, places[i + 1]), html.subarray(places[i - 1] ?? 0, at)].map(visibleText);
}
