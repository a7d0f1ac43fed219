import { describe, expect, test } from 'vitest';
import { links, markup, visibleText } from './listing.ts';

const PAGE = 'http://127.0.0.1:8080/sub/';
const read = (html: string, base = PAGE) => links(Buffer.from(html), base);
/** Every link as `text → target`. */
const shown = (html: string, base = PAGE) =>
  read(html, base).map(({ text, target }) => `${text} → ${target}`);
/** Every tag as a browser might print it. */
const tags = (html: string) =>
  markup(Buffer.from(html)).map(({ name, attributes }) =>
    [name, ...[...attributes].map(([key, value]) => `${key}=${JSON.stringify(value)}`)].join(' '),
  );

/** Cut from what the servers sent for a folder with these entries: sub, `<b>&"x'.txt`, `q?#%2B+.txt`, `x:y`, `é.txt`. */
const listings: [string, string, string[]][] = [
  [
    'python3 -m http.server',
    `<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Directory listing for /sub/</title>
</head>
<body>
<h1>Directory listing for /sub/</h1>
<hr>
<ul>
<li><a href="%3Cb%3E%26%22x%27.txt">&lt;b&gt;&amp;"x'.txt</a></li>
<li><a href="q%3F%23%252B%2B.txt">q?#%2B+.txt</a></li>
<li><a href="sub/">sub/</a></li>
<li><a href="%C3%A9.txt">é.txt</a></li>
</ul>
<hr>
</body>
</html>`,
    [
      `<b>&"x'.txt → /sub/%3Cb%3E%26%22x%27.txt`,
      'q?#%2B+.txt → /sub/q%3F%23%252B%2B.txt',
      'sub/ → /sub/sub/',
      'é.txt → /sub/%C3%A9.txt',
    ],
  ],
  [
    'nginx',
    `<html>
<head><title>Index of /sub/</title></head>
<body>
<h1>Index of /sub/</h1><hr><pre><a href="../">../</a>
<a href="sub/">sub/</a>                                               23-Nov-2026 17:22                   -
<a href="%3Cb%3E%26%22x%27.txt">&lt;b&gt;&amp;&quot;x'.txt</a>                    23-Nov-2026 17:22          12
<a href="x%3Ay">x:y</a>                                                23-Nov-2026 17:22                   4
</pre><hr></body>
</html>`,
    [
      '../ → /',
      'sub/ → /sub/sub/',
      `<b>&"x'.txt → /sub/%3Cb%3E%26%22x%27.txt`,
      // The percent sign stays: nobody but the server decodes it.
      'x:y → /sub/x%3Ay',
    ],
  ],
  [
    'apache2',
    `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">
<html>
 <head>
  <title>Index of /sub</title>
 </head>
 <body>
<h1>Index of /sub</h1>
<pre>      <a href="?C=N;O=D">Name</a>                    <a href="?C=M;O=A">Last modified</a><hr>      <a href="/">Parent Directory</a>                             -   
      <a href="%3cb%3e&amp;%22x'.txt">&lt;b&gt;&amp;&quot;x'.txt</a>             2026-11-23 17:22   12   
      <a href="./x:y">x:y</a>                     2026-11-23 17:22    4   
<hr></pre>
</body></html>`,
    [
      'Name → /sub/?C=N;O=D',
      'Last modified → /sub/?C=M;O=A',
      'Parent Directory → /',
      `<b>&"x'.txt → /sub/%3cb%3e&%22x'.txt`,
      'x:y → /sub/x:y',
    ],
  ],
  [
    'lighttpd',
    `<!DOCTYPE html>
<html>
<head>
<title>Index of /sub/</title>
<style type="text/css">
a, a:active {text-decoration: none; color: blue;}
</style>
</head>
<body>
<h2>Index of /sub/</h2>
<div class="list">
<table summary="Directory Listing" cellpadding="0" cellspacing="0">
<tbody>
<tr class="d"><td class="n"><a href="../">..</a>/</td><td class="m">&nbsp;</td><td class="s">- &nbsp;</td></tr>
<tr class="d"><td class="n"><a href="sub/">sub</a>/</td><td class="m">2026-Nov-23 17:22:59</td><td class="s">- &nbsp;</td></tr>
<tr><td class="n"><a href="%3Cb%3E%26%22x%27.txt">&#x3C;b&#x3E;&#x26;&#x22;x&#x27;.txt</a></td><td class="s">0.1K</td></tr>
</tbody>
</table>
</div>
<script type="text/javascript">
// <!--
var sort = '<a href="#" class="sortheader">';
// -->
</script>
</body>
</html>`,
    ['.. → /', 'sub → /sub/sub/', `<b>&"x'.txt → /sub/%3Cb%3E%26%22x%27.txt`],
  ],
  [
    'npm http-server',
    `<!doctype html>
<html>
  <head><meta charset="utf-8"><title>Index of /sub/</title></head>
  <body>
<h1>Index of /sub/</h1>
<table><tr><td><i class="icon icon-_blank"></i></td><td class="perms"><code>(drwxr-xr-x)</code></td><td class="display-name"><a href="../">../</a></td></tr>
<tr><td><i class="icon icon-txt"></i></td><td class="file-size"><code>7B</code></td><td class="display-name"><a href="./%C3%A9.txt">&#xE9;.txt</a></td></tr>
</table>
<br><address>Node.js/ <a href="https://example.org/http-server">http-server</a> server running @ 127.0.0.1:8080</address>
</body></html>`,
    ['../ → /', 'é.txt → /sub/%C3%A9.txt', 'http-server → undefined'],
  ],
  [
    'npm serve, whose links are not percent-encoded',
    `<!DOCTYPE html><html lang="en"> <head> <title>Files within root&#47;</title> </head> <body> <main> <header> <h1> <i>Index of&nbsp;</i>  <a href="/">root&#47;</a>  </h1> </header> <ul id="files">  <li> <a href="&#47;&#60;b&#62;&#38;&#34;x&#39;.txt" title="&#60;b&#62;&#38;&#34;x&#39;.txt" class="file txt">&#60;b&#62;&#38;&#34;x&#39;.txt</a> </li>  <li> <a href="&#47;q?#%2B+.txt" class="file txt">q?#%2B+.txt</a> </li>  <li> <a href="&#47;sub&#47;" class="folder ">sub&#47;</a> </li>  <li> <a href="&#47;é.txt" class="file txt">é.txt</a> </li>  </ul></main> </body></html>`,
    [
      'root/ → /',
      `<b>&"x'.txt → /%3Cb%3E&%22x'.txt`,
      // Not the file: what the browser asks for ends at the #.
      'q?#%2B+.txt → /q?',
      'sub/ → /sub/',
      'é.txt → /%C3%A9.txt',
    ],
  ],
  [
    'a small one, in the manner of the nineties',
    '<HTML><BODY><PRE>\n<A HREF="..">Parent</A>\n<A HREF=sub/>sub</A>\n<A HREF=readme.txt>readme.txt</A>\n</PRE>',
    ['Parent → /', 'sub → /sub/sub/', 'readme.txt → /sub/readme.txt'],
  ],
];

