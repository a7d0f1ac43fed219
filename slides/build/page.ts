import { escapeHtml } from './highlight.ts';
import type { RenderedDeck } from './render_deck.ts';

/** How a page gets its script and style: by address, or as part of it. */
export interface Assets {
  head: string;
  body: string;
}

/** Nothing is loaded from anywhere else; `blob:` and `data:` are for the speaker's window and pictures. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** JSON that can stand in a `<script>`. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The page of a deck. `policy`: only where a server could not say it. */
export function deckPage(deck: RenderedDeck, assets: Assets, policy = POLICY): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`}
<title>${escapeHtml(deck.title)}</title>
<link rel="icon" href="data:,">
${assets.head}
</head>
<body>
<main class="reveal" aria-label="${escapeHtml(deck.title)}"><div class="slides">
${deck.slides.map(({ html }) => html).join('\n')}
</div></main>
<script type="application/json" id="deck-data">${embedded(deck.data)}</script>
${assets.body}
</body>
</html>
`;
}

/** The page that lists the decks. `ending`: what follows the name of a deck in its address. */
export function listPage(
  decks: readonly RenderedDeck[],
  assets: Assets,
  ending: string,
  policy = POLICY,
): string {
  const rows = decks.map(({ name, title, subtitle, minutes, labs, slides }) => {
    const about = [
      `${slides.length} slides`,
      ...(minutes > 0 ? [`${minutes} minutes`] : []),
      ...(labs.length > 0 ? [labs.join(', ')] : []),
    ];
    return `<li><a href="${name}${ending}"><b>${escapeHtml(title)}</b><span>${escapeHtml(subtitle)}</span><small>${about.join(' · ')}</small></a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`}
<title>Network programming: the lecture</title>
<link rel="icon" href="data:,">
${assets.head}
</head>
<body class="list">
<main><h1>Network programming</h1><p>The lecture to the labs. In a deck: <kbd>→</kbd> goes on, <kbd>S</kbd> opens the speaker's window, <kbd>T</kbd> changes between light and dark, <kbd>?</kbd> shows all keys.</p>
<ol>${rows.join('\n')}</ol></main>
</body>
</html>
`;
}
