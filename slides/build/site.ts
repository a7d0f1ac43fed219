import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { SlideError } from './deck.ts';
import { type Assets, deckPage, listPage } from './page.ts';
import { type RenderedDeck, renderDeck } from './render_deck.ts';
import { DIST, deckFiles, SLIDES, VITE } from './setting.ts';

/** All decks; a SlideError names everything that cannot be built, in all of them. */
export function renderAll(files = deckFiles()): RenderedDeck[] {
  const problems: string[] = [];
  const decks = files.flatMap((file) => {
    try {
      return [renderDeck(file)];
    } catch (error) {
      if (!(error instanceof SlideError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw new SlideError(problems.join('\n'));
  return decks;
}

/** The player, in memory: one script and one style. */
async function buildPlayer(): Promise<{ script: string; style: string }> {
  const result = await build({
    ...VITE,
    build: {
      write: false,
      cssCodeSplit: false,
      assetsInlineLimit: 1_000_000,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input: join(SLIDES, 'player/main.ts'),
        output: { codeSplitting: false, entryFileNames: 'player.js' },
      },
    },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
  const script = output.find((file) => file.type === 'chunk')?.code ?? '';
  const style = output
    .flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : []))
    .join('\n');
  return { script, style };
}

/**
 * Writes the site into `dist/`: a folder for a web server, and in `dist/single/` each deck as one file that opens
 * without one. Gives the decks.
 */
export async function buildSite(dist = DIST, files = deckFiles()): Promise<RenderedDeck[]> {
  const decks = renderAll(files);
  const { script, style } = await buildPlayer();
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, 'assets'), { recursive: true });
  mkdirSync(join(dist, 'single'));
  writeFileSync(join(dist, 'assets/player.js'), script);
  writeFileSync(join(dist, 'assets/player.css'), style);
  const linked: Assets = {
    head: '<link rel="stylesheet" href="assets/player.css">',
    body: '<script type="module" src="assets/player.js"></script>',
  };
  const inside: Assets = {
    head: `<style>${style.replaceAll('</style', '<\\/style')}</style>`,
    body: `<script type="module">${script.replaceAll('</script', '<\\/script')}</script>`,
  };
  for (const [folder, assets] of [
    [dist, linked],
    [join(dist, 'single'), inside],
  ] as const) {
    writeFileSync(join(folder, 'index.html'), listPage(decks, assets, '.html'));
    for (const deck of decks) writeFileSync(join(folder, `${deck.name}.html`), deckPage(deck, assets));
  }
  return decks;
}
