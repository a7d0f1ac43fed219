import { TEXTS } from '../page/texts.ts';
import type { PageBundle } from './bundle.ts';
import { escapeHtml } from './escape.ts';
import type { Answer } from './respond.ts';

interface Shell {
  token: string;
  /** Another one for every start of the server. */
  epoch: string;
  title?: string;
}

/** The page, or why there is none. */
export async function shellAnswer(bundle: PageBundle, about: Shell): Promise<Answer> {
  let note: string | undefined;
  try {
    const { js } = await bundle.current();
    if (!js) note = TEXTS.shell.notBuilt;
  } catch (error) {
    const { message } = error as Error;
    const missing = /Could not resolve "preact/.test(message);
    note = missing ? TEXTS.shell.notInstalled : TEXTS.shell.notCompiled(message);
  }
  return {
    type: 'text/html; charset=utf-8',
    body: shell({ ...about, ...(note !== undefined && { note }) }),
  };
}

export const scriptAnswer = async (bundle: PageBundle): Promise<Answer> => ({
  type: 'text/javascript; charset=utf-8',
  body: (await bundle.current()).js,
});

export const styleAnswer = async (bundle: PageBundle): Promise<Answer> => ({
  type: 'text/css; charset=utf-8',
  body: (await bundle.current()).css,
});

/** The HTML of the page; the rest is the script's. */
function shell({ token, epoch, title = TEXTS.title, note }: Shell & { note?: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
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
