import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { type Answer, fieldsOf, get, statusOf } from '../engine/http/ask.ts';
import { expectStatus, expectWhole } from '../engine/http/expect.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { expectEntries } from './entries.ts';
import { list, pathOf, REDIRECTS, readListing, redirectTarget, urlOf } from './listing.ts';
import { labSite } from './site.ts';

/** Folders that are asked for without their slash. */
export const SLASH_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'shows a folder also without the slash at the end, with links that work',
    {
      id: 'without-slash',
      needs: ['page', 'nested'],
      spec: 'RFC 3986, section 5.2.3; the handout, "A slash at the end"',
      hints: [
        'From /pictures, where does the link "dot.png" lead? And from /pictures/?',
        'A browser replaces what stands behind the last slash of the URL. So either the links begin at the web root, or /pictures is redirected to /pictures/.',
        "if (!path.endsWith('/')) throw new HttpError(301, 'This is a folder.', { Location: path + '/' });   // a path that you made",
      ],
    },
    withoutSlash,
  ),
];

/** Where a redirect may lead. */
export const HOME_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'sends nobody to another server, and lets nobody write its headers',
    {
      id: 'redirects-home',
      spec: 'the handout, "A slash at the end"; RFC 3986, section 4.2',
      rude: true,
      hints: [
        'What is in your Location header when the target is //example.com/..?',
        'A Location that begins with // names another host. And what is decoded may hold \\r\\n, which ends a header line. Do not send back what the client sent.',
        'Make Location from the path on your disk, one slash in front, and encode every name in it anew: names.map(encodeURIComponent).join("/")',
      ],
    },
    staysHome,
  ),
];

/** Redirects to folders whose names have to be encoded. */
export const REDIRECT_NAME_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'shows a folder of any name without its slash, too',
    {
      id: 'redirect-names',
      needs: ['page', 'links', 'without-slash'],
      spec: 'RFC 9110, section 10.2.2; the handout, "A slash at the end"',
      hints: [
        'What is in your Location header for the folder "#1"?',
        'Location holds a URL, as the links of a page do: every name in it is percent-encoded. encodeURI leaves # and ? as they are.',
        "const names = path.relative(webRoot, file).split(path.sep); '/' + names.map(encodeURIComponent).join('/') + '/'",
      ],
    },
    oddNamesWithoutSlash,
  ),
];

/** A redirect as it should be. */
export const REDIRECT_BONUS_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'redirects a folder without the slash, for good: 301, with the query',
    {
      id: 'redirect-301',
      tier: 'bonus',
      needs: ['page', 'without-slash'],
      spec: 'RFC 9110, sections 10.2.2 and 15.4.2; the handout, "Bonus: what a good listing has"',
      hints: [
        'Which URL should a visitor see who asked for /pictures?',
        '/pictures/. The status 301 says that this is for good, the header Location says where. What stood behind the ? goes along.',
        "throw new HttpError(301, 'This is a folder.', { Location: path + '/' + query });   // query with its ?, or ''",
      ],
    },
    forGood,
  ),
];

async function withoutSlash(context: ServerContext): Promise<void> {
  const { plain, inner } = labSite(context.site);
  for (const folder of [plain, inner]) {
    const target = `/${folder}`;
    const answer = await get(context, target);
    expectWhole(answer);
    const entries = context.site.entries(folder);
    if (REDIRECTS.includes(statusOf(answer) ?? 0)) {
      const next = redirectTarget(context, answer, target);
      if (next === undefined) failToRedirect(context, answer, target);
      expectEntries(context, await list(context, next, folder), entries);
      continue;
    }
    const listing = readListing(context, answer, target, folder, {
      why: 'It is a folder, with or without a slash behind its name.',
    });
    const lost = listing.links.find(({ path }) =>
      entries.some(({ name }) => path === besideOf(folder, name)),
    );
    if (lost) {
      fail(
        'links-break-without-slash',
        `"${answer.asked}" got the listing itself, but its links begin where the URL ends: from there href="${lost.href}" leads to /${lost.path}, not to something in /${folder}. Redirect to ${target}/, or begin every link with a slash.`,
        { actual: listing.html, at: lost.at },
      );
    }
    expectEntries(context, listing, entries);
  }
}

/** A redirect from a folder with an odd name leads to that same folder. Without a redirect the page is what counts. */
async function oddNamesWithoutSlash(context: ServerContext): Promise<void> {
  const { folderNames } = labSite(context.site);
  // Letters beyond ASCII may stand in Location as they are; browsers understand it.
  const ascii = folderNames.filter(({ name }) => /^[ -~]+$/.test(name));
  for (const { folder, marker, name } of ascii) {
    const target = targetOf(folder);
    const answer = await get(context, target);
    expectWhole(answer);
    const location = fieldsOf(answer).value('Location');
    if (location === undefined || !REDIRECTS.includes(statusOf(answer) ?? 0)) {
      const page = readListing(context, answer, target, folder);
      if (!page.html.includes(marker))
        fail('wrong-folder', `"${answer.asked}" got the page of another folder.`, { actual: page.html });
      continue;
    }
    const next = redirectTarget(context, answer, target);
    if (next !== undefined && pathOf(next) === folder) {
      expectEntries(context, await list(context, next, folder), [{ name: marker, isFolder: false }]);
      continue;
    }
    fail(
      'redirect-not-encoded',
      `"${answer.asked}", the folder "${name}", got a redirect to ${location}, which does not lead there: ${next === undefined ? 'it is no URL of this server' : `a browser asks for ${next}`}. Encode every name in Location: encodeURIComponent(name).`,
      { expected: `Location: ${target}/`, actual: locationLine(answer) },
    );
  }
}

