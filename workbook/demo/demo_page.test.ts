// `npm run demo echo -- --page` as a lecturer uses it: the real command, and its page in a real browser.
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { isFree } from '../../checks/engine/program/ports.ts';
import { course, type Ran } from '../../checks/testing/command.ts';
import { demoNamed } from '../../commands/demo/testing.ts';
import { CHROMIUM, type OpenBrowser, openBrowser } from '../page/testing/browser.ts';
import { requestText, sendRaw } from '../server/testing/raw_http.ts';
import { overflowing } from './testing.ts';
import { TEXTS } from './texts.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Opened {
  url: string;
  port: number;
  child: ChildProcess;
  /** How it ended. */
  ran: Promise<Ran>;
}

let opened: Opened | undefined;
afterEach(async () => {
  opened?.child.kill();
  await opened?.ran;
  opened = undefined;
});

/** Starts the command, and waits for the address that it prints. */
async function start(demo: string, ...more: string[]): Promise<Opened> {
  let child: ChildProcess | undefined;
  let printed = '';
  const ran = course(['demo', demo, '--page', '--no-open', ...more], {
    onStart: (started) => {
      child = started;
      started.stdout?.on('data', (text) => {
        printed += text;
      });
    },
  });
  const url = await poll(60_000, () => /http:\S+\//.exec(printed)?.[0]);
  if (!url) throw new Error(`No address was printed: ${JSON.stringify(await ran)}`);
  opened = { url, port: Number(new URL(url).port), child: child as ChildProcess, ran };
  return opened;
}

const isGone = async (port: number) =>
  expect(await poll(10_000, async () => ((await isFree(port)) ? true : undefined))).toBe(true);

describe('requests', () => {
  test('the page itself is let in; other names, other pages and those without the token are not', async () => {
    const { port } = await start('echo');
    const get = (path: string, headers = {}) => sendRaw(port, requestText(port, `GET ${path}`, headers));
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(page.body).toContain('<title>Demo: Who waits for whom?</title>');
    const token = /name="workbook-token" content="([\w-]+)"/.exec(page.body)?.[1] ?? '';
    expect(token).toHaveLength(32);
    for (const path of ['/', '/app.js', '/api/events', '/api/key'])
      expect((await get(path, { Host: `evil.example:${port}` })).status, path).toBe(421);
    expect((await get('/api/events', { Origin: 'http://evil.example' })).status).toBe(403);
    expect((await get('/../package.json')).status).toBe(404);

    const press = (headers = {}, body = '{"key":"q"}') =>
      sendRaw(
        port,
        requestText(
          port,
          'POST /api/key',
          {
            Origin: `http://127.0.0.1:${port}`,
            'Content-Type': 'application/json',
            'X-Workbook': token,
            ...headers,
          },
          body,
        ),
      );
    expect((await press({ Origin: 'http://evil.example' })).status).toBe(403);
    expect((await press({ Host: 'evil.example' })).status).toBe(421);
    expect((await press({ 'X-Workbook': undefined })).status).toBe(403);
    expect((await press({ 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await press({}, '{"key":')).body).toBe('{"error":"The body of this request is not JSON."}');
    expect((await press({}, '{}')).status).toBe(400);
    // A key that means nothing now does nothing.
    expect((await press({}, '{"key":"x"}')).status).toBe(202);
    expect((await get('/')).status).toBe(200);
    expect((await press()).status).toBe(202);
    expect(await opened?.ran).toMatchObject({ code: 0, stderr: '' });
    await isGone(port);
  });
});

describe.skipIf(!CHROMIUM && !process.env.CI)('in a browser', { timeout: 240_000 }, () => {
  let browser: OpenBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => browser.closePages());
  afterAll(() => browser?.close());

  const at = (page: Page, step: number) => page.waitForSelector(`[data-step="${step}"]`);
  const keysOf = (page: Page) => page.locator('.keys kbd').allTextContents();
  /** The port of the demo's server, as it prints it. */
  const served = async (page: Page) => {
    const text = await page.locator('.lane-server .prints pre').textContent();
    return Number(/127\.0\.0\.1:(\d+)/.exec(text ?? '')?.[1]);
  };

  test.each([
    ['light', { width: 1280, height: 720 }],
    ['dark', { width: 1920, height: 1080 }],
  ] as const)('echo from its first key to its last, %s', async (colorScheme, viewport) => {
    const steps = demoNamed('echo').acts[0]?.steps ?? [];
    const { url, port, ran } = await start('echo');
    const page = await browser.page({ colorScheme, viewport });
    const [asked, complained] = [browser.requests.length, browser.complaints.length];
    await page.goto(url);
    const keys = ['Space', 'Enter', 'ArrowRight', 'PageDown'];
    for (const [i, { say, ask }] of steps.entries()) {
      await at(page, i + 1);
      // The key for the next step comes when this one is done.
      if (i < steps.length - 1) await page.waitForSelector('kbd:text-is("space")');
      expect(await page.locator('.caption-say').textContent()).toBe(say);
      expect(await page.locator('.caption-ask').allTextContents()).toEqual(ask ? [ask] : []);
      expect(await overflowing(page), `step ${i + 1}`).toEqual([]);
      if ([0, 3, 7].includes(i)) await violations(page);
      if (i === 3) {
        await page.waitForSelector('.held-row.wire-from-server:has-text("some bytes")');
        expect(await page.locator('.demo-wire').textContent()).not.toMatch(/Hello.*Hello/s);
        // Closed and opened again, the page shows the present state.
        await page.reload();
        await at(page, 4);
        await page.waitForSelector('.wire-kind-data.wire-from-client');
      }
      if (i < steps.length - 1) await page.keyboard.press(keys[i % keys.length] as string);
    }
    await page.waitForSelector('.lane-client .prints:has-text("received 5 bytes")');
    const kinds = await page
      .locator('.wire-rows .wire-row')
      .evaluateAll((rows) => rows.map(({ className }) => /wire-from-(\w+) wire-kind-(\w+)/.exec(className)));
    expect(kinds.map((found) => found?.slice(1).join(' '))).toEqual([
      'client connect',
      'client data',
      'server data',
      'client fin',
      'server fin',
    ]);
    expect(await keysOf(page)).toEqual(['b', 'w', 'n', 'q']);
    const server = await served(page);
    expect(await isFree(server)).toBe(false);
    await page.keyboard.press('q');
    await page.waitForSelector(`.over:has-text("${TEXTS.ended}")`);
    await violations(page);
    expect(await ran).toMatchObject({ code: 0, stderr: '' });
    await isGone(server);
    await isGone(port);
    const elsewhere = browser.requests.slice(asked).filter((address) => !address.startsWith(url));
    expect(elsewhere).toEqual([]);
    expect(browser.complaints.slice(complained)).toEqual([]);
  });

  test('the wire alone, again, the next demo; two pages show the same', async () => {
    const { url } = await start('echo');
    const [page, other] = [await browser.page(), await browser.page()];
    await Promise.all([page.goto(url), other.goto(url)]);
    await page.click('kbd:text-is("space")');
    await Promise.all([at(page, 2), at(other, 2)]);
    await other.keyboard.press('w');
    await Promise.all([page.waitForSelector('.stage-wide'), other.waitForSelector('.stage-wide')]);
    expect(await overflowing(page)).toEqual([]);
    await page.keyboard.press('w');
    await page.waitForSelector('.lane-server .prints');
    const first = await served(page);
    await page.keyboard.press('b');
    await at(page, 1);
    await page.waitForSelector('kbd:text-is("space")');
    await isGone(first);
    await page.keyboard.press('n');
    await other.waitForSelector('h1:has-text("A stream is not messages")');
  });

  test('Ctrl-C in the terminal ends the programs, tells the page, and keeps the recording', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-page-'));
    const file = join(folder, 'echo.json');
    const { url, child, ran } = await start('echo', '--record', file);
    const page = await browser.page();
    await page.goto(url);
    await page.waitForSelector('.lane-server .prints');
    const server = await served(page);
    child.kill('SIGINT');
    await page.waitForSelector(`.over:has-text("${TEXTS.ended}")`);
    const { code, stdout } = await ran;
    rmSync(folder, { recursive: true });
    expect([code, stdout.split('\n').slice(1)]).toEqual([
      0,
      [`1 event is kept in ${file}.`, 'To show it again: npm run demo echo -- --page', ''],
    ]);
    await isGone(server);
  });

  test('a terminal that is gone is no page that looks alive', async () => {
    const { url, child, ran } = await start('echo');
    const page = await browser.page();
    await page.goto(url);
    await page.waitForSelector('.lane-server .prints');
    child.kill('SIGKILL');
    await ran;
    await page.waitForSelector(`.caption-trouble:has-text("${TEXTS.lost}")`);
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
});
