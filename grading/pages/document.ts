import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';

export interface Page {
  title: string;
  /** The page without script: what can be read and printed in any case. */
  body: Html;
  /** What the script is given. */
  data: unknown;
  script: string;
  style: string;
}

/** Where the script finds its data, and where it draws. */
export const DATA_ID = 'data';

/**
 * A page in one file, which asks nobody for anything: its policy allows this script and this style, by their hashes,
 * and nothing else. What others wrote is data, and even a tag that got through could not run.
 */
export function pageDocument({ title, body, data, script, style }: Page): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
${body}
<script type="application/json" id="${DATA_ID}">${new Html(jsonInHtml(data))}</script>
<script>${new Html(script)}</script>
</body>
</html>
`.text;
}

/** JSON that can stand in a script element: no `<`, so that no tag can end or begin there, and no half letter. */
export const jsonInHtml = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c');

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
