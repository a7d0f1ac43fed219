// The page in a real browser: Debian's Chromium, driven by playwright-core. Where there is none, these tests are skipped (never in CI).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { load } from '../../checks/testing/labs.ts';
import type { LabMessage } from '../server/api.ts';
import { EventStream } from '../server/testing/event_stream.ts';
import { Workbook } from '../server/workbook.ts';
import { CHROMIUM, type OpenBrowser } from './testing/browser.ts';
import { type OpenPage, openPage, untilStatus as status, untilPassed, visit } from './testing/open_page.ts';
import { TEXTS } from './texts.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!CHROMIUM && !process.env.CI)('the page', { timeout: 240_000 }, () => {
  let course: OpenPage['course'];
  let browser: OpenBrowser;
  let open: OpenPage['open'];
  let post: OpenPage['post'];
  let close: OpenPage['close'];
  /** The second start of the server. */
  let restarted: Workbook | undefined;
  beforeAll(async () => {
    ({ course, browser, open, post, close } = await openPage());
  });
  afterEach(() => browser.closePages());
  afterAll(async () => {
    await restarted?.close();
    await close?.();
  });

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
    await page.click(`text=${TEXTS.home.start('01', 'Echo server')}`);
    await page.waitForSelector('h1:has-text("Lab 01")');
    await page.evaluate('window.notReloaded = true');
    await page.click(`text=${TEXTS.lab.runAll}`);
    await status(page, 'echo-line', 'fail');
    // The first failure is unfolded by itself.
    await page.waitForSelector('[data-check="echo-line"] .headline');
    await page.waitForSelector('.run-fail');
    course.save('solution');
    await status(page, 'echo-line', 'pass');
    await untilPassed(page);
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
    await untilPassed(page);
    const bonus = page.locator('.with-bonus input');
    if ((await bonus.count()) > 0) await bonus.check();
    // A program that never listens is waited for: there is time to press the button.
    course.save('solution', () => 'setInterval(() => {}, 1000);');
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
    await untilPassed(page);
    await page.keyboard.press('a');
    await page.waitForSelector('.run-busy');
    await untilPassed(page);
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
    await untilPassed(page);
    await page.click('.run-all');
    await page.waitForSelector('.run-busy');
    await page.reload();
    await untilPassed(page);
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
    await untilPassed(page);
  });

  test('ten tabs: those that are hidden give their stream back, and go on when they are seen', async () => {
    const pages: Page[] = [];
    const hide = (page: Page, hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    // All in one browser profile: it is there that no more than six connections go to one host.
    const context = (await open('#/lab01')).context();
    for (let i = 0; i < 10; i += 1) {
      const page = context.pages()[i] ?? (await context.newPage());
      if (i > 0) await visit(page, course, '#/lab01');
      pages.push(page);
      if (i === 9) break;
      await hide(page, true);
      await expect.poll(() => course.workbook.journal.streams, { timeout: 60_000 }).toBe(0);
    }
    const first = pages[0] as Page;
    await failed(pages[9] as Page);
    await hide(first, false);
    await status(first, 'echo-line', 'fail');
  });

  test('a conversation of 5,000 chunks stays fluid: what is drawn depends on the window alone', async () => {
    const page = await open('#/wire');
    const send = async (from: number, count: number) => {
      const events = Array.from({ length: count }, (_, i) => ({
        at: (from + i) * 3,
        conversation: 1,
        from: i % 2 ? 'server' : 'client',
        kind: 'data',
        bytes: Buffer.from(`line ${from + i}\r\nof some text\n`).toString('base64'),
        size: 25,
      }));
      const sent = { recording: 'many', title: 'many', client: 'browser', server: 'your program', events };
      expect((await post('/api/wire', sent)).status).toBe(200);
    };
    for (let part = 0; part < 10; part += 1) await send(part * 500, 500);
    await page.waitForFunction(() => document.querySelectorAll('.wire-block').length === 100);
    const drawn = await page.evaluate(async () => {
      const box = document.querySelector('.wire-scroll') as HTMLElement;
      let added = 0;
      const observer = new MutationObserver((changes) => {
        for (const { addedNodes } of changes) {
          for (const node of addedNodes)
            added += node instanceof Element ? node.querySelectorAll('.wire-row').length : 0;
        }
      });
      observer.observe(box, { childList: true, subtree: true });
      // The browser tells which blocks are near once per frame, and they are drawn in the next.
      const frames = async () => {
        for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame);
      };
      const most = { rows: 0, added: 0 };
      for (let top = 0; top < Math.min(box.scrollHeight, 60_000); top += 600) {
        added = 0;
        box.scrollTop = top;
        await frames();
        most.added = Math.max(most.added, added);
        most.rows = Math.max(most.rows, document.querySelectorAll('.wire-row').length);
      }
      observer.disconnect();
      box.scrollTop = box.scrollHeight;
      return most;
    });
    // Of 5,000. A step of 600 pixels brings a block of 50 rows now and then, and never many.
    expect(drawn.rows).toBeGreaterThan(50);
    expect(drawn.rows).toBeLessThanOrEqual(250);
    expect(drawn.added).toBeLessThanOrEqual(150);
    await page.waitForFunction(() => document.body.textContent?.includes('line 4999'));
    // One more chunk is one more row: none of the others is made again.
    await page.evaluate(() => {
      const changed = { rows: 0, other: 0 };
      Object.assign(window, { changed });
      const box = document.querySelector('.wire-rows') as HTMLElement;
      new MutationObserver((changes) => {
        for (const { type, addedNodes, removedNodes } of changes) {
          for (const node of [...addedNodes, ...removedNodes]) {
            const element = node instanceof Element ? node : undefined;
            changed.rows += element?.matches('.wire-row') ? 1 : 0;
            changed.rows += element?.querySelectorAll('.wire-row').length ?? 0;
          }
          if (type !== 'childList') changed.other += 1;
        }
      }).observe(box, { childList: true, subtree: true, characterData: true });
    });
    await send(5000, 1);
    await page.waitForFunction(() => document.body.textContent?.includes('line 5000'));
    const changed = await page.evaluate(
      () => (window as unknown as { changed: { rows: number; other: number } }).changed,
    );
    // The page goes on to the end, and a block that it leaves there may be put away.
    expect(changed.rows).toBeLessThanOrEqual(51);
    expect(changed.other).toBe(0);
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
