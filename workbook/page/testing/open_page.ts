import type { BrowserContextOptions, Page } from 'playwright-core';
import { type OpenWorkbook, openWorkbook } from '../../server/testing/open_workbook.ts';
import { type OpenBrowser, openBrowser } from './browser.ts';

/** A workbook over a copy of the course, a browser, and what tests do with both. */
export interface OpenPage {
  course: OpenWorkbook;
  browser: OpenBrowser;
  /** Opens the page in a browser profile of its own, and waits until it knows everything. */
  open: (hash?: string, options?: BrowserContextOptions) => Promise<Page>;
  /** POST, as the page does it; the server may be another one than at the beginning. */
  post: OpenWorkbook['post'];
  close: () => Promise<void>;
}

export async function openPage(): Promise<OpenPage> {
  const [course, browser] = await Promise.all([openWorkbook(), openBrowser()]);
  return {
    course,
    browser,
    open: async (hash = '', options = {}) => {
      const page = await browser.page(options);
      await visit(page, course, hash);
      return page;
    },
    post: (path, body) => course.post(path, body, { 'X-Workbook': course.workbook.token }),
    close: async () => {
      await browser.close();
      await course.close();
    },
  };
}

/** Shows the page in this tab, and waits until it knows everything. */
export async function visit(page: Page, { workbook }: OpenWorkbook, hash = ''): Promise<void> {
  await page.goto(`${workbook.url}${hash}`);
  await page.waitForSelector('[data-ready]');
}

/** Waits until a check stands as wanted. */
export const untilStatus = (page: Page, check: string, wanted: string) =>
  page.waitForSelector(`[data-check="${check}"][data-status="${wanted}"]`);

/** Waits until all checks have passed; when they do not, the error says which one failed, and why. */
export async function untilPassed(page: Page): Promise<void> {
  try {
    await page.waitForSelector('.run-pass');
  } catch (error) {
    const seen = await page
      .locator('.run-state, .check-fail .check-title, .headline, .message')
      .allTextContents();
    throw new Error(`The run has not passed. The page says: ${seen.join(' | ')}`, { cause: error });
  }
}
