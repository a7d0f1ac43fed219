import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../build/browser.ts';
import { buildPdfs } from '../build/pdf.ts';
import type { RenderedDeck } from '../build/render_deck.ts';
import { COURSE, deckFiles } from '../build/setting.ts';
import { renderAll } from '../build/site.ts';
import { unfold } from '../build/unfold.ts';
import { FAULTS } from './faults.ts';

const decks = renderAll();
const dist = mkdtempSync(join(tmpdir(), 'slides-'));
let browser: Browser;
let written: string[] = [];

beforeAll(async () => {
  written = await buildPdfs(dist);
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  rmSync(dist, { recursive: true, force: true });
});

const single = (name: string) => pathToFileURL(join(dist, 'single', `${name}.html`)).href;

/** A page on which whatever is asked of another machine, or goes wrong, is written down. */
async function opened(width: number, height: number, scheme: 'light' | 'dark' = 'light') {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  const wrong: string[] = [];
  page.on('request', (request) => {
    if (!/^(file|data|blob):|^http:\/\/127\.0\.0\.1:/.test(request.url()))
      wrong.push(`asks for ${request.url()}`);
  });
  page.on('pageerror', ({ message }) => wrong.push(message));
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  return { page, wrong };
}

async function show(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => window.deckState === 'ready');
}

/** The rest may be broken over lines, with hyphens. */
const firstWord = (words: string) => words.split(/[ :-]/)[0] as string;

const title = ({ html }: RenderedDeck['slides'][number]) => /<h\d>(.*?)<\/h\d>/.exec(html)?.[1] ?? '';

test('there are the decks that the README lists', () => {
  const listed = [...readFileSync(join(COURSE, 'slides/README.md'), 'utf8').matchAll(/^\| `([\w-]+\.md)`/gm)];
  expect(deckFiles().map((file) => file.replace(/^.*[\\/]/, ''))).toEqual(listed.map(([, name]) => name));
});

describe.for(decks)('$name', (deck) => {
  test.for([
    ['16:9', 1920, 1080, 'light'],
    ['4:3', 1024, 768, 'dark'],
  ] as const)('every slide is whole at %s', { timeout: 180_000 }, async ([, width, height, scheme]) => {
    const { page, wrong } = await opened(width, height, scheme);
    await show(page, single(deck.name));
    const faults: string[] = [];
    for (const [i, slide] of deck.slides.entries()) {
      await page.evaluate((to) => window.deck?.slide(to), i);
      const look = async () =>
        faults.push(
          ...((await page.evaluate(FAULTS)) as string[]).map(
            (fault) => `slide ${i + 1} (${title(slide)}): ${fault}`,
          ),
        );
      await look();
      await unfold(page);
      await look();
    }
    expect([...new Set(faults)]).toEqual([]);
    expect(wrong).toEqual([]);
    await page.close();
  });

  // On the handout everything is shown at once: each slide whole, each step of a walk, the notes.
  test.for(['light', 'dark'] as const)('axe finds nothing, %s', { timeout: 120_000 }, async (scheme) => {
    const { page } = await opened(1280, 720);
    await show(page, `${single(deck.name)}?handout&theme=${scheme}`);
    // Run as a text of ours: the page's own policy lets no script in from outside.
    await page.evaluate(axe.source);
    const options = { resultTypes: ['violations'], rules: { 'page-has-heading-one': { enabled: false } } };
    const found = await page.evaluate(
      `axe.run('.slides', ${JSON.stringify(options)}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ' ' + n.target + ' ' + (n.any[0]?.message ?? ''))))`,
    );
    expect(found).toEqual([]);
    await page.close();
  });

  test('its PDF has a page for each slide and each step of a walk, and its text can be selected', () => {
    const file = written.find((path) => path.endsWith(`${deck.name}.pdf`)) as string;
    const pages = deck.slides.reduce((sum, slide) => sum + slide.pages, 0);
    expect(/^Pages:\s+(\d+)/m.exec(run('pdfinfo', file))?.[1]).toBe(String(pages));
    expect(run('pdfinfo', file)).toMatch(/^Tagged:\s+yes/m);
    expect(run('pdftotext', file, '-').replace(/\s+/g, ' ')).toContain(firstWord(deck.title));
    const handout = run('pdftotext', join(dist, `${deck.name}-handout.pdf`), '-').replace(/\s+/g, ' ');
    for (const word of ['Say:', firstWord(deck.title)]) expect(handout).toContain(word);
  });

  test('the notes are for the speaker, and nothing is left out of them', () => {
    for (const { html } of deck.slides) expect(html).toMatch(/<aside class="notes">\s*<p>/);
  });
});

