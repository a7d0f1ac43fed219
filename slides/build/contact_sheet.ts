import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { escapeHtml } from './highlight.ts';
import { DIST } from './setting.ts';
import { buildSite } from './site.ts';
import { unfold } from './unfold.ts';

/** Pictures of all slides of each deck on one sheet, light and dark, to be looked at. Gives the names of the files. */
export async function contactSheets(dist = DIST): Promise<string[]> {
  const decks = await buildSite(dist);
  mkdirSync(join(dist, 'sheets'));
  const browser = await openBrowser();
  const written: string[] = [];
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({
        viewport: { width: 1280, height: 720 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      for (const { name, title, slides } of decks) {
        await page.goto(pathToFileURL(join(dist, 'single', `${name}.html`)).href);
        await page.waitForFunction(() => window.deckState === 'ready');
        const pictures: string[] = [];
        for (const i of slides.keys()) pictures.push(await pictureOf(page, i));
        const sheet = await browser.newPage({ viewport: { width: 1600, height: 900 } });
        await sheet.setContent(
          `<title>${escapeHtml(title)}</title><style>body{margin:0;display:grid;grid-template-columns:repeat(4,1fr);gap:6px;background:#888}img{width:100%}</style>${pictures.map((picture) => `<img src="data:image/png;base64,${picture}">`).join('')}`,
        );
        const path = join(dist, 'sheets', `${name}-${colorScheme}.png`);
        await sheet.screenshot({ path, fullPage: true });
        await sheet.close();
        written.push(path);
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return written;
}

/** A slide with everything that comes on it step by step, as a PNG in base64. */
async function pictureOf(page: Page, slide: number): Promise<string> {
  await page.evaluate((to) => window.deck?.slide(to), slide);
  await unfold(page);
  return (await page.screenshot()).toString('base64');
}
