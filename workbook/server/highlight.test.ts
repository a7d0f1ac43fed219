import { expect, test } from 'vitest';
import { highlight } from './highlight.ts';

/** The classes as brackets, which are easier to read: `[keyword:const]`. */
const marked = (code: string, language: string): string =>
  highlight(code, language)
    .replace(/<span class="hl-(\w+)">/g, '[$1:')
    .replaceAll('</span>', ']');

const rows: [language: string, code: string, expected: string][] = [
  ['ts', "const a = 'x'; // y", '[keyword:const] a = [string:&#39;x&#39;]; [comment:// y]'],
  ['ts', 'socket.on(1)', 'socket.[name:on]([number:1])'],
  ['ts', 'constant', 'constant'],
  ['ts', '`a$\nb', '[string:`a$\nb]'],
  ['ts', "'open\nif", '[string:&#39;open]\n[keyword:if]'],
  ['typescript', '/* if', '[comment:/* if]'],
  [
    'json',
    '{"a": "b", "c": 1}',
    '{[name:&quot;a&quot;]: [string:&quot;b&quot;], [name:&quot;c&quot;]: [number:1]}',
  ],
  ['sh', 'npm ci # all', 'npm ci [comment:# all]'],
  ['http', 'GET / HTTP/1.1\nHost: a', '[start:GET / HTTP/1.1]\n[field:Host]: a'],
  [
    'console',
    '$ curl -s x\n← HTTP/1.1\n→ GET\n…\n<b>',
    '[prompt:$ ][command:curl [option:-s] x]\n[received:← HTTP/1.1]\n[sent:→ GET]\n[elided:…]\n&lt;b&gt;',
  ],
  ['console', '$ a \\\n  b\nc', '[prompt:$ ][command:a \\]\n[command:  b]\nc'],
  ['text', '<a> "b"', '&lt;a&gt; &quot;b&quot;'],
  ['unknown', 'const', 'const'],
];

test.for(rows)('%s: %s', ([language, code, expected]) => {
  expect(marked(code, language)).toBe(expected);
});
