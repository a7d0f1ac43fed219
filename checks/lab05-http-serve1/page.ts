import type { ServerContext } from '../engine/context/server.ts';
import type { Random } from '../engine/random.ts';
import type { Site } from '../engine/site/site.ts';

/** The file that the program sends, in the web root. */
export const PAGE_NAME = 'tiny_html.html';

/** The words that the title of a page ends with: no two pages have the same. */
const TITLE = /<title>[^<]* (\w+ \w+)<\/title>/;

/** Fills the web root: the page, and another one that nobody has asked for. */
export function site(site: Site, random: Random): void {
  site.write(PAGE_NAME, tinyPage(random));
  site.write('index.html', otherPage(random));
}

/**
 * A page with what a program may spoil: letters of two and three bytes, two kinds of line ends, a line that is
 * not valid UTF-8, blank lines at its beginning and its end, and no line end behind its last line.
 */
function tinyPage(random: Random): Buffer {
  return Buffer.concat([
    Buffer.from(
      [
        '',
        '<!doctype html>',
        `<title>A page about ${random.word()} ${random.word()}</title>`,
        `<p>From Montréal to 日本 for ${random.integer(2, 10)} €.`,
        '<p>This line ends with CR LF.\r',
        '<p>And this is ',
      ].join('\n'),
    ),
    Buffer.from(`an é of one byte (ISO 8859-1): é\n`, 'latin1'),
    Buffer.from(`<p>${random.word()}\n\n `),
  ]);
}

const otherPage = (random: Random): string =>
  `<!doctype html>\n<title>Not this page, ${random.word()} ${random.word()}</title>\n`;

/**
 * A page of 6 MiB: more than the system takes from a program in one go. Only its lines differ, so that a
 * piece that is missing or comes twice is seen.
 */
export function largePage(random: Random): Buffer {
  const title = `${random.word()} ${random.word()}`;
  const filling = random.word(1000);
  const lines = Array.from({ length: 6200 }, (_, i) => `<p>${i} ${filling}\n`);
  return Buffer.from(`<!doctype html>\n<title>A large page about ${title}</title>\n${lines.join('')}`);
}

/** The bytes of the page, as they are on the disk now. */
export function pageOf(context: ServerContext): Buffer {
  const file = context.site.files.get(PAGE_NAME);
  if (!file) throw new Error('the site has no page');
  return file.content;
}

/** The words in the title of the page, by which it is known among others. */
export const titleOf = (page: Buffer): string => TITLE.exec(page.toString('latin1', 0, 500))?.[1] ?? '';

const asText = (bytes: Buffer): string =>
  bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll('\r', '')
    .trim();

/** Larger pages are compared as bytes only: it would take too long to read them as text, again and again. */
const SMALL = 100_000;

/** Whether so many bytes can be the whole page: a way through text makes it neither half as long nor three times. */
export const canBeWhole = (page: Buffer, length: number): boolean =>
  page.length > SMALL ? length === page.length : length >= page.length / 2 && length <= page.length * 3;

/**
 * Whether this is the page, perhaps after a journey through text: one check looks at every byte; for the others
 * it is enough that the page came, so that one mistake is one failure.
 */
export function isPage(page: Buffer, received: Buffer): boolean {
  if (received.equals(page)) return true;
  if (page.length > SMALL || !canBeWhole(page, received.length)) return false;
  const text = asText(received);
  return text === asText(page) || text === asText(Buffer.from(page.toString('latin1')));
}
