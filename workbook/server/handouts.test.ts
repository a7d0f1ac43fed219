import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../checks/testing/labs.ts';
import { allLabs } from '../../commands/labs.ts';
import { CONTRACT, Handouts } from './handouts.ts';
import { renderMarkdown } from './markdown.ts';

const course = new Handouts(ROOT, () => allLabs(ROOT));
const folder = mkdtempSync(join(tmpdir(), 'handouts-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A course with one handout. */
function withHandout(markdown: string | Buffer, name = 'lab01-test'): Handouts {
  mkdirSync(join(folder, 'labs', name), { recursive: true });
  writeFileSync(join(folder, 'labs', name, 'README.md'), markdown);
  return new Handouts(folder, () => [{ id: 'lab01', folder: name }]);
}

const SAFE_TAG =
  /^<\/?(?:p|ul|ol|li|em|strong|code|pre|span|a|h[1-6]|details|summary|table|thead|tbody|tr|th|td|div|blockquote|hr|br|kbd|sub|sup|img)(?: (?:class|tabindex|id|href|target|rel|scope|data-lab|data-anchor|start|src|alt|loading)="[^"]*")*>$/;

const PLACES = { link: () => ({ kind: 'nowhere' as const }), figure: () => undefined };
const html = (markdown: string): string => renderMarkdown(markdown, PLACES).html.trim();

describe('the handouts of the course', () => {
  const labs = [...allLabs(ROOT).map(({ id }) => id), CONTRACT];
  test.for(labs)('%s', (lab) => {
    const handout = course.handout(lab);
    expect(handout?.title).toBeTruthy();
    const page = handout?.html ?? '';
    const count = (text: string) => page.split(text).length - 1;
    expect(count('<details>')).toBe(count('</details>'));
    expect(count('<summary>')).toBe(count('</summary>'));
    // Nothing of Markdown's own signs is left over outside of code.
    const prose = page.replace(/<code>[\s\S]*?<\/code>/g, '').replace(/<[^>]+>/g, '');
    expect(prose).not.toMatch(/\*\*|^#+ |```|\]\(/m);
    // Only tags that the renderer makes, and no attribute that could do anything.
    const tags = [...new Set(page.match(/<[^>]*>/g))].filter((tag) => !SAFE_TAG.test(tag));
    expect(tags).toEqual([]);
    const ids = handout?.headings.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(page).toContain(`id="${id}"`);
  });

  test('links between handouts lead to the page', () => {
    expect(course.handout(CONTRACT)?.html).toContain(
      '<a href="/lab01" data-lab="lab01" data-anchor="">lab01</a>',
    );
  });

  test('are found by their words', () => {
    const [first] = course.search('the blank line');
    expect(first).toMatchObject({ lab: expect.stringMatching(/^lab\d\d$/), anchor: expect.any(String) });
    expect(first?.excerpt.toLowerCase()).toContain('blank line');
    expect(first?.excerpt.length).toBeLessThan(170);
    const contract = course.search('contract listens').map(({ lab }) => lab);
    expect(contract).toContain(CONTRACT);
    expect(course.search('zyzzyva')).toEqual([]);
    expect(course.search('  ')).toEqual([]);
    expect(course.search('<script> .* [')).toEqual([]);
    expect(course.search('e').length).toBeLessThanOrEqual(30);
    for (const { lab, anchor } of course.search('socket')) {
      expect(course.handout(lab)?.headings.map(({ id }) => id)).toContain(anchor);
    }
  });
});

describe('Markdown becomes HTML', () => {
  const rows: [what: string, markdown: string, html: string][] = [
    ['a script is text', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [
      'so is a script in a line',
      'a <img src=x onerror=alert(1)> b',
      '<p>a &lt;img src=x onerror=alert(1)&gt; b</p>',
    ],
    [
      'a fold stays',
      '<details><summary>Why <code>data</code>?</summary>\n\nSo.\n</details>',
      '<details><summary>Why <code>data</code>?</summary><p>So.</p>\n</details>',
    ],
    ['a fold with attributes is text', '<details ontoggle=alert(1)>', '&lt;details ontoggle=alert(1)&gt;'],
    [
      'references in a fold stay',
      '<summary>&lt;p&gt; &evil; & "</summary>',
      '<summary>&lt;p&gt; &amp;evil; &amp; &quot;</summary>',
    ],
    ['comments vanish', '<!-- <script> -->', ''],
    ['a link to a script is text', '[x](javascript:alert(1))', '<p>x</p>'],
    ['a picture from elsewhere is words', '![a cat](http://evil.example/cat.png)', '<p><em>a cat</em></p>'],
    ['code is escaped', '`<b>`', '<p><code>&lt;b&gt;</code></p>'],
    [
      'a language is a word',
      '```"><script>\nx\n```',
      '<pre class="code code-text" tabindex="0"><code>x</code></pre>',
    ],
    [
      'headings of one name have ids of their own',
      '# A b!\n\n# A b',
      '<h1 id="a-b" tabindex="-1">A b!</h1>\n<h1 id="a-b-1" tabindex="-1">A b</h1>',
    ],
    [
      'a table can be scrolled',
      '|a|\n|-|\n|`b`|',
      '<div class="table" tabindex="0"><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td><code>b</code></td></tr></tbody></table></div>',
    ],
  ];
  test.for(rows)('%s', ([, markdown, expected]) => {
    expect(html(markdown)).toBe(expected);
  });

  test('links go where they can', () => {
    const book = withHandout(
      '[a](../lab01-test/README.md#here) [b](#there) [c](https://example.com/?a="b) [d](../../package.json) [e](../README.md) [f](//evil.example) [g](../lab99-x/README.md) [h](data:text/html,x)',
    );
    expect(book.handout('lab01')?.html).toBe(
      `<p>${[
        '<a href="/lab01#here" data-lab="lab01" data-anchor="here">a</a>',
        '<a href="/lab01#there" data-lab="lab01" data-anchor="there">b</a>',
        '<a href="https://example.com/?a=&quot;b" target="_blank" rel="noopener noreferrer">c</a>',
        'd',
        '<a href="/labs" data-lab="labs" data-anchor="">e</a>',
        'f',
        'g',
        'h',
      ].join(' ')}</p>\n`,
    );
  });

  test('figures are those that lie beside the handout', () => {
    const book = withHandout('![one](a.svg) ![two](b.svg) ![three](../../a.svg)');
    writeFileSync(join(folder, 'labs/lab01-test/a.svg'), '<svg/>');
    expect(book.handout('lab01')?.html).toBe(
      '<p><img src="/figures/lab01/a.svg" alt="one" loading="lazy"> <em>two</em> <em>three</em></p>\n',
    );
  });
});

describe('a handout that is none', () => {
  test('missing', () => {
    expect(
      new Handouts(folder, () => [{ id: 'lab02', folder: 'lab02-none' }]).handout('lab02'),
    ).toBeUndefined();
  });

  const rows: [string, string | Buffer][] = [
    ['empty', ''],
    ['bytes', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7) % 256))],
    ['an open fence', '# A\n\n```ts\nconst a = `'],
    ['an open fold', '<details><summary>\n\n# A'],
    ['deep quotes', '> '.repeat(300)],
    ['deep lists', Array.from({ length: 60 }, (_, i) => `${' '.repeat(i * 2)}- x`).join('\n')],
    ['many brackets', '['.repeat(5000)],
    ['many stars', '**a '.repeat(5000)],
    ['many backticks', '`a '.repeat(5000)],
    ['a long line of code', `\`\`\`ts\n${'a('.repeat(50_000)}\n\`\`\``],
  ];
  test.for(rows)('%s', { timeout: 20_000 }, ([, markdown]) => {
    const book = withHandout(markdown);
    const began = performance.now();
    expect(book.handout('lab01')).toMatchObject({ lab: 'lab01', html: expect.any(String) });
    book.search('a');
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
