// The page in a real browser: Debian's Chromium, driven by playwright-core. Where there is none, these tests are skipped (never in CI).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { load } from '../../checks/testing/labs.ts';
import type { LabMessage } from '../server/api.ts';
import { EventStream } from '../server/testing/event_stream.ts';
import { type OpenWorkbook, openWorkbook } from '../server/testing/open_workbook.ts';
import { Workbook } from '../server/workbook.ts';
import { CHROMIUM, type OpenBrowser, openBrowser } from './testing/browser.ts';
import { TEXTS } from './texts.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!CHROMIUM && !process.env.CI)('the page', { timeout: 120_000 }, () => {
  let course: OpenWorkbook;
  let browser: OpenBrowser;
  /** The second start of the server. */
  let restarted: Workbook | undefined;
  beforeAll(async () => {
    [course, browser] = await Promise.all([openWorkbook(), openBrowser()]);
  });
  afterEach(() => browser.closePages());
  afterAll(async () => {
    await browser?.close();
    await restarted?.close();
    await course?.close();
  });

  const open = async (hash = '', options = {}): Promise<Page> => {
    const page = await browser.page(options);
    await page.goto(`${course.workbook.url}${hash}`);
    await page.waitForSelector('[data-ready]');
    return page;
  };
  /** The server may be another one than at the beginning. */
  const post = (path: string, body: unknown) =>
    course.post(path, body, { 'X-Workbook': course.workbook.token });
  const status = (page: Page, check: string, wanted: string) =>
    page.waitForSelector(`[data-check="${check}"][data-status="${wanted}"]`, { timeout: 60_000 });
  /** The last whole run of lab01 is a failed one. */
  const failed = async (page: Page) => {
    course.save('starter');
    await page.click('.run-all');
    await status(page, 'echo-line', 'fail');
    await page.waitForSelector('.run-fail');
  };

  test('a newcomer goes from the overview to a green lab01: a save is enough', async () => {
    course.save('starter');
    const page = await open();
    await page.click(`text=${TEXTS.home.start('Echo server')}`);
    await page.waitForSelector('h1:has-text("Lab 01")');
    await page.evaluate('window.notReloaded = true');
    await page.click(`text=${TEXTS.lab.runAll}`);
    await status(page, 'echo-line', 'fail');
    // The first failure is unfolded by itself.
    await page.waitForSelector('[data-check="echo-line"] .headline');
    await page.waitForSelector('.run-fail');
    course.save('solution');
    await status(page, 'echo-line', 'pass');
    await page.waitForSelector('.run-pass');
    await page.waitForSelector('.step-passed');
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    await page.click('.next-lab');
    await page.waitForSelector('h1:has-text("Lab 02")');
  });

  test('one check alone, all with the bonus, stop, hints, the wire', async () => {
    const page = await open('#/lab01');
    await failed(page);
    await page.click('[data-check="echo-line"] .run-one');
    await page.waitForSelector(`.run-state:has-text("${TEXTS.run.partialFailed}")`);
    for (let rung = 1; rung <= 3; rung += 1) {
      await page.click('.hint-button');
      await page.waitForSelector(`.hints li:nth-child(${rung})`);
      expect(await page.locator('.hints li').count()).toBe(rung);
    }
    expect(await page.locator('.hint-button').count()).toBe(0);
    await page.click('.panel-toggle');
    expect(await page.locator('.wire').count()).toBe(0);
    await page.click('.panel-toggle');
    await page.click('.wire-toggle:has-text("Hex")');
    await page.waitForSelector('.wire-hex');
    for (const name of ['curl', 'printf | nc', 'JSON'])
      await page.click(`.wire-copy button:text-is("${name}")`);
    const copied = JSON.parse(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied.events.length).toBeGreaterThan(2);
    course.save('solution');
    await page.waitForSelector('.run-pass');
    const bonus = page.locator('.with-bonus input');
    if ((await bonus.count()) > 0) await bonus.check();
    await page.click('.run-all');
    await page.click('.run-stop');
    await page.waitForSelector(`.run-state:has-text("${TEXTS.run.stopped}")`);
  });

  test.each([
    ['echo-line', 'starter'],
    ['bytes', 'solution'],
  ] as const)('the wire view of %s shows what was recorded', async (check, file) => {
    const page = await open('#/lab01');
    course.save(file);
    const stream = new EventStream(course.workbook.port);
    await stream.until('the state', ({ name }) => name === 'caught-up');
    const run = await post('/api/labs/lab01/run', {});
    await stream.untilLab('lab-ended', JSON.parse(run.body).run);
    stream.close();
    const ended = stream.lab.filter(
      ({ event }: LabMessage) => event.type === 'check-ended' && event.result.id === check,
    );
    const last = ended.at(-1)?.event;
    const wire = last?.type === 'check-ended' ? last.result.wire : [];
    await page.goto(`${course.workbook.url}#/lab01/${check}`);
    await page.waitForSelector(`.check-chosen[data-check="${check}"]`);
    await page.waitForSelector('.wire-row');
    const rows = await page.evaluate(() =>
      [...document.querySelectorAll('.wire-row')].map((row) => ({
        kind: /wire-kind-(\w+)/.exec(row.className)?.[1],
        from: /wire-from-(\w+)/.exec(row.className)?.[1] === 'server' ? 'program' : 'checker',
        size: Number(/\d+/.exec(row.querySelector('.wire-size')?.textContent ?? '')?.[0] ?? 0),
      })),
    );
    const carries = (kind: string) => ['data', 'stdin', 'stdout', 'stderr'].includes(kind);
    const recorded = wire.map(({ kind, from, size = 0 }) => ({ kind, from, size: carries(kind) ? size : 0 }));
    expect(wire.length).toBeGreaterThan(3);
    expect(rows).toEqual(recorded.slice(0, rows.length));
    if (recorded.length <= 50) expect(rows).toHaveLength(recorded.length);
  });

  test('by keyboard alone', async () => {
    const page = await open('#/lab01');
    await failed(page);
    await page.reload();
    await page.waitForSelector('.check-chosen[data-check="echo-line"]');
    await page.keyboard.press('j');
    await page.waitForSelector('.check-chosen[data-check="next-client"]');
    await page.keyboard.press('k');
    await page.waitForSelector('.check-chosen[data-check="echo-line"]');
    await page.keyboard.press('w');
    await page.waitForSelector('.wire', { state: 'detached' });
    await page.keyboard.press('w');
    await page.waitForSelector('.wire');
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('half-closed');
    await page.waitForSelector('.found a');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.includes('at='));
    course.save('solution');
    await page.waitForSelector('.run-pass');
    await page.keyboard.press('a');
    await page.waitForSelector('.run-busy');
    await page.waitForSelector('.run-pass');
    await page.keyboard.press('n');
    await page.waitForSelector('h1:has-text("Lab 02")');
    await page.keyboard.press('o');
    await page.waitForSelector('.cards');
    // Everything that can be clicked can be reached, and it shows.
    await page.locator('body').click({ position: { x: 2, y: 400 } });
    const withoutOutline: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const { tagName, className } = document.activeElement as Element;
        return [getComputedStyle(document.activeElement as Element).outlineStyle, tagName, className];
      });
      // Behind the last one comes the page itself, and then the browser.
      if (stop[0] !== 'solid' && stop[1] !== 'BODY') withoutOutline.push(stop.join(' '));
    }
    expect(withoutOutline).toEqual([]);
  });

  test('a reload in the middle of a run shows the same run', async () => {
    const page = await open('#/lab01');
    course.save('solution');
    await page.waitForSelector('.run-pass');
    await page.click('.run-all');
    await page.waitForSelector('.run-busy');
    await page.reload();
    await page.waitForSelector('.run-pass');
    expect(await page.locator('.check-pass').count()).toBeGreaterThan(9);
  });

  test('another start of the server is found again, by itself', async () => {
    const page = await open('#/lab01');
    const { port } = course.workbook;
    await course.workbook.close();
    await page.waitForSelector('.banner');
    restarted = await Workbook.start({ root: course.root, load, port });
    course.workbook = restarted;
    await page.waitForSelector('.banner', { state: 'detached' });
    await page.waitForSelector('[data-ready]');
    await page.waitForSelector(`text=${TEXTS.lab.runAll}`);
    await page.click('.run-all');
    await page.waitForSelector('.run-pass');
  });

  test('ten tabs: those that are hidden give their stream back, and go on when they are seen', async () => {
    const pages: Page[] = [];
    const hide = (page: Page, hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    for (let i = 0; i < 10; i += 1) {
      const page = await open('#/lab01');
      pages.push(page);
      if (i === 9) break;
      await hide(page, true);
      await expect.poll(() => course.workbook.journal.streams, { timeout: 10_000 }).toBe(0);
    }
    const first = pages[0] as Page;
    await failed(pages[9] as Page);
    await hide(first, false);
    await status(first, 'echo-line', 'fail');
  });

  test('a conversation of 5,000 chunks stays fluid', async () => {
    const page = await open('#/wire');
    for (let part = 0; part < 10; part += 1) {
      const events = Array.from({ length: 500 }, (_, i) => ({
        at: (part * 500 + i) * 3,
        conversation: 1,
        from: i % 2 ? 'server' : 'client',
        kind: 'data',
        bytes: Buffer.from(`line ${part * 500 + i}\r\nof some text\n`).toString('base64'),
        size: 25,
      }));
      const sent = { recording: 'many', title: 'many', client: 'browser', server: 'your program', events };
      expect((await post('/api/wire', sent)).status).toBe(200);
    }
    await page.waitForFunction(() => document.querySelectorAll('.wire-block').length === 100);
    const slowest = await page.evaluate(async () => {
      const box = document.querySelector('.wire-scroll') as HTMLElement;
      let worst = 0;
      let last = performance.now();
      for (let top = 0; top < box.scrollHeight && top < 60_000; top += 600) {
        box.scrollTop = top;
        await new Promise(requestAnimationFrame);
        worst = Math.max(worst, performance.now() - last);
        last = performance.now();
      }
      box.scrollTop = box.scrollHeight;
      return worst;
    });
    expect(slowest).toBeLessThan(400);
    await page.waitForFunction(() => document.body.textContent?.includes('line 4999'));
    expect(await page.locator('.wire-row').count()).toBeLessThan(1000);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const page = await open('', { colorScheme, viewport });
      await violations(page);
      await page.goto(`${course.workbook.url}#/lab01`);
      await page.waitForSelector('.handout h1');
      await violations(page);
      if (viewport.width < 900) await page.click('#tab-checks');
      await failed(page);
      await violations(page);
      if (viewport.width < 900) await page.click('#tab-wire');
      await page.waitForSelector('.wire-row');
      await violations(page);
    }
  });

  test('no request left the machine, and the console is silent', () => {
    expect(browser.requests.length).toBeGreaterThan(20);
    expect(browser.requests.filter((url) => !url.startsWith(course.workbook.url))).toEqual([]);
    // While the server was away the browser says so, whatever the page does.
    expect(browser.complaints.filter((line) => !line.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
  });
});

async function violations(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
  });
  expect(found).toEqual([]);
}
