import { type Tag, tokens } from './html_tokens.ts';

/** A link of a page: `<a href="two%20words.txt">two words.txt</a>`. */
export interface Link {
  /** The value of the attribute, its character references decoded: `two%20words.txt`. */
  href: string;
  /** What a person reads: without tags, white space collapsed. A non-breaking space stays what it is, U+00A0. */
  text: string;
  /** Offset of the tag in bytes. */
  at: number;
  /**
   * The request target that a browser asks for on a click, with the query and without the fragment: `/two%20words.txt`.
   * Undefined when the link is no URL or goes to another origin.
   */
  target: string | undefined;
  /** Goes to another origin, or is of another kind, as `mailto:`. So is the link `a:b.txt`: `a:` is a scheme there. */
  external: boolean;
  /** Only a place on the same page: `#top`. */
  fragment: boolean;
}

/** URLs longer than this are not resolved: otherwise one long `<base>` would be copied for each of many links. */
const LONGEST_URL = 8192;

/** Elements that stand in a line of text. The others begin and end one. */
const INLINE = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr noscript q s samp script ' +
    'small span strike strong style sub sup svg time tt u var wbr'
  ).split(' '),
);

/** Elements with nothing but text of which a person sees the text. */
const SHOWN = new Set([undefined, 'textarea', 'xmp', 'plaintext']);

/**
 * Every `<a href>` of a page that came from the URL `base` (absolute, else a TypeError), in order. The page is read
 * as UTF-8. A `<base href>` in it counts, for the links before it too, as in a browser.
 */
export function links(html: Buffer, base: string): Link[] {
  const page = new URL(base);
  const found: { href: string; at: number; text: string[] }[] = [];
  let open: string[] | undefined;
  let baseHref: string | undefined;
  for (const token of tokens(html)) {
    if (token.kind === 'text') {
      if (SHOWN.has(token.inside)) open?.push(token.text);
      continue;
    }
    if (!INLINE.has(token.name)) open?.push(' ');
    // An <a> ends the one before it: links do not nest.
    if (token.name === 'a') open = undefined;
    if (token.kind === 'end') continue;
    const href = token.attributes.get('href');
    if (href === undefined) continue;
    if (token.name === 'base') baseHref ??= href;
    if (token.name === 'a') {
      open = [];
      found.push({ href, at: token.at, text: open });
    }
  }
  const from = baseOf(page, baseHref);
  return found.map(({ href, at, text }) => {
    const url = resolve(href, from);
    const external = url !== undefined && url.origin !== page.origin;
    return {
      href,
      text: collapsed(text.join('')),
      at,
      target: url === undefined || external ? undefined : requestTarget(url),
      external,
      fragment: /^[\0-\x20]*#/.test(href),
    };
  });
}

/**
 * Every start tag that a browser sees in a page, in order. So a check can tell whether a file named
 * `<img src=x onerror=alert(1)>` has become a tag, or `" onmouseover="…` an attribute.
 */
export function markup(html: Buffer): Tag[] {
  const tags: Tag[] = [];
  for (const token of tokens(html)) {
    if (token.kind !== 'start') continue;
    const { name, attributes, at } = token;
    tags.push({ name, attributes, at });
  }
  return tags;
}

/** What a person reads on the page, in one line: no title, scripts or styles, white space collapsed. */
export function visibleText(html: Buffer): string {
  const text: string[] = [];
  for (const token of tokens(html)) {
    if (token.kind === 'text') {
      if (SHOWN.has(token.inside)) text.push(token.text);
    } else if (!INLINE.has(token.name)) text.push(' ');
  }
  return collapsed(text.join(''));
}

/** The URL that links are relative to: the page's own, or the one that it names instead. */
function baseOf(page: URL, href: string | undefined): URL {
  const url = href === undefined ? undefined : resolve(href, page);
  return url === undefined || url.protocol === 'data:' || url.protocol === 'javascript:' ? page : url;
}

function resolve(href: string, base: URL): URL | undefined {
  if (href.length > LONGEST_URL || base.href.length > LONGEST_URL) return undefined;
  return URL.canParse(href, base.href) ? new URL(href, base) : undefined;
}

/** Path and query as they stand in the request line; the ? stays even when nothing follows it. */
function requestTarget(url: URL): string {
  url.hash = '';
  const emptyQuery = url.search === '' && url.href.endsWith('?');
  return url.pathname + (emptyQuery ? '?' : url.search);
}

const collapsed = (text: string): string => text.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, '');
