import type { Random } from '../engine/random.ts';
import type { Site } from '../engine/site/site.ts';

/** The file of the web root that every request is answered with. */
export const PAGE = 'tiny_html.html';

/** Every page of ours begins so: by this it is found in an answer whose blank line is missing. */
export const PAGE_START = '<!doctype html>';

/**
 * Fills the web root of a run: one page that nobody can have guessed. Its bytes, its characters and the
 * units of a string in JavaScript are three different numbers, and it has a blank line of its own. A comment
 * has a byte in it that is no UTF-8, as old files do, and one line ends with CR LF: who makes text of the page
 * spoils it.
 */
export function makePage(site: Site, random: Random): void {
  const lines = [
    PAGE_START,
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<title>${random.word()}</title>`,
    '',
    '<!-- old: ? -->',
    '<p>This line ends with CR LF.\r',
    `<p>Montréal, 日本, 1 €, 🙂 and ${random.word(8)}</p>`,
    '</html>',
    '',
  ];
  const page = Buffer.from(lines.join('\n'));
  page[page.indexOf('?')] = 0xe9; // é in ISO 8859-1
  site.write(PAGE, page);
}
