import { Marked, type Token, type Tokens } from 'marked';
import { escapeHtml } from './escape.ts';
import { highlight } from './highlight.ts';

/** Where a link or a picture of a handout leads. */
export type Destination =
  | { kind: 'handout'; lab: string; anchor: string }
  | { kind: 'elsewhere'; url: string }
  /** Something that the page cannot show: its text is shown alone. */
  | { kind: 'nowhere' };

/** How a handout's links and pictures are understood. */
export interface Places {
  link: (href: string) => Destination;
  /** The address of a picture that lies beside the handout; undefined when there is none. */
  figure: (href: string) => string | undefined;
}

export interface Heading {
  id: string;
  text: string;
  level: number;
}

/**
 * Markdown as HTML that is safe to put into the page: of HTML in the text only the few tags of folded answers stay
 * what they are, without attributes; the rest is shown as text.
 */
export function renderMarkdown(markdown: string, places: Places): { html: string; headings: Heading[] } {
  const headings: Heading[] = [];
  const ids = new Map<string, number>();
  const marked = new Marked({ gfm: true, async: false });
  marked.use({
    renderer: {
      html({ text }) {
        return foldsOnly(text);
      },
      code({ text, lang = '' }) {
        const [language = ''] = lang.split(/\s+/);
        const name = /^[a-z]+$/.test(language) ? language : 'text';
        return `<pre class="code code-${name}" tabindex="0"><code>${highlight(text, name)}</code></pre>\n`;
      },
      heading({ tokens, depth }) {
        const text = plainText(tokens);
        const id = unique(slug(text), ids);
        headings.push({ id, text, level: depth });
        return `<h${depth} id="${escapeHtml(id)}" tabindex="-1">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const to = places.link(href);
        if (to.kind === 'nowhere') return inner;
        if (to.kind === 'elsewhere') {
          return `<a href="${escapeHtml(to.url)}" target="_blank" rel="noopener noreferrer">${inner}</a>`;
        }
        const [lab, anchor] = [escapeHtml(to.lab), escapeHtml(to.anchor)];
        return `<a href="/${lab}${anchor && `#${anchor}`}" data-lab="${lab}" data-anchor="${anchor}">${inner}</a>`;
      },
      image({ href, text }) {
        const address = places.figure(href);
        if (!address) return `<em>${escapeHtml(text || 'a picture')}</em>`;
        return `<img src="${escapeHtml(address)}" alt="${escapeHtml(text)}" loading="lazy">`;
      },
      table(token) {
        return `<div class="table" tabindex="0">${tableHtml(token, (tokens) => this.parser.parseInline(tokens))}</div>\n`;
      },
      checkbox({ checked }) {
        return checked ? '☑ ' : '☐ ';
      },
    },
  });
  return { html: marked.parse(markdown) as string, headings };
}

function tableHtml({ header, rows }: Tokens.Table, inline: (tokens: Token[]) => string): string {
  const cell = (tag: string, { tokens, align }: Tokens.TableCell) =>
    `<${tag}${tag === 'th' ? ' scope="col"' : ''}${align ? ` class="align-${align}"` : ''}>${inline(tokens)}</${tag}>`;
  const row = (tag: string, cells: Tokens.TableCell[]) =>
    `<tr>${cells.map((one) => cell(tag, one)).join('')}</tr>`;
  return `<table><thead>${row('th', header)}</thead><tbody>${rows.map((cells) => row('td', cells)).join('')}</tbody></table>`;
}

/** The tags that handouts use for folded answers; nothing else, and no attributes. */
const FOLD = /<\/?(?:details|summary|code|br|kbd|em|strong|sub|sup)>|&(?:lt|gt|amp|quot|nbsp|#\d{1,6});/gi;

function foldsOnly(html: string): string {
  let result = '';
  let at = 0;
  for (const match of html.replace(/<!--[\s\S]*?(?:-->|$)/g, '').matchAll(FOLD)) {
    result += escapeHtml(match.input.slice(at, match.index)) + match[0].toLowerCase();
    at = match.index + match[0].length;
  }
  return result + escapeHtml(html.replace(/<!--[\s\S]*?(?:-->|$)/g, '').slice(at));
}

/** The text of a heading as a link names it, by GitHub's rule: small letters, blanks as `-`, no other signs. */
export const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

function unique(id: string, ids: Map<string, number>): string {
  const count = ids.get(id) ?? 0;
  ids.set(id, count + 1);
  return count === 0 ? id || 'section' : `${id}-${count}`;
}

/** What a reader sees of some Markdown, as text. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token): string => {
      const { type, tokens: inner, text = '' } = token as Tokens.Generic;
      if (type === 'html') return unescaped((token as Tokens.HTML).text.replace(/<\/?[a-z][^>]*>/gi, ''));
      if (type === 'list')
        return (token as Tokens.List).items.map((item) => plainText(item.tokens)).join('\n');
      if (type === 'table') {
        const { header, rows } = token as Tokens.Table;
        return [header, ...rows]
          .map((cells) => cells.map((cell) => plainText(cell.tokens)).join(' '))
          .join('\n');
      }
      if (type === 'br' || type === 'space') return '\n';
      return inner && inner.length > 0 ? plainText(inner) : unescaped(String(text));
    })
    .reduce((all, text, i) => all + (i > 0 && isBlock(tokens[i - 1]) ? '\n' : '') + text, '');
}

const isBlock = (token: Token | undefined): boolean =>
  ['paragraph', 'heading', 'code', 'list', 'table', 'blockquote', 'html'].includes(token?.type ?? '');

const NAMED: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" };
const unescaped = (text: string): string =>
  text.replace(/&(?:lt|gt|amp|quot|#39);/g, (name) => NAMED[name] ?? name);
