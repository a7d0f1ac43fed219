import { fail } from '../engine/failure.ts';
import { type Answer, contentOf } from '../engine/http/ask.ts';
import { decodeReferences } from '../engine/http/character_references.ts';
import { charsetOf, typeOf } from '../engine/http/expect.ts';
import type { Tag } from '../engine/http/html_tokens.ts';
import { markup } from '../engine/http/listing.ts';
import { plainText } from './entries.ts';
import type { Listing } from './listing.ts';
import type { HostileEntry } from './site.ts';

/** So much of a name has to be on the page: a long one may be cut short for the eye. */
const SHOWN = 12;

/** Sees that no hostile name has become a tag or an attribute of the page. */
export function expectNoMarkup(answer: Answer, names: readonly HostileEntry[]): void {
  const html = contentOf(answer);
  for (const tag of markup(html)) {
    const entry = names.find((one) => isMadeOf(tag, one, html));
    if (!entry) continue;
    const what = `the file name ${entry.name}`;
    fail(
      'name-becomes-markup',
      `"${answer.asked}": ${what} has become part of the markup: a browser sees <${tag.name}${attributesOf(tag)}> here. Escape names before they go into a page: & < > " and ' become &amp; &lt; &gt; &quot; and &#39;.`,
      { actual: html.subarray(0, tag.at + 300), at: tag.at },
    );
  }
}

/** Whether a tag, or an attribute of it, comes from the name of an entry. */
function isMadeOf({ name, attributes, at }: Tag, entry: HostileEntry, html: Buffer): boolean {
  if (name === 'b')
    return html.subarray(at).toString('utf8', 0, 40).startsWith('<b>bold ') && entry.name.startsWith('<b>');
  for (const [attribute, value] of attributes) {
    if (
      value === entry.word ||
      (attribute.startsWith('on') && entry.name.includes(`${attribute}=`) && value === 'x')
    )
      return true;
    if (attribute === 'href' && /^\s*javascript:/i.test(value) && value.includes(entry.word)) return true;
  }
  return false;
}

const attributesOf = ({ attributes }: Tag): string =>
  [...attributes]
    .map(([name, value]) => ` ${name}="${value.slice(0, 40)}"`)
    .join('')
    .slice(0, 100);

/** The page says that it is UTF-8, if it has a character for which that matters. */
export function expectCharset({ answer, html }: Listing): void {
  if (!html.some((byte) => byte > 127)) return;
  const charset = charsetOf(answer) ?? charsetInPage(html);
  if (charset === 'utf-8' || charset === 'utf8') return;
  fail(
    'no-charset',
    `"${answer.asked}": there are letters beyond ASCII on this page, and ${charset ? `its charset is ${charset}` : 'nothing says how they are encoded'}. A browser may show Ã© for é. Say it: Content-Type: text/html; charset=utf-8.`,
    { expected: 'text/html; charset=utf-8', actual: typeOf(answer) ?? '' },
  );
}

/** `<meta charset="utf-8">`, or the older way. */
function charsetInPage(html: Buffer): string | undefined {
  for (const { name, attributes } of markup(html)) {
    if (name !== 'meta') continue;
    const charset =
      attributes.get('charset') ?? /charset=([\w-]+)/i.exec(attributes.get('content') ?? '')?.[1];
    if (charset !== undefined) return charset.trim().toLowerCase();
  }
  return undefined;
}

/** Sees that a person can read every name, as it is on the disk; long ones at least their beginning. */
export function expectShownNames(
  { links, folder, html, answer }: Listing,
  names: readonly HostileEntry[],
): void {
  for (const { name } of names) {
    const link = links.find(({ path }) => path === `${folder}/${name}`.normalize('NFC'));
    if (!link) continue; // wrong links are another check's business
    const text = plainText(link.text);
    const begin = name.normalize('NFC').slice(0, SHOWN);
    if (text.includes(begin)) continue;
    const evidence = { expected: name, actual: html.subarray(0, link.at + 300), at: link.at };
    const so = `"${answer.asked}": the link of "${name}" is shown as "${text}".`;
    if (text.includes(Buffer.from(begin).toString('latin1')) || text.includes('\uFFFD')) {
      fail(
        'through-text',
        `${so} Its letters beyond ASCII went through the wrong encoding on the way.`,
        evidence,
      );
    }
    if (decodeReferences(text).includes(begin)) {
      fail('escaped-twice', `${so} It is escaped twice: & itself became &amp; a second time.`, evidence);
    }
    if (decoded(text).includes(begin)) {
      fail(
        'shows-encoded-name',
        `${so} Percent-encoding is for the link alone; between <a> and </a> stands the name, with & < > escaped.`,
        evidence,
      );
    }
    fail(
      'name-not-escaped',
      `${so} Escape names before they go into a page: &lt; in a name has to be written &amp;lt;, else it is shown as <.`,
      evidence,
    );
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
