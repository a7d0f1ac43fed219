import type { Page } from 'playwright-core';

/** Shows everything that comes step by step on the slide of a page, and waits until nothing moves any more. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    while (window.deck?.availableFragments().next) window.deck.nextFragment();
  });
  await page.waitForFunction(
    () => !document.querySelector('.present [class*="leave-active"], .present [class*="magic-move-move"]'),
  );
}
