import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from './browser.ts';
import { DIST } from './setting.ts';
import { buildSite } from './site.ts';

/** Builds the site and writes two PDF files of each deck: `NAME.pdf`, and `NAME-handout.pdf` with the notes. Gives their names. */
export async function buildPdfs(dist = DIST): Promise<string[]> {
  const decks = await buildSite(dist);
  const browser = await openBrowser();
  const written: string[] = [];
  try {
    const page = await browser.newPage({ colorScheme: 'light', reducedMotion: 'reduce' });
    for (const { name } of decks) {
      const address = pathToFileURL(join(dist, 'single', `${name}.html`)).href;
      for (const [query, ending, size] of [
        ['print-pdf', '', { preferCSSPageSize: true }],
        [
          'handout',
          '-handout',
          { format: 'A4', margin: { top: '14mm', bottom: '14mm', left: '16mm', right: '16mm' } },
        ],
      ] as const) {
        await page.goto(`${address}?${query}&theme=light`);
        await page.waitForFunction(
          (paged) => window.deckState === 'ready' && (!paged || document.querySelector('.pdf-page')),
          query === 'print-pdf',
        );
        // reveal.js has rules of its own for paper, which are not meant for the handout.
        await page.emulateMedia({ media: query === 'handout' ? 'screen' : 'print' });
        const path = join(dist, `${name}${ending}.pdf`);
        await page.pdf({ ...size, path, printBackground: true, tagged: true, outline: true });
        written.push(path);
      }
    }
  } finally {
    await browser.close();
  }
  return written;
}
