import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lexer } from 'marked';
import type { LabEntry } from '../../commands/labs.ts';
import type { Found, Handout } from './api.ts';
import { type Destination, plainText, renderMarkdown, slug } from './markdown.ts';

/** The name of labs/README.md, which holds the contract of all programs. */
export const CONTRACT = 'labs';

/** More than this is no handout, in bytes. */
const LONGEST = 2 * 1024 * 1024;
const MOST_FOUND = 30;
const EXCERPT = 160;
/** A section that names the words so often is about them. */
const OFTEN = 4;

interface Section {
  heading: string;
  anchor: string;
  text: string;
}

interface Read {
  /** Changes when the file does. */
  stamp: string;
  markdown: string;
  sections?: Section[];
}

/** The handouts of the course, read from labs/ whenever they have changed. */
export class Handouts {
  readonly #root: string;
  readonly #labs: () => readonly LabEntry[];
  readonly #read = new Map<string, Read>();

  constructor(root: string, labs: () => readonly LabEntry[]) {
    this.#root = root;
    this.#labs = labs;
  }

  /** The handout of a lab (or `labs`); undefined when the file is not there. */
  handout(lab: string): Handout | undefined {
    const read = this.#file(lab);
    if (!read) return undefined;
    const { html, headings } = renderMarkdown(read.markdown, {
      link: (href) => this.#destination(lab, href),
      figure: (href) => {
        const name = href.replace(/^\.\//, '');
        return this.figure(lab, name) ? `/figures/${lab}/${name}` : undefined;
      },
    });
    return { lab, title: headings[0]?.text ?? lab, html, headings };
  }

  /** The path of a figure that lies beside a handout, by its name; undefined when there is none. */
  figure(lab: string, name: string): string | undefined {
    const folder = this.#folder(lab);
    if (!folder || !/^[\w-]+\.(svg|png|webp)$/.test(name)) return undefined;
    const path = join(folder, name);
    return existsSync(path) && statSync(path).isFile() ? path : undefined;
  }

  /** Sections that hold all words, those with a word in their heading first. */
  search(query: string): Found[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
    if (words.length === 0) return [];
    const found: (Found & { rank: number })[] = [];
    for (const lab of [...this.#labs().map(({ id }) => id), CONTRACT]) {
      const sections = this.#sections(lab);
      const title = sections[0]?.heading ?? lab;
      for (const { heading, anchor, text } of sections) {
        const [low, lowHeading] = [text.toLowerCase(), heading.toLowerCase()];
        if (!words.every((word) => low.includes(word) || lowHeading.includes(word))) continue;
        const inHeading = words.filter((word) => lowHeading.includes(word)).length;
        const together = low.includes(words.join(' ')) ? 1 : 0;
        found.push({
          lab,
          title,
          heading,
          anchor,
          excerpt: excerpt(text, words),
          rank: inHeading * 4 + together * 2 + Math.min(OFTEN, countOf(low, words)) / OFTEN,
        });
      }
    }
    // Sorting is stable: among equals the earlier lab comes first.
    found.sort((a, b) => b.rank - a.rank);
    return found.slice(0, MOST_FOUND).map(({ rank: _, ...one }) => one);
  }

  #folder(lab: string): string | undefined {
    if (lab === CONTRACT) return join(this.#root, 'labs');
    const entry = this.#labs().find(({ id }) => id === lab);
    return entry && join(this.#root, 'labs', entry.folder);
  }

  #file(lab: string): Read | undefined {
    const folder = this.#folder(lab);
    if (!folder) return undefined;
    try {
      const path = join(folder, 'README.md');
      const { mtimeMs, size } = statSync(path);
      const stamp = `${mtimeMs} ${size}`;
      const known = this.#read.get(lab);
      if (known?.stamp === stamp) return known;
      const markdown = readFileSync(path).subarray(0, LONGEST).toString('utf8').replaceAll('\0', '\uFFFD');
      const read: Read = { stamp, markdown };
      this.#read.set(lab, read);
      return read;
    } catch {
      this.#read.delete(lab);
      return undefined;
    }
  }

  #sections(lab: string): Section[] {
    const read = this.#file(lab);
    if (!read) return [];
    read.sections ??= sectionsOf(read.markdown);
    return read.sections;
  }

  #destination(lab: string, href: string): Destination {
    if (/^https?:\/\/[\w.[]/i.test(href)) return { kind: 'elsewhere', url: href };
    const [path = '', anchor = ''] = href.split('#');
    if (path === '') return { kind: 'handout', lab, anchor };
    const to = /^(?:\.\.\/|\.\/)?(?:labs\/)?(lab\d\d)-[\w-]+\/(?:README\.md)?$/.exec(path)?.[1];
    if (to && this.#labs().some(({ id }) => id === to)) return { kind: 'handout', lab: to, anchor };
    if (/^\.\.\/(?:README\.md)?$/.test(path)) return { kind: 'handout', lab: CONTRACT, anchor };
    return { kind: 'nowhere' };
  }
}

/** A handout cut at its headings, as plain text. */
function sectionsOf(markdown: string): Section[] {
  const sections: Section[] = [];
  const ids = new Map<string, number>();
  for (const token of lexer(markdown)) {
    if (token.type === 'heading') {
      const heading = plainText(token.tokens ?? []);
      const id = slug(heading);
      const count = ids.get(id) ?? 0;
      ids.set(id, count + 1);
      sections.push({ heading, anchor: count === 0 ? id : `${id}-${count}`, text: '' });
    } else {
      const last = sections.at(-1);
      if (last) last.text += `${plainText([token])}\n`;
    }
  }
  return sections.map((section) => ({ ...section, text: section.text.replace(/\s+/g, ' ').trim() }));
}

/** How often the rarest of the words stands in a text. */
const countOf = (text: string, words: readonly string[]): number =>
  Math.min(...words.map((word) => text.split(word).length - 1));

function excerpt(text: string, words: readonly string[]): string {
  const low = text.toLowerCase();
  const places = [low.indexOf(words.join(' ')), ...words.map((word) => low.indexOf(word))];
  const first = places.find((at) => at >= 0) ?? 0;
  let from = Math.max(0, first - EXCERPT / 3);
  // Not in the middle of a word.
  if (from > 0) from = text.indexOf(' ', from) + 1 || from;
  if (from > first) from = first;
  const part = text.slice(from, from + EXCERPT);
  const end = from + EXCERPT < text.length ? part.replace(/\s\S*$/, '') : part;
  return `${from > 0 ? '… ' : ''}${end}${from + end.length < text.length ? ' …' : ''}`;
}