test.for(listings)('the listing of %s', ([, html, expected]) => expect(shown(html)).toEqual(expected));

describe('which tags are links', () => {
  test.for<[string, string, string[]]>([
    ['double quotes', '<a href="x y">t</a>', ['t → /sub/x%20y']],
    ['single quotes', "<a href='x\"y'>t</a>", ['t → /sub/x%22y']],
    ['no quotes', '<a href=x/y>t</a>', ['t → /sub/x/y']],
    ['no quotes: the name ends at the space', '<a href=two words.txt>t</a>', ['t → /sub/two']],
    ['blanks around the =', '<a\n\thref\r\n =  "x">t</a>', ['t → /sub/x']],
    ['other attributes', '<a class=b title=">" href=x disabled>t</a>', ['t → /sub/x']],
    ['of two the first', '<a href=x HREF=y>t</a>', ['t → /sub/x']],
    ['a slash in the tag', '<a/href=x/>t</a>', ['t → /sub/x/']],
    ['nothing between attributes', '<a id="1"href="x">t</a>', ['t → /sub/x']],
    ['without a value', '<a href>t</a><a href=>u</a>', ['t → /sub/', 'u → /sub/']],
    ['without href', '<a name=x>t</a><area href=y>', []],
    ['other names', '<abbr href=x>t</abbr><á href=x>', []],
    ['in a comment', '<!-- <a href=x>t</a> --><a href=y>u</a>', ['u → /sub/y']],
    ['behind an empty comment', '<!--><a href=x>t</a><!-- -->', ['t → /sub/x']],
    ['behind a comment that ends strangely', '<!-- --!><a href=x>t</a>', ['t → /sub/x']],
    ['in a comment without end', '<a href=x>t</a><!-- <a href=y>u</a>', ['t → /sub/x']],
    ['in a script', '<script>"<a href=x>"</script><a href=y>u</a>', ['u → /sub/y']],
    [
      'in a script with a script',
      '<script><!-- <script></script><a href=x>--></script><a href=y>u</a>',
      ['u → /sub/y'],
    ],
    ['in a style', '<STYLE>/* <a href=x> */</Style ><a href=y>u</a>', ['u → /sub/y']],
    ['in the title', '<title><a href=x></title><a href=y>u</a>', ['u → /sub/y']],
    ['in a text area', '<textarea><a href=x></textarea><a href=y>u</a>', ['u → /sub/y']],
    ['in an attribute', '<b title="<a href=x>">t</b>', []],
    [
      'behind a quote that is not closed',
      '<a href="x>t</a><a href="y">u</a>',
      ['u → /sub/x%3Et%3C/a%3E%3Ca%20href='],
    ],
    ['the page ends in the tag', '<a href=x>t</a><a href="y"', ['t → /sub/x']],
    ['escaped', '&lt;a href=x&gt;', []],
    ['a < that begins nothing', '1 < 2 <a href=x>t</a> <3 <', ['t → /sub/x']],
  ])('%s', ([, html, expected]) => expect(shown(html)).toEqual(expected));
});

