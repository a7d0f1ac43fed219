// The two pages in a real browser, opened as files. Where there is none, these tests are skipped (never in CI).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, type OpenBrowser, openBrowser } from '../../../workbook/page/testing/browser.ts';
import type { ClassMarks } from '../../model.ts';
import { HOSTILE, theClass } from '../../outputs/testing/fixture.ts';
import { writeOutputs } from '../../outputs/write_outputs.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const root = fileURLToPath(new URL('../../..', import.meta.url));

describe.skipIf(!CHROMIUM && !process.env.CI)('the pages', { timeout: 240_000 }, () => {
  let out: string;
  let browser: OpenBrowser;
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'grading pages é '));
    [browser] = await Promise.all([openBrowser(), writeOutputs(theClass(), out, { root })]);
  });
  afterEach(() => browser.closePages());
  afterAll(async () => {
    await browser?.close();
    rmSync(out, { recursive: true, force: true });
  });

  const visit = async (page: Page, path: string) => {
    const url = pathToFileURL(join(out, path.replace(/#.*/, ''))).href;
    await page.goto(url + (/#.*/.exec(path)?.[0] ?? ''));
    await page.waitForSelector('[data-ready]');
    return page;
  };
  const open = async (path: string, options?: BrowserContextOptions) =>
    visit(await browser.page(options), path);

  const names = (page: Page) => page.locator('tbody th').allTextContents();
  const column = (page: Page, title: string) =>
    page.locator('thead th', { hasText: title }).locator('button');

  describe('the gradebook', () => {
    test('a number in every cell, and what is not known is no number', async () => {
      const page = await open('gradebook.html');
      const rows = await page
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
        );
      expect(rows.slice(0, 5)).toEqual([
        ['100', '10', '2', '20'],
        ['43.75', '2.5', '1', '10'],
        ['90', '6 2 days late', '2', '20'],
        ['25', '10', '0 missing', '0 missing'],
        ['? not known', '? not known', '2', '20'],
      ]);
      expect(await page.locator('tfoot').textContent()).toBe('Average66.87.71.513.3');
    });

    test('sorted by any column, either way; what is not known comes last', async () => {
      const page = await open('gradebook.html');
      await column(page, 'Total').click();
      expect((await names(page)).slice(0, 2)).toEqual(['Dora Müller', 'Bob Kahn']);
      expect((await names(page)).at(-1)).toBe('Emil');
      expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
      await column(page, 'Total').click();
      expect((await names(page))[0]).toBe('Ada Lovelace');
      expect((await names(page)).at(-1)).toBe('Emil');
      await column(page, 'Total').click();
      expect(await page.locator('th[aria-sort]').count()).toBe(0);
      await column(page, 'Student').click();
      await column(page, 'Student').click();
      expect((await names(page)).slice(-2)[0]).toBe('Ada Lovelace');
    });

    test('filtered by text, without accents, and by state', async () => {
      const page = await open('gradebook.html');
      await page.fill('input[type="search"]', 'ZOE');
      expect(await names(page)).toEqual(['陈 Zoë']);
      expect(await page.locator('.toolbar output').textContent()).toBe('1 of 6 students');
      await page.fill('input[type="search"]', 'nobody at all');
      expect(await page.locator('.nobody').textContent()).toBe('Nobody fits.');
      await page.fill('input[type="search"]', '');
      const shown = async (state: string) => {
        await page.selectOption('.toolbar select', state);
        return names(page);
      };
      expect(await shown('missing')).toEqual(['Dora Müller']);
      expect(await shown('late')).toEqual(['陈 Zoë']);
      expect(await shown('unknown')).toEqual(['Emil']);
      expect(await shown('passed')).toEqual(['Ada Lovelace']);
      expect(await shown('failed')).toHaveLength(3);
    });

    test('a lab opens its checks, has an address, and leads back', async () => {
      const page = await open('gradebook.html');
      await page.click('.opens[href="#lab06"]');
      await page.waitForSelector('h2:has-text("An HTTP server")');
      expect(await page.locator('thead th').count()).toBe(6);
      const bob = page.locator('tbody tr', { hasText: 'Bob' });
      expect(await bob.locator('td').allTextContents()).toEqual(['10', '1', '1', '0 failed', 'n/a']);
      expect(await page.locator('.failed-most li').count()).toBe(1);
      await page.goBack();
      await page.waitForSelector('h2:has-text("All labs")');
      await page.reload();
      await visit(page, 'gradebook.html#lab01');
      expect(await page.locator('thead th').count()).toBe(6);
      // What stands elsewhere on the page is no other view.
      await page.click('.facts a');
      expect(await page.locator('thead th').count()).toBe(6);
    });

    test('one click from a cell to the report, at the check', async () => {
      const page = await open('gradebook.html#lab06');
      await page.click('tbody tr:has-text("Bob") td:nth-of-type(4) a');
      await page.waitForSelector('[data-ready] .wire-row');
      expect(decodeURIComponent(page.url())).toMatch(/students\/bob\.html#lab06-content-length$/);
      expect(await page.locator('h1').textContent()).toBe('Bob Kahn');
      expect(await page.locator('#lab06-content-length > details').getAttribute('open')).not.toBeNull();
    });

    test('by the keyboard: one stop for all cells, arrows between them, Enter opens', async () => {
      const page = await open('gradebook.html');
      expect(await page.locator('tbody a[tabindex="0"]').count()).toBe(1);
      await page.focus('tbody a[tabindex="0"]');
      for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('2.5');
      await page.keyboard.press('End');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('10');
      expect(await page.locator('tbody a[tabindex="0"]').count()).toBe(1);
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await page.waitForSelector('h1:has-text("Bob Kahn")');
    });

    test('head, foot and names stay in sight in a class of 300 with 20 labs, and it stays fluid', async () => {
      const large = largeClass();
      const folder = join(out, 'large');
      await writeOutputs({ ...large, students: large.students.slice(0, 2) }, folder, { root });
      const { gradebookPage } = await import('../gradebook.ts');
      const { pageCode } = await import('../bundle.ts');
      const { writeFileSync } = await import('node:fs');
      writeFileSync(join(folder, 'gradebook.html'), gradebookPage(large, (await pageCode(root)).gradebook));
      const page = await open('large/gradebook.html');
      expect(await page.locator('tbody tr').count()).toBe(300);
      await page.locator('.marks').evaluate((marks) => marks.scrollTo(5000, 5000));
      const box = await page.locator('.marks').boundingBox();
      const corner = await page.locator('thead th').first().boundingBox();
      expect(Math.round((corner?.x ?? 0) - (box?.x ?? 0))).toBeLessThan(3);
      expect(Math.round((corner?.y ?? 0) - (box?.y ?? 0))).toBeLessThan(3);
      const took = await page.evaluate(async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        const times: number[] = [];
        const work = [
          () => document.querySelectorAll<HTMLElement>('thead button')[3]?.click(),
          () => document.querySelectorAll<HTMLElement>('thead button')[0]?.click(),
          () => {
            location.hash = '#lab03';
          },
        ];
        for (const one of work) {
          const began = performance.now();
          one();
          await frame();
          await frame();
          times.push(performance.now() - began);
        }
        return times;
      });
      // A tenth of a second or two on a quiet machine; that of the tests may have ten other things to do.
      for (const ms of took) expect(ms).toBeLessThan(10_000);
    });
  });

  describe('a report', () => {
    test('says how the points came about, and unfolds the first failure', async () => {
      const page = await open('students/chen.html');
      const said = (await page.locator('#lab01 .explained').textContent())?.replace(/\s+/g, ' ').trim();
      expect(said).toBe(
        'The checks give 7.5 of 10 points, 2.5 points of them for the bonus. Due 2026-11-02 23:59 UTC+01:00, handed in 2026-11-04 10:00 UTC+01:00: 2 days late (each day that has begun counts). The first 15 minutes are not counted. Each day costs 10 % of the points, at most 50 %. That takes off 1.5 points, which leaves 6.',
      );
      expect(await page.locator('.check > details[open]').count()).toBe(1);
      expect(await page.locator('.wire').count()).toBe(1);
    });

    test('points at the wrong byte on the wire', async () => {
      const page = await open('students/bob.html#lab06-content-length');
      const chunk = page.locator('#lab06-content-length .wire-chunk', { hasText: '64 bytes' });
      await chunk.locator('.wire-failing').first().waitFor();
      expect(await chunk.textContent()).toContain('Content-Length counts characters, not bytes');
    });

    test('a picture is drawn when its check is unfolded', async () => {
      const page = await open('students/mallory.html');
      expect(await page.locator('#lab01-half-close .wire').count()).toBe(0);
      await page.click('#lab01-half-close summary');
      await page.click('#lab01-half-close .on-the-wire > summary');
      await page.waitForSelector('#lab01-half-close .wire-row');
    });

    test('can be read without JavaScript', async () => {
      const page = await browser.page({ javaScriptEnabled: false });
      await page.goto(pathToFileURL(join(out, 'students/bob.html')).href);
      expect(await page.locator('.headline').count()).toBe(3);
      expect(await page.locator('#lab06 .lab-points').textContent()).toBe('10 of 20 points');
    });
  });

  test('what others wrote does nothing: names, files, output and bytes', async () => {
    for (const path of ['gradebook.html', 'gradebook.html#lab06', 'students/mallory.html']) {
      const page = await open(path);
      await page.locator('details').evaluateAll((all) => {
        for (const one of all) (one as HTMLDetailsElement).open = true;
      });
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      const scripts = await page.locator('script').count();
      expect(scripts).toBe(2);
      const text = await page.locator('body').innerText();
      expect(text).toContain('<script>window.hacked=1</script>');
      // Nothing turns the direction, and nothing that is no character was passed on.
      expect(text).not.toMatch(/[\0\u202a-\u202e\ufffd]/);
      expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    }
    const text = readFileSync(join(out, 'students/mallory.html'), 'utf8');
    expect(text).not.toContain(HOSTILE);
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text.match(/<\/script/g)).toHaveLength(2);
  });

  test('the policy holds: a script and a style that got in would be refused', async () => {
    const page = await browser.page();
    const text = readFileSync(join(out, 'students/ada.html'), 'utf8');
    const injected = text.replace(
      '<footer>',
      '<script>window.hacked=1</script><img src="https://example.org/x.png" onerror="window.hacked=2"><p style="color:red" id="styled">x</p><footer>',
    );
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.setContent(injected);
    await page.waitForSelector('[data-ready]');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('#styled').evaluate((one) => getComputedStyle(one).color)).not.toBe(
      'rgb(255, 0, 0)',
    );
    expect(said.filter((line) => /Content Security Policy/.test(line)).length).toBeGreaterThan(2);
    // Wanted here, unlike in the test at the end.
    browser.complaints.length = 0;
    browser.requests.splice(
      0,
      Number.POSITIVE_INFINITY,
      ...browser.requests.filter((url) => !url.includes('example.org')),
    );
  });

  test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const page = await open('gradebook.html', { colorScheme, viewport });
      await violations(page);
      for (const path of ['gradebook.html#lab06', 'students/mallory.html']) {
        await visit(page, path);
        await violations(page);
      }
    }
    const page = await open('students/emil.html', { colorScheme });
    await violations(page);
  });

  test('nothing was asked for but the files, and the console is silent', () => {
    expect(browser.requests.length).toBeGreaterThan(10);
    expect(browser.requests.filter((url) => !/^(file:|data:,$|about:)/.test(url))).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });
});

