import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { contentOf, get, statusOf } from '../engine/http/ask.ts';
import { type Check, check } from '../engine/lab.ts';
import { targetOf } from '../engine/site/site.ts';
import { expectEntries, expectFile, expectFolder } from './entries.ts';
import { list } from './listing.ts';
import { expectCharset, expectNoMarkup, expectShownNames } from './shown_names.ts';
import { type LabSite, labSite } from './site.ts';

/** How a target is spelled, and what of it is the name. */
export const SPELLING_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'decodes the target once: %41 is A, %2541 is %41, and + is a plus',
    {
      id: 'spelling',
      needs: ['page', 'entries'],
      spec: 'RFC 3986, sections 2.1 and 2.4',
      hints: [
        'Which folder does /a%20b/ mean, and which one /a+b/?',
        'decodeURIComponent, once, is all that a path needs. That + stands for a space is a custom of forms, in queries.',
        "const name = decodeURIComponent(uri.replace(/[?#].*/, ''));   // once, and nothing else",
      ],
    },
    spellings,
  ),
  check(
    'takes the query for no part of the name',
    {
      id: 'query',
      needs: ['page', 'entries'],
      spec: 'RFC 3986, section 3.4; RFC 9112, section 3.2.1',
      hints: [
        'Is there a folder named "pictures/?sort=name" on your disk?',
        'The path of a target ends at the first question mark. What follows is the query; this server has no use for it.',
        "const path = uri.replace(/[?#].*/, '');   // before it is decoded: %3F is part of a name",
      ],
    },
    async (context) => {
      const { plain } = labSite(context.site);
      const { random, site } = context;
      for (const query of [`?${random.word()}`, `?sort=name&x=%20${random.word()}`, '?a?b=/../c', '?']) {
        for (const folder of ['', plain]) {
          const target = `${folder === '' ? '/' : `/${folder}/`}${query}`;
          const why = `The path of this target is /${folder}; what stands behind the ? is the query.`;
          const listing = await list(context, target, folder, { why, notFound: 'query-in-name' });
          expectEntries(context, listing, site.entries(folder));
        }
      }
    },
  ),
];

/** Names that mean something to HTML, to URLs, or to both. */
export const NAME_CHECKS: readonly Check<ServerContext>[] = [
  check(
    'makes a working link of every name: spaces, &, <, ", #, ?, %, +, é, 200 characters',
    {
      id: 'links',
      needs: ['page', 'entries'],
      spec: 'RFC 3986, section 2.1; the handout, "Encode and escape"',
      hints: [
        'What does a browser ask for when somebody clicks on the link of a file named #1?',
        'In a URL some characters have a meaning. Percent-encoding takes it away: encodeURIComponent(name) in the link, decodeURIComponent() when it comes back.',
        '<a href="…"> with encodeURIComponent(name) for the dots, and in resolveUri: const name = decodeURIComponent(path);',
      ],
    },
    followHostileLinks,
  ),
  check(
    'shows every name as it is, and lets none of them become markup',
    {
      id: 'escaped',
      needs: ['page', 'entries'],
      spec: 'the handout, "Encode and escape"; HTML Standard, section 13.1.4 (character references)',
      hints: [
        'What does a browser make of a file whose name is <img src=x onerror=alert(1)>?',
        'Whoever can name a file could run a program in the browser of your visitors. &, <, > and quotation marks become &amp; &lt; &gt; &quot;, in the title of the page too.',
        "text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\"', '&quot;')",
      ],
    },
    hostileNamesOnPage,
  ),
];