describe('the text of a link', () => {
  test.for([
    ['<a href=x> two\n  words </a>', 'two words'],
    ['<a href=x><b>t</b><!-- no -->u<i>v</i></a>', 'tuv'],
    ['<a href=x><div>t</div><div>u</div></a>', 't u'],
    ['<a href=x>t<br>u</a>', 't u'],
    ['<a href=x><img src=y alt="[DIR]"></a>', ''],
    ['<a href=x>&nbsp;t</a>', '\u00a0t'],
    ['<a href=x>t<a href=y>u</a>', 't'],
    ['<a href=x>t', 't'],
    ['<a href=x>t<style>u</style></a>', 't'],
    ['<a href=x>日本 caf\u00e9 🙂</a>', '日本 café 🙂'],
  ] as const)('%s', ([html, text]) => expect(read(html)[0]?.text).toBe(text));

  test('bytes that are no UTF-8', () =>
    expect(links(Buffer.from('<a href="\xff">\xff</a>', 'latin1'), PAGE)).toMatchObject([
      { href: '\uFFFD', text: '\uFFFD', target: '/sub/%EF%BF%BD' },
    ]));
});

describe('where a link goes', () => {
  const here = { external: false, fragment: false };
  const away = { target: undefined, external: true, fragment: false };
  test.for<[string, Partial<ReturnType<typeof read>[number]>]>([
    ['x', { target: '/sub/x', ...here }],
    ['/x', { target: '/x', ...here }],
    ['./a:b', { target: '/sub/a:b', ...here }],
    // What comes before the colon is a scheme: the file a:b is not reached.
    ['a:b', away],
    ['../../../etc/passwd', { target: '/etc/passwd', ...here }],
    ['%2e%2e/x', { target: '/x', ...here }],
    ['..\\x', { target: '/x', ...here }],
    ['a%5cb', { target: '/sub/a%5cb', ...here }],
    ['100%', { target: '/sub/100%', ...here }],
    ['a+b', { target: '/sub/a+b', ...here }],
    ['a#b', { target: '/sub/a', ...here }],
    ['a?b?c', { target: '/sub/a?b?c', ...here }],
    ['a?', { target: '/sub/a?', ...here }],
    ['?', { target: '/sub/?', ...here }],
    ['', { target: '/sub/', ...here }],
    [' \n x\ty ', { target: '/sub/xy', ...here }],
    ['#top', { target: '/sub/', external: false, fragment: true }],
    [' #', { target: '/sub/', external: false, fragment: true }],
    ['http://127.0.0.1:8080/x', { target: '/x', ...here }],
    ['HTTP:x', { target: '/sub/x', ...here }],
    ['http://127.0.0.1:8081/x', away],
    ['https://127.0.0.1:8080/x', away],
    ['http://localhost:8080/x', away],
    // A name that begins with a slash: the rest is taken for a host.
    ['//evil/x', away],
    ['mailto:ada@example.org', away],
    ['javascript:alert(1)', away],
    ['http://[', { target: undefined, external: false, fragment: false }],
  ])('%j', ([href, expected]) =>
    expect(read(`<a href="${href}">t</a>`)).toMatchObject([{ href, ...expected }]),
  );

  test.for([
    ['<base href="/other/"><a href=x>t</a>', '/other/x'],
    ['<a href=x>t</a><base target=y><base href="/other/"><base href="/third/">', '/other/x'],
    ['<base href="?q"><a href="#x">t</a>', '/sub/?q'],
    ['<base href="http://example.org/"><a href=x>t</a>', undefined],
    ['<base href="http://["><a href=x>t</a>', '/sub/x'],
    ['<base href="javascript:x"><a href=x>t</a>', '/sub/x'],
  ])('%s', ([html, target]) => expect(read(html as string)[0]?.target).toBe(target));

  test('what is too long to be resolved', () => {
    const long = `/${'x'.repeat(10_000)}/`;
    expect(read(`<a href="${long}">t</a>`)).toMatchObject([{ href: long, target: undefined, ...here }]);
    expect(read(`<base href="${long}"><a href=x>t</a>`)).toMatchObject([{ target: '/sub/x' }]);
  });

  test('without the slash at the end, the last part of the address is left out', () =>
    expect(shown('<a href=x>t</a>', 'http://127.0.0.1:8080/sub')).toEqual(['t → /x']));
});

