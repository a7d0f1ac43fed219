import { basename } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { SlideError } from './deck.ts';
import { escapeHtml } from './highlight.ts';
import { type Assets, deckPage, listPage } from './page.ts';
import { renderDeck } from './render_deck.ts';
import { deckFiles, VITE } from './setting.ts';

const PLAYER: Assets = { head: '', body: '<script type="module" src="/player/main.ts"></script>' };

/** Shows the decks while they are written: each request renders what is in the files, each save reloads. */
export async function serveDecks(port: number): Promise<ViteDevServer> {
  const server = await createServer({
    ...VITE,
    appType: 'custom',
    // Vite itself answers only requests that name this machine.
    server: { ...VITE.server, host: '127.0.0.1', port, strictPort: false },
    plugins: [
      {
        name: 'decks',
        configureServer(vite) {
          vite.middlewares.use((request, response, next) => {
            const path = (request.url ?? '/').replace(/\?.*$/, '');
            const name = path === '/' ? '' : /^\/([\w-]+)(?:\.html)?$/.exec(path)?.[1];
            if (name === undefined) return next();
            pageOf(vite, name, request.url ?? '/').then(
              (page) => {
                if (page === undefined) return next();
                response.setHeader('Content-Type', 'text/html; charset=utf-8');
                response.setHeader('Cache-Control', 'no-store');
                response.end(page);
              },
              (error: Error) => next(error),
            );
          });
        },
      },
    ],
  });
  await server.listen();
  // Code, drawings and recordings lie outside of what Vite looks at by itself.
  const watched = new Set<string>();
  const watch = (files: readonly string[]) => {
    for (const file of files) watched.add(file);
    server.watcher.add([...files]);
  };
  watch(deckFiles());
  toWatch = watch;
  for (const event of ['change', 'add'] as const) {
    server.watcher.on(event, (file) => {
      if (watched.has(file) || file.endsWith('.md')) server.ws.send({ type: 'full-reload' });
    });
  }
  return server;
}

let toWatch: (files: readonly string[]) => void = () => {};

async function pageOf(vite: ViteDevServer, name: string, url: string): Promise<string | undefined> {
  const files = deckFiles();
  try {
    if (name === '' || name === 'index') {
      const decks = files.flatMap((file) => [renderDeck(file)]);
      return await vite.transformIndexHtml(url, listPage(decks, PLAYER, '', ''));
    }
    const file = files.find((one) => basename(one, '.md') === name);
    if (file === undefined) return undefined;
    const deck = renderDeck(file);
    toWatch(deck.files);
    return await vite.transformIndexHtml(url, deckPage(deck, PLAYER, ''));
  } catch (error) {
    if (!(error instanceof SlideError)) throw error;
    // The page reloads as soon as it is mended.
    const message = `<!doctype html><title>Not yet</title><body style="font:20px system-ui;padding:2rem;white-space:pre-wrap">${escapeHtml(error.message)}</body>`;
    return await vite.transformIndexHtml(url, message);
  }
}