function run(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 50_000_000 });
  } catch (error) {
    throw new Error(`${command} (Debian: poppler-utils): ${(error as Error).message}`);
  }
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

test('a quiz that was answered keeps its answer for itself when it is shown again', async () => {
  const deck = decks.find(({ slides }) =>
    slides.some(({ html }) => html.includes('class="quiz"')),
  ) as RenderedDeck;
  const quiz = deck.slides.findIndex(({ html }) => html.includes('class="quiz"'));
  const { page } = await opened(1280, 720);
  await show(page, single(deck.name));
  const lit = () =>
    page.evaluate(() => {
      const border = (element: Element | null) => element && getComputedStyle(element).borderColor;
      return (
        border(document.querySelector('.present .right')) !==
        border(document.querySelector('.present .answers li:not(.right)'))
      );
    });
  const goTo = (slide: number) => page.evaluate((to) => window.deck?.slide(to), slide);
  await goTo(quiz);
  expect(await lit()).toBe(false);
  await unfold(page);
  expect(await lit()).toBe(true);
  await goTo(quiz - 1);
  await goTo(quiz);
  expect(await lit()).toBe(false);
  await page.close();
});

test('the site from a web server: the list leads to the decks, and the speaker has a window', {
  timeout: 60_000,
}, async () => {
  const server: Server = createServer((request, response) => {
    const path = join(dist, new URL(request.url ?? '/', 'http://x').pathname.replace(/\/$/, '/index.html'));
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return void response.writeHead(404).end();
    response
      .setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream')
      .end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { page, wrong } = await opened(1280, 720);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.click('ol a >> nth=0');
  await page.waitForFunction(() => window.deckState === 'ready');
  expect(await page.title()).toBe(decks[0]?.title);
  const [speaker] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')]);
  await speaker.waitForSelector('.speaker-controls-notes:not(.hidden) .value');
  expect(await speaker.textContent('.speaker-controls-notes .value')).toContain('Say:');
  expect(wrong).toEqual([]);
  await page.close();
  server.close();
});

const unshare = spawnSync('unshare', ['-r', '-n', 'true']).status === 0;
test.runIf(unshare)('it is built where there is no network at all', { timeout: 120_000 }, () => {
  const alone = mkdtempSync(join(tmpdir(), 'alone-'));
  try {
    const code = `import { buildSite } from ${JSON.stringify(pathToFileURL(join(COURSE, 'slides/build/site.ts')).href)}; await buildSite(${JSON.stringify(alone)});`;
    execFileSync(
      'unshare',
      [
        '-r',
        '-n',
        process.execPath,
        '--import',
        import.meta.resolve('tsx'),
        '--input-type=module',
        '-e',
        code,
      ],
      {
        cwd: join(COURSE, 'slides'),
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    expect(readdirSync(join(alone, 'single'))).toEqual(readdirSync(join(dist, 'single')));
    for (const name of readdirSync(join(alone, 'single'))) {
      const text = readFileSync(join(alone, 'single', name), 'utf8').replace(
        /<script[\s\S]*?<\/script>/g,
        '',
      );
      expect(text.match(/\b(?:src|href)="(?!data:|#|[\w-]+\.html")[^"]{0,60}/g) ?? [], name).toEqual([]);
    }
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
});