test('the place of a tag, in bytes', () => {
  const html = '\uFEFF<p>日本 €\r\n<a href=x>é</a> <A href=y>';
  const bytes = Buffer.from(html);
  expect(links(bytes, PAGE).map(({ at }) => at)).toEqual([bytes.indexOf('<a'), bytes.indexOf('<A')]);
  expect(markup(bytes).map(({ at }) => at)).toEqual([3, bytes.indexOf('<a'), bytes.indexOf('<A')]);
});

describe('the name of a file in a listing', () => {
  const escaped = (name: string) => name.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const inText = (name: string) => `<li><a href="x">${name}</a></li>`;
  const inHref = (name: string) => `<li><a href="${name}">x</a></li>`;
  const harmless = ['li', 'a href="x"'];

  test.for([
    ['<b>&x.txt', ['b']],
    ['<img src=x onerror=alert(1)>', ['img src="x" onerror="alert(1)"']],
    ['<IMG/SRC=x/ONERROR=alert(1)//>', ['img src="x/ONERROR=alert(1)//"']],
    ['<svg onload=alert(1)>', ['svg onload="alert(1)"']],
    ['</a><script>alert(1)</script>', ['script']],
    ['<script src=//x>', ['script src="//x"']],
    ['</title><b>', ['b']],
    ['<é>', []],
    ['< b>', []],
    ['<3', []],
    ['<!--', []],
    ['&lt;b&gt;', []],
  ] as const)('as text: %s', ([name, found]) => {
    expect(tags(inText(name))).toEqual([...harmless, ...found]);
    expect(tags(inText(escaped(name)))).toEqual(harmless);
    expect(read(inText(escaped(name)))[0]?.text).toBe(name);
  });

  test.for([
    ['"><script>x', ['li', 'a href=""', 'script']],
    ['" onmouseover="alert(1)', ['li', 'a href="" onmouseover="alert(1)"']],
    ['"onmouseover=alert(1) ', ['li', 'a href="" onmouseover="alert(1)" "=""']],
    ["' onclick='x", ['li', `a href="' onclick='x"`]],
    ['<img src=x onerror=alert(1)>', ['li', 'a href="<img src=x onerror=alert(1)>"']],
  ] as const)('in an attribute: %s', ([name, found]) => {
    expect(tags(inHref(name))).toEqual(found);
    expect(tags(inHref(escaped(name)))).toEqual(['li', `a href=${JSON.stringify(name)}`]);
  });

  test('in an attribute without quotes', () =>
    expect(tags('<a href=x onclick=alert(1)>x onclick=alert(1)</a>')).toEqual([
      'a href="x" onclick="alert(1)"',
    ]));

  test('in the title, where only its end tag counts', () => {
    expect(tags('<title>Index of /<b>/</title>')).toEqual(['title']);
    expect(tags('<title>Index of /</title><b>/</title>')).toEqual(['title', 'b']);
  });
});

test.for([
  ['<title>no</title><h1>Index of /</h1><ul><li>a<li>b</ul>', 'Index of / a b'],
  ['<p>t<script>no</script>u<style>no</style><!-- no -->v</p>', 'tuv'],
  ['<td>a</td><td>1&nbsp;K</td>', 'a 1\u00a0K'],
  ['<b>t</b><i>u</i>', 'tu'],
  ['a < b & c > d </', 'a < b & c > d </'],
  ['a</>b</ c>d<?e>f<!g>h<![CDATA[i]]>j', 'abdfhj'],
  ['<xmp><b></xmp><textarea>&lt;</textarea><plaintext></plaintext>', '<b> < </plaintext>'],
  ['\0a\0', 'a'],
  ['', ''],
])('the visible text of %j', ([html, text]) => expect(visibleText(Buffer.from(html as string))).toBe(text));