async function followHostileLinks(context: ServerContext): Promise<void> {
  const site = labSite(context.site);
  const { hostileFiles, fileNames, hostileFolders, folderNames } = site;
  const ofFiles = await list(context, `/${hostileFiles}/`, hostileFiles);
  const files = fileNames.map((entry) => ({ ...entry, isFolder: false }));
  for (const linked of expectEntries(context, ofFiles, files)) await expectFile(context, ofFiles, linked);

  const ofFolders = await list(context, `/${hostileFolders}/`, hostileFolders);
  const folders = folderNames.map((entry) => ({ ...entry, isFolder: true }));
  for (const linked of expectEntries(context, ofFolders, folders)) {
    const page = await expectFolder(context, ofFolders, linked);
    const { marker, name } = folderNames.find(
      (one) => one.name === linked.entry.name,
    ) as (typeof folderNames)[number];
    if (!page.html.includes(marker)) {
      const other = folderNames.find((one) => page.html.includes(one.marker));
      fail(
        'wrong-folder',
        `The link of "${name}" is right, but the page that it leads to is ${other ? `that of "${other.name}"` : 'not that of this folder'}.`,
        { expected: marker, actual: page.html },
      );
    }
    // The name of the folder is a part of where the links of its page start.
    expectEntries(context, page, [{ name: marker, isFolder: false }]);
  }
}

async function hostileNamesOnPage(context: ServerContext): Promise<void> {
  const { hostileFiles, fileNames, hostileFolders, folderNames } = labSite(context.site);
  for (const [folder, names] of [
    [hostileFiles, fileNames],
    [hostileFolders, folderNames],
  ] as const) {
    const listing = await list(context, `/${folder}/`, folder);
    expectNoMarkup(listing.answer, names);
    expectCharset(listing);
    expectShownNames(listing, names);
  }
  // The name of the folder itself: in the title, in a heading, in links to the folders above.
  for (const entry of folderNames) {
    const answer = await get(context, targetOf(entry.folder).concat('/'));
    expectNoMarkup(answer, [entry]);
  }
}

/** Targets, the folder that each means, and the mistake of who takes it for another. */
function cases({ spelling, plain }: LabSite): [target: string, marker: string, wrong: string, why: string][] {
  const { plus, space, percent, letter, accent } = spelling;
  const code = plain.charCodeAt(0).toString(16);
  const [, plusName = ''] = plus.folder.split('/');
  const spell = plus.folder.split('/')[0] as string;
  const withPlus = `/${spell}/${encodeURIComponent(plusName).replace('%2B', '+')}/`;
  const small = encodeURIComponent(accent.folder.split('/')[1] as string).toLowerCase();
  return [
    [`/%${code}${plain.slice(1)}/`, '', 'not-decoded', `%${code} is ${plain[0]}.`],
    [`${targetOf(space.folder)}/`, space.marker, 'not-decoded', '%20 is a space.'],
    [`/${spell}/${small}/`, accent.marker, 'not-decoded', '%c3%a9 is é, as %C3%A9 is.'],
    [`/${letter.folder.replace('/A', '/%41')}/`, letter.marker, 'not-decoded', '%41 is A.'],
    [withPlus, plus.marker, 'plus-as-space', 'In a path + is a plus; a space is %20.'],
    [`${targetOf(plus.folder)}/`, plus.marker, 'plus-as-space', '%2B is a plus.'],
    [
      `${targetOf(percent.folder)}/`,
      percent.marker,
      'decoded-twice',
      '%25 is %, so %2541 is %41, and it stays so: what is decoded is not decoded again.',
    ],
  ];
}

async function spellings(context: ServerContext): Promise<void> {
  const site = labSite(context.site);
  for (const [target, marker, wrong, why] of cases(site)) {
    const { html, answer } = await list(context, target, '', { why, notFound: wrong });
    if (marker === '' || html.includes(marker)) continue;
    fail(wrong, `"${answer.asked}" got the page of another folder. ${why}`, {
      expected: marker,
      actual: html,
    });
  }
  // A folder with a space is not found under a plus.
  const { space } = site.spelling;
  const answer = await get(context, `${targetOf(space.folder).replaceAll('%20', '+')}/`);
  if (statusOf(answer) === 200 && contentOf(answer).includes(space.marker)) {
    fail(
      'plus-as-space',
      `"${answer.asked}" got the page of "${space.folder}". In a path + is a plus; a space is %20.`,
      { actual: contentOf(answer) },
    );
  }
}