/** The header line that says where to go. */
function locationLine(answer: Answer): Buffer {
  const at = (fieldsOf(answer).first('Location')?.at ?? 0) - answer.reader.places.start;
  const line = answer.received.subarray(at);
  const end = line.indexOf('\n');
  return end < 0 ? line : line.subarray(0, end + 1);
}

/** Where a name lies when the last part of the folder's path is taken for a file. */
const besideOf = (folder: string, name: string): string =>
  [...folder.split('/').slice(0, -1), name].join('/');

function failToRedirect(context: ServerContext, answer: Answer, target: string): never {
  const location = fieldsOf(answer).value('Location');
  const so = `"${answer.asked}" got the status ${statusOf(answer)}`;
  if (location === undefined) {
    fail('no-location', `${so}, but no Location header says where to go.`, { actual: answer.received });
  }
  return failElsewhere(context, answer, target, location);
}

function failElsewhere(context: ServerContext, answer: Answer, target: string, location: string): never {
  const base = urlOf(context, target);
  const host = URL.canParse(location, base) ? new URL(location, base).host : '';
  return fail(
    'redirects-elsewhere',
    `"${answer.asked}" got a redirect to ${location}${host ? `, which a browser takes for the server ${host}` : ', which is no URL'}. A link to your server must not lead to another one: begin Location with one slash, and make the path yourself.`,
    { actual: locationLine(answer), at: 'Location: '.length },
  );
}

async function staysHome(context: ServerContext): Promise<void> {
  const { plain, inner } = labSite(context.site);
  const [, last = ''] = inner.split('/');
  const targets = [
    `/%0d%0aX-Injected:%20yes/../${plain}`,
    `/%0aX-Injected:%20yes/..%2f${plain}`,
    `/${plain}?%0d%0aX-Injected:%20yes`,
    `/${plain}%0d%0aX-Injected:%20yes`,
    `/${plain}/%0d%0aX-Injected:%20yes`,
    `//${plain}`,
    `///${plain}`,
    `//${plain}/${last}`,
    '//example.com/..',
    '//example.com/%2e%2e',
    `//example.com/%2e%2e/${plain}`,
    '///example.com/..%2f..',
    `/\\example.com/..%2f${plain}`,
    `/%5cexample.com/..%2f${plain}`,
    '/%2fexample.com/..',
    `/%2f%2fexample.com/..%2f..%2f${plain}`,
    `/.//${plain}`,
  ];
  for (const target of targets) {
    const answer = await get(context, target);
    if (fieldsOf(answer).has('X-Injected')) {
      fail(
        'header-injected',
        `"${answer.asked}": %0d%0a in the target became a line end in the head, and what stands behind it a header of its own: X-Injected. Whoever makes such a link writes the headers of your answer. Encode what goes into a header.`,
        { actual: answer.received, at: fieldsOf(answer).first('X-Injected')?.at ?? 0 },
      );
    }
    const location = fieldsOf(answer).value('Location');
    if (location === undefined || !REDIRECTS.includes(statusOf(answer) ?? 0)) continue;
    if (redirectTarget(context, answer, target) === undefined)
      failElsewhere(context, answer, target, location);
  }
  await list(context, `/${plain}/`, plain);
}

async function forGood(context: ServerContext): Promise<void> {
  const { plain, inner } = labSite(context.site);
  for (const folder of [plain, inner]) {
    for (const query of ['', `?x=${context.random.word()}`]) {
      const target = `/${folder}${query}`;
      const answer = await get(context, target);
      expectStatus(
        answer,
        [301, 308],
        'It is a folder, and its URL ends with a slash. 301, Moved Permanently, with Location says so.',
        'not-for-good',
      );
      const next = redirectTarget(context, answer, target);
      if (next === undefined) failToRedirect(context, answer, target);
      if (next === `/${folder}/${query}`) continue;
      const location = fieldsOf(answer).value('Location') ?? '';
      const lost = next === `/${folder}/`;
      fail(
        lost ? 'query-lost' : 'wrong-location',
        `"${answer.asked}" got a redirect to ${location}. ${lost ? 'The query got lost on the way: it goes along.' : `The folder is at /${folder}/${query}.`}`,
        { expected: `Location: /${folder}/${query}`, actual: answer.received },
      );
    }
  }
}
