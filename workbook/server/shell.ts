import { TEXTS } from '../page/texts.ts';
import { escapeHtml } from './escape.ts';

/** The HTML of the page; the rest is the script's. */
export function shell({ token, epoch, note }: { token: string; epoch: string; note?: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${TEXTS.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="workbook-token" content="${escapeHtml(token)}">
<meta name="workbook-epoch" content="${escapeHtml(epoch)}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/app.css">
<script type="module" src="/app.js"></script>
</head>
<body>
<div id="app">${note ? `<pre>${escapeHtml(note)}</pre>` : ''}</div>
<noscript><p>${TEXTS.withoutScript}</p></noscript>
</body>
</html>
`;
}

/** For a page that has no icon of its own yet: two lanes and what goes between them. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f4f8f"/><path d="M8 6v20M24 6v20" stroke="#9cc3f0" stroke-width="2.5" stroke-linecap="round"/><path d="M10 12h10m-3-3 3 3-3 3M22 21H12m3-3-3 3 3 3" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>
`;