async function violations(page: Page): Promise<void> {
  // The page's own policy would refuse it as an element.
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
  });
  expect(found).toEqual([]);
}

/** 300 students, 20 labs, 17 checks each. */
function largeClass(): ClassMarks {
  const marks = theClass();
  const [ada, bob] = marks.students;
  const [lab] = marks.labs;
  if (!ada || !bob || !lab) throw new Error('the fixture has changed');
  const checks = Array.from({ length: 17 }, (_, i) => ({
    ...(lab.checks[0] as (typeof lab.checks)[number]),
    id: `check-${i}`,
  }));
  const labs = Array.from({ length: 20 }, (_, i) => ({
    ...lab,
    id: `lab${String(i + 1).padStart(2, '0')}`,
    checks,
  }));
  const students = Array.from({ length: 300 }, (_, n) => {
    const from = n % 3 === 0 ? bob : ada;
    const mark = from.labs[0];
    if (!mark?.graded) throw new Error('the fixture has changed');
    const { graded } = mark;
    const [first] = graded.result.checks;
    const own = checks.map(
      ({ id }, i) => ({ ...first, id, verdict: (n + i) % 5 === 0 ? 'fail' : 'pass' }) as typeof first,
    );
    return {
      ...from,
      id: `student-${n}`,
      name: `Student ${n} of a large class`,
      labs: labs.map(({ id }, i) => ({
        ...mark,
        lab: id,
        points: (n + i) % 11,
        graded: { ...graded, lab: id, result: { ...graded.result, checks: own } },
      })),
    };
  });
  return { ...marks, labs, students: students as ClassMarks['students'] };
}
