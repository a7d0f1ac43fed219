import { expect, test } from 'vitest';
import { decodeReferences } from './character_references.ts';

const UNKNOWN = '\uFFFD';

/** As it stands; as text; as the value of an attribute, when that is another. */
const rows: [string, string, string?][] = [
  ['nothing', 'nothing'],
  ['&amp;&lt;&gt;&quot;&#39;&#x27;&apos;', `&<>"'''`],
  ['&nbsp;', '\u00a0'],
  ['&AMP&LT&GT;&QUOT;', '&<>"'],
  ['&Amp;&aMP;', '&Amp;&aMP;'],
  ['a&amp b', 'a& b'],
  ['?a=1&amp;lt=2', '?a=1&lt=2'],
  ['?a=1&lt=2&copy=3', '?a=1<=2©=3', '?a=1&lt=2&copy=3'],
  ['&lt;=&gt;', '<=>'],
  ['&ltb&gt', '<b>', '&ltb>'],
  ['&ampamp;', '&amp;', '&ampamp;'],
  ['&amp;lt;', '&lt;'],
  ['&#60b&#62', '<b>'],
  ['&#X3c;&#x0003C', '<<'],
  ['&eacute;&Eacute&ntilde&yuml;&nbsp', 'éÉñÿ\u00a0'],
  ['&num;&percnt;&quest;&plus;&lowbar;&rsaquo;', '#%?+_›'],
  ['&Tab;&NewLine;', '\t\n'],
  ['&num &apos', '&num &apos'],
  ['&#128;&#x96;&#x81;', '€–\x81'],
  ['&#0;&#xD800;&#x110000;&#99999999999999999999;', UNKNOWN.repeat(4)],
  ['&#128514;&#x1F642;', '😂🙂'],
  ['& &; &#; &#x; &unknown; &', '& &; &#; &#x; &unknown; &'],
];

test.for(rows)('%s', ([html, text, value = text]) => {
  expect(decodeReferences(html)).toBe(text);
  expect(decodeReferences(html, true)).toBe(value);
});
