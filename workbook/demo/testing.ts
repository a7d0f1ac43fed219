import type { Page } from 'playwright-core';

/** What does not fit into its place, or into the window; for `page.evaluate`. */
export const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
    const inside = all(
      '.head > *, .caption > *, .keys > *, .lane, .lane h2 > *, .prints, .waits, .demo-wire',
    );
    const out = inside.filter((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1;
    });
    const cut = all(
      '.head-part, .caption, .caption > *, .lane h2, .demo-wire h2, .keys, .lit .source-text, .address',
    ).filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1,
    );
    const { scrollWidth, scrollHeight } = document.documentElement;
    const whole = scrollWidth > innerWidth || scrollHeight > innerHeight ? ['the page'] : [];
    return [
      ...whole,
      ...[...out, ...cut].map(({ className, textContent }) => `${className}: ${textContent}`),
    ];
  });
