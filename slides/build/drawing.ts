import { existsSync, readFileSync } from 'node:fs';
import { SlideError } from './deck.ts';
import { escapeHtml } from './highlight.ts';

const ARROWS = ['ink', 'soft', 'client', 'server', 'accent', 'good', 'bad'];

/** A drawing as part of the page, so that it has the page's fonts and colours. */
export function drawing(place: string, href: string, words: string): string {
  if (!existsSync(place)) throw new SlideError(`There is no drawing ${href}.`);
  const svg = readFileSync(place, 'utf8')
    .replace(/<\?xml[^>]*>|<!--[\s\S]*?-->/g, '')
    .trim();
  if (!/^<svg\b[^>]*viewBox=/.test(svg)) throw new SlideError(`${href} is no SVG with a viewBox.`);
  if (/<script|<image|<foreignObject|\bon\w+=|href="(?!#)|url\((?!#)/i.test(svg))
    throw new SlideError(
      `${href} has something in it that is no drawing: scripts, images, or places elsewhere.`,
    );
  const id = href.replace(/^.*\/|\.svg$/g, '');
  const heads = ARROWS.map(
    (colour) =>
      `<marker id="${id}-arrow-${colour}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="5" markerHeight="5" orient="auto-start-reverse"><path class="head ${colour}" d="M0 0L10 5L0 10z"/></marker>`,
  );
  const withHeads = svg
    // Each arrow has a head of its own colour.
    .replace(
      /<(line|path|polyline)\b([^>]*?class="([^"]*\barrow\b[^"]*)"[^>]*?)(\/?)>/g,
      (_, tag, rest, classes, end) => {
        const colour = ARROWS.find((one) => classes.split(/\s+/).includes(one)) ?? 'ink';
        return `<${tag}${rest.replace(/\s*marker-end="[^"]*"/, '')} marker-end="url(#${id}-arrow-${colour})"${end}>`;
      },
    )
    .replace(/url\(#arrow\)/g, `url(#${id}-arrow-ink)`);
  const begin = withHeads.replace(
    /^<svg\b/,
    `<svg role="img" aria-label="${escapeHtml(words)}" class="drawing"`,
  );
  return begin.replace(/>/, `><defs>${heads.join('')}</defs>`);
}
