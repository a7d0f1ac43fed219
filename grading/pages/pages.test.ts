import { describe, expect, test } from 'vitest';
import { visible } from '../../checks/engine/report/visible.ts';
import { HOSTILE } from '../outputs/testing/fixture.ts';
import { jsonInHtml, pageDocument } from './document.ts';
import { evidenceBytes } from './evidence_bytes.ts';
import { html } from './html.ts';
import { sinceDue, time } from './times.ts';

describe('HTML', () => {
  test.each([
    ['a tag', '<b>', '&lt;b&gt;'],
    ['both quotes', `"'`, '&quot;&#39;'],
    ['an entity', '&amp;', '&amp;amp;'],
    [
      'NUL, a turned direction, half a letter',
      '\0\u202e\ud800',
      '&lt;U+0000&gt;&lt;U+202E&gt;&lt;U+D800&gt;',
    ],
    ['a line break stays', 'a\r\nb', 'a\nb'],
    ['letters of any script stay', 'שלום 陈 👩‍💻', 'שלום 陈 👩‍💻'],
  ])('%s', (_, text, expected) => {
    expect(html`${text}`.text).toBe(expected);
  });

  test('HTML in HTML, lists, numbers, and nothing', () => {
    expect(html`<p>${html`<b>${'<'}</b>`}${[1, html`<i>2</i>`]}${undefined}${false}</p>`.text).toBe(
      '<p><b>&lt;</b>1<i>2</i></p>',
    );
  });
});

test('data in a page holds no tag, and is read as it was', () => {
  const data = { text: `</script><!--<script>${HOSTILE.replace('\ud800', '')}` };
  expect(jsonInHtml(data)).not.toContain('<');
  expect(JSON.parse(jsonInHtml(data))).toEqual(data);
});

test('the policy names this script and this style, and nothing from outside', () => {
  const page = pageDocument({ title: '<', body: html`x`, data: {}, script: 'let a', style: 'b{}' });
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy.replaceAll('&#39;', "'")).toMatch(
    /^default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'sha256-[\w+/]{43}='; img-src data:; base-uri 'none'; form-action 'none'$/,
  );
  expect(page).toContain('<title>&lt;</title>');
});

test.each([
  ['text', 'abc\r\n', 2],
  ['a backslash and tabs', '\\x41 \\\t\\n', 3],
  ['bytes that are no text', Buffer.from([0, 255, 0xc3, 0x28, 10]), 1],
  ['letters of several bytes', 'Montréal …', 5],
])('what came is read back from a report: %s', (_, value, at) => {
  expect(evidenceBytes({ actual: visible(value), at })?.bytes).toEqual(
    Buffer.from(String(value).endsWith('…') ? 'Montréal ' : (value as string)),
  );
});

test('what was cut begins 200 bytes before the wrong one', () => {
  expect(evidenceBytes({ actual: '…abc', at: 300 })).toEqual({ bytes: Buffer.from('abc'), from: 100 });
  expect(evidenceBytes({ actual: '…abc', at: 3 })?.from).toBe(0);
  expect(evidenceBytes({ actual: null, at: 3 })).toBeUndefined();
  expect(evidenceBytes({ actual: 'x', at: null })).toBeUndefined();
});

test.each([
  ['2026-11-02T23:59:00+01:00', '2026-11-02 23:59 UTC+01:00'],
  ['2026-11-21T08:00:00.000Z', '2026-11-21 08:00 UTC'],
  ['2026-11-21T08:00', '2026-11-21 08:00 '],
])('a time keeps its offset: %s', (written, shown) => {
  expect(time(written).text).toBe(`<time datetime="${written}">${shown}</time>`);
});

test('a late rule in words', () => {
  expect(sinceDue(1, undefined)).toBe(
    '1 day late (each day that has begun counts). This course takes nothing off for that.',
  );
  expect(sinceDue(3, { perDay: 5, most: 20 })).toBe(
    '3 days late (each day that has begun counts). Each day costs 5 % of the points, at most 20 %.',
  );
});
