import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';

export const SLIDES = join(import.meta.dirname, '..');
export const COURSE = join(SLIDES, '..');
export const DIST = join(SLIDES, 'dist');

/** The files of all decks, in the order of their names: those that begin as a deck does. */
export function deckFiles(folder = SLIDES): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .filter((file) => readFileSync(file, 'utf8').startsWith('---'))
    .sort();
}

/** What Vite needs to know wherever it is used here. */
export const VITE: InlineConfig = {
  configFile: false,
  root: SLIDES,
  cacheDir: join(SLIDES, 'node_modules/.vite'),
  publicDir: false,
  logLevel: 'warn',
  resolve: {
    // The wire view belongs to the workbook page. It is built with what is installed here.
    alias: [{ find: /^preact(\/.*)?$/, replacement: `${join(SLIDES, 'node_modules/preact')}$1` }],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  server: { fs: { allow: [COURSE] } },
};
