// What can go wrong around the page, in a real browser: it stays usable, and says what is the matter.
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LAB01 } from '../server/testing/open_workbook.ts';
import { CHROMIUM } from './testing/browser.ts';
import { type OpenPage, openPage, untilPassed, untilStatus } from './testing/open_page.ts';
import { TEXTS } from './texts.ts';

const ECHO = 'if (!socket.write(bytes)) {';

describe.skipIf(!CHROMIUM && !process.env.CI)('the page', { timeout: 240_000 }, () => {
  let opened: OpenPage;
  const inCourse = (...names: string[]) => join(opened.course.root, ...names);
  const says = (page: Page, text: string) => page.waitForSelector(`text=${text}`);
  /** Whatever happened, this page still does its work. */
  const isUsable = async (page: Page) => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('o');
    await page.click('.card:nth-child(2) a');
    await page.waitForSelector('h1:has-text("Lab 02")');
    await page.click('.run-all');
    await page.waitForSelector('.run-fail');
  };
  beforeEach(async () => {
    opened = await openPage();
  });
  afterEach(async () => {
    // A refusal stands in the console as a failed request; nothing else does.
    const silly = opened.browser.complaints.filter((line) => !line.includes('the server responded with'));
    await opened.close();
    expect(silly).toEqual([]);
  });

  test('the folder of the lab that is shown goes away, and comes back', async () => {
    const page = await opened.open('#/lab01');
    await page.waitForSelector('h1:has-text("Lab 01")');
    const folder = inCourse('labs', LAB01);
    renameSync(folder, `${folder}.away`);
    await says(page, TEXTS.lab.missing(`labs/${LAB01}/echo_server.ts`, 'lab01'));
    await says(page, TEXTS.lab.oldHandout);
    await page.reload();
    await says(page, TEXTS.lab.noHandout);
    renameSync(`${folder}.away`, folder);
    await page.waitForSelector('.problem', { state: 'detached' });
    await page.waitForSelector('h1:has-text("Lab 01")');
    await isUsable(page);
  });

  test('the checks of one lab go away', async () => {
    const page = await opened.open('#/lab01');
    await page.waitForSelector('h1:has-text("Lab 01")');
    rmSync(inCourse('checks', LAB01), { recursive: true });
    await page.click('.run-all');
    await says(page, 'There is no lab01. Was its folder in checks/ moved or removed?');
    await page.reload();
    await says(page, TEXTS.lab.noSuchLab);
    await page.keyboard.press('o');
    await page.click('.card:nth-child(1) a');
    await page.waitForSelector('h1:has-text("Lab 02")');
  });

  test('the checks of all labs go away while a file is saved, and come back', async () => {
    const page = await opened.open('#/lab01');
    await page.waitForSelector('h1:has-text("Lab 01")');
    renameSync(inCourse('checks'), inCourse('away'));
    opened.course.save('solution');
    await says(page, 'checks is not there. Was it moved or removed?');
    await page.reload();
    await says(page, 'checks is not there. Was it moved or removed?');
    renameSync(inCourse('away'), inCourse('checks'));
    await page.waitForSelector('.banner', { state: 'detached' });
    await page.waitForSelector('h1:has-text("Lab 01")');
    await isUsable(page);
  });

  test('the untouched starters go away', async () => {
    rmSync(inCourse('labs/.starters'), { recursive: true });
    const page = await opened.open('#/lab01');
    await page.waitForSelector('.file-link:has-text("echo_server.ts")');
    await isUsable(page);
  });

  test('the program goes away, and comes back', async () => {
    const page = await opened.open('#/lab01');
    await page.waitForSelector('h1:has-text("Lab 01")');
    rmSync(inCourse('labs', LAB01, 'echo_server.ts'));
    await says(page, TEXTS.lab.missing(`labs/${LAB01}/echo_server.ts`, 'lab01'));
    await page.waitForSelector('.run-fail');
    await page.waitForSelector('.headline');
    await page.click('.edit-button');
    await says(page, '`npm run reset lab01` puts the starter back.');
    opened.course.save('solution');
    await page.waitForSelector('.problem', { state: 'detached' });
    await untilPassed(page);
  });

  test('a handout of broken Markdown, and one that is no text at all', async () => {
    const readme = inCourse('labs', LAB01, 'README.md');
    writeFileSync(
      readme,
      '# Half\n\n```ts\nconst x = "<script>alert(1)</script>\n\n<details><summary>never closed\n|a|\n|-',
    );
    const page = await opened.open('#/lab01');
    await page.waitForSelector('h1:has-text("Half")');
    writeFileSync(readme, Buffer.concat([Buffer.from('# Noise\n\n'), randomBytes(100_000)]));
    await page.waitForSelector('h1:has-text("Noise")');
    await page.waitForSelector('.run-all');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    writeFileSync(readme, '');
    await page.waitForSelector('h1:has-text("Noise")', { state: 'detached' });
    await isUsable(page);
  });

  test.each([
    ['50 MB', 'socket.end(Buffer.alloc(50_000_000, 65));'],
    ['binary noise', "socket.write(require('node:crypto').randomBytes(60_000));"],
    [
      'thousands of single bytes',
      'for (let i = 0; i < 3000; i += 1) setTimeout(() => socket.write("x"), i / 10);',
    ],
  ])('a program that answers with %s', async (_, answer) => {
    const page = await opened.open('#/lab01');
    opened.course.save('solution', (text) =>
      text
        .replace(ECHO, `${answer}\n    if (false) {`)
        .replace(
          /^/,
          "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n",
        ),
    );
    await untilStatus(page, 'echo-line', 'fail');
    await page.waitForSelector('.run-fail');
    await page.waitForSelector('.wire-row');
    await page.click('.wire-toggle:has-text("Hex")');
    await page.waitForSelector('.wire-hex-line');
    expect(await page.locator('.wire-row').count()).toBeLessThan(300);
    await isUsable(page);
  });

  test('a program that never closes', async () => {
    const page = await opened.open('#/lab01');
    opened.course.save('solution', (text) => text.replace("socket.on('end', () => socket.end());", ''));
    await untilStatus(page, 'echo-line', 'pass');
    await page.waitForSelector('.run-fail, .run-pass');
    await isUsable(page);
  });

  test('a folder in which nothing can be kept', async () => {
    // A file stands where the folder would be made: that holds for an administrator, too.
    writeFileSync(inCourse('.workbook'), '');
    const page = await opened.open('#/lab01');
    opened.course.save('solution');
    await untilPassed(page);
    await isUsable(page);
  });

  test('a hundred live conversations', async () => {
    const page = await opened.open('#/wire');
    await says(page, TEXTS.panel.liveHow);
    const events = Array.from({ length: 100 }, (_, i) => [
      { at: i, conversation: i + 1, from: 'client', kind: 'connect', text: '127.0.0.1:8080' },
      { at: i + 100, conversation: i + 1, from: 'client', kind: 'data', bytes: 'R0VUIC8NCg==', size: 7 },
      { at: i + 200, conversation: i + 1, from: 'server', kind: 'reset' },
    ]).flat();
    events.sort((a, b) => a.at - b.at);
    const about = { title: 'wire 8080', client: 'browser', server: 'your program' };
    const sent = { recording: 'crowd', ...about, events };
    expect((await opened.post('/api/wire', sent)).status).toBe(200);
    await page.waitForSelector('.wire-row');
    await page.selectOption('.wire-choice select', '77');
    await expect.poll(() => page.locator('.wire-row').count()).toBe(3);
    for (let i = 0; i < 100; i += 1) {
      const one = { recording: `wire-${i}`, ...about, title: `wire number ${i}`, events: events.slice(0, 3) };
      expect((await opened.post('/api/wire', one)).status).toBe(200);
    }
    await page.selectOption('.live-head select', 'wire-99');
    await page.goto(`${opened.course.workbook.url}#/lab01`);
    await isUsable(page);
  });
});
