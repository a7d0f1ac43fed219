import type { Random } from '../engine/random.ts';
import type { Site } from '../engine/site/site.ts';

/** The file of the web root that every request is answered with. */
export const PAGE = 'tiny_html.html';

/** Every page of ours begins so: by this it is found in an answer whose blank line is missing. */
export const PAGE_START = '<!doctype html>';

/**
 * Fills the web root of a run: one page that nobody can have guessed. Its bytes, its characters and the
 * units of a string in JavaScript are three different numbers, and it has a blank line of its own.
 */
export function makePage(site: Site, random: Random): void {
  const lines = [
    PAGE_START,
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<title>${random.word()}</title>`,
    '',
    `<p>Montréal, 日本, 1 €, 🙂 and ${random.word(8)}</p>`,
    '</html>',
    '',
  ];
  site.write(PAGE, lines.join('\n'));
}
