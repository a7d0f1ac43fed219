import { expect, test } from 'vitest';
import { Scanner, tokens } from './html_tokens.ts';

/** What would keep a reader busy that looks back, or to the end of the page for each of them. */
test.for(
  [
    '<',
    '<a ',
    '<a href="',
    "<a href='x' ",
    '<a href=',
    '</a ',
    '<!--',
    '<!-- --',
    '<!',
    '</',
    '</>',
    '<a =',
    '<a / ',
    '<title>',
    '<script><!--',
    '<script><!-- <script>',
    '<script></script',
    '<textarea></textarea ',
    '<a href=x>',
    '<a href=x>y<br>',
    '&',
    '&amp',
    '&#x',
    '&a',
    '\r',
    ' ',
    '-',
  ].flatMap((piece) => [
    [piece, piece],
    [`<a href="${piece}`, piece],
    [`<title>${piece}`, piece],
  ]),
)('each byte is looked at a few times: %j and many %j', ([begin, piece]) => {
  const html = Buffer.concat([Buffer.from(begin as string), Buffer.alloc(200_000, piece)]);
  const scanner = new Scanner(html);
  for (const _ of tokens(html, scanner)) if (scanner.scanned > 4 * html.length) break;
  expect(scanner.scanned).toBeLessThan(4 * html.length);
});
