import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { KeyedTokensInfo } from '@shikijs/magic-move/core';
import { Marked, type Tokens } from 'marked';
import type { Recording } from '../../workbook/wire_view/record.ts';
import { changedLines } from './changed_lines.ts';
import { cut, parsePart } from './cut.ts';
import { parseDeck, SlideError, type SourceSlide } from './deck.ts';
import { drawing } from './drawing.ts';
import { codeHtml, escapeHtml, tokensOf } from './highlight.ts';

/** A deck, ready to be put into a page. */
export interface RenderedDeck {
  /** File name without `.md`, and the name of its page. */
  name: string;
  title: string;
  subtitle: string;
  minutes: number;
  labs: string[];
  /** One `<section>` each. */
  slides: RenderedSlide[];
  data: DeckData;
  /** Every file that it was made from. */
  files: string[];
}

export interface RenderedSlide {
  html: string;
  /** Pages it has in print: a walk has one for each step. */
  pages: number;
}

/** What the player needs beside the HTML. */
export interface DeckData {
  walks: Record<string, WalkStep[]>;
  wires: Record<string, Recording>;
  minutes: number;
}

export interface WalkStep {
  tokens: KeyedTokensInfo;
  lit: number[];
  file: string;
  say: string;
}

const ROOT = join(import.meta.dirname, '../..');
const SLIDES = join(ROOT, 'slides');
/** Code is shown from these folders, and from nowhere else. */
const SOURCES = /^(solutions|labs)\/|^checks\/[\w-]+\/mutants\//;
/** What may be typed on a slide: bytes of a protocol, and words of a terminal. */
const TYPED = ['http', 'text', 'sh', ''];
/** A slide has this room for code, in pixels of its 1280 by 720. */
const ROOM = { width: 1100, halfWidth: 500, height: 430 };
/** Smaller letters cannot be read from the last row. */
const SMALLEST = 17;
const LARGEST = 27;

/** Renders the deck in a file. A SlideError names every slide that cannot be built, and why. */
export function renderDeck(file: string): RenderedDeck {
  const name = relative(SLIDES, file).replace(/\.md$/, '');
  const data: DeckData = { walks: {}, wires: {}, minutes: 0 };
  const files = new Set([file]);
  const deck = parseDeck(readFileSync(file, 'utf8'));
  data.minutes = deck.minutes;
  const problems: string[] = [];
  const slides = deck.slides.map((slide, i): RenderedSlide => {
    try {
      return renderSlide(slide, { data, files, id: `${i + 1}`, columns: slide.columns.length });
    } catch (error) {
      if (!(error instanceof SlideError)) throw error;
      const heading = /^#+ (.*)$/m.exec(slide.columns.join('\n'))?.[1] ?? '';
      // The parser of Markdown adds a line of its own to what is thrown in it.
      const message = error.message.replace(/\nPlease report this to .*/, '');
      problems.push(`${name}.md, slide ${i + 1} (${heading}): ${message}`);
      return { html: '', pages: 0 };
    }
  });
  if (problems.length > 0) throw new SlideError(problems.join('\n'));
  const { title, subtitle, minutes, labs } = deck;
  return { name, title, subtitle, minutes, labs, slides, data, files: [...files] };
}

interface Making {
  data: DeckData;
  files: Set<string>;
  /** Unique in the deck. */
  id: string;
  /** How many columns the slide has. */
  columns: number;
}

function renderSlide({ layout, columns, notes }: SourceSlide, making: Making): RenderedSlide {
  if (notes === '')
    throw new SlideError('It has no notes for the speaker: a line "Notes:", and them below it.');
  const marked = markdown(making);
  // The heading stands above all columns.
  const heading = columns.length > 1 ? (/^\s*(##? .*)\n/.exec(columns[0] ?? '')?.[0] ?? '') : '';
  const parts = [(columns[0] ?? '').slice(heading.length), ...columns.slice(1)].map((column) =>
    // The corner of a table is no heading.
    marked.parse(column, { async: false }).replace(/<th[^>]*><\/th>/g, '<td></td>'),
  );
  const body =
    parts.length === 1
      ? parts[0]
      : `${marked.parse(heading, { async: false })}<div class="columns">${parts.map((part) => `<div class="column">${part}</div>`).join('')}</div>`;
  return {
    html: `<section class="slide ${making.id === '1' ? `opening ${layout}` : layout}"><div class="body">${body}</div><aside class="notes">${new Marked().parse(notes, { async: false })}</aside></section>`,
    pages: making.data.walks[making.id]?.length ?? 1,
  };
}

/** Markdown of a slide, with the blocks that only slides have. */
function markdown(making: Making): Marked {
  const blocks: Record<string, (rest: string, text: string) => string> = {
    code: (rest, text) => codeBlock(rest, text, making),
    walk: (_, text) => walkBlock(text, making),
    wire: (rest) => wireBlock(rest, making),
    terminal: (rest) => terminalBlock(rest, making),
    quiz: (_, text) => quizBlock(text),
  };
  return new Marked({
    renderer: {
      code({ lang = '', text }: Tokens.Code): string {
        const [, kind = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(lang) ?? [];
        const block = blocks[kind];
        if (block) return block(rest.trim(), text);
        if (TYPED.includes(kind))
          return `<pre class="typed" style="--size:${sizeOf([text], making)}px"><code>${escapeHtml(text)}</code></pre>\n`;
        throw new SlideError(
          `A block of ${kind} is not shown: code is cut out of a file (a block "code FILE"), never typed.`,
        );
      },
      image({ href, text }: Tokens.Image): string {
        if (text === '')
          throw new SlideError(`The drawing ${href} has no words for those who cannot see it.`);
        const place = join(SLIDES, href);
        making.files.add(place);
        return drawing(place, href, text);
      },
      list(this: { parser: { parse(tokens: Tokens.Generic[]): string } }, token: Tokens.List): string {
        const bySteps = /^\s*\+/.test(token.raw);
        const tag = token.ordered ? 'ol' : 'ul';
        const items = token.items.map(
          (item) => `<li${bySteps ? ' class="fragment"' : ''}>${this.parser.parse(item.tokens)}</li>`,
        );
        return `<${tag}>${items.join('')}</${tag}>\n`;
      },
    },
  });
}

function sourceOf(file: string, making: Making): string {
  const place = join(ROOT, file);
  if (!SOURCES.test(file) || file.includes('..') || !existsSync(place)) {
    throw new SlideError(
      `There is no file ${file}. Code is shown from solutions/, labs/ and checks/*/mutants/.`,
    );
  }
  making.files.add(place);
  return readFileSync(place, 'utf8');
}

/** The name of a file as the room needs it: without the folders that are clear. */
const shown = (file: string): string =>
  file
    .replace(/^(solutions|labs)\/lab(\d\d)[\w-]*\//, 'lab$2/')
    .replace(/^checks\/lab(\d\d)[\w-]*\/mutants\//, 'lab$1, broken: ');

function cutOf(file: string, lines: readonly string[], making: Making) {
  const part = parsePart(file, lines);
  const found = cut(sourceOf(part.file, making), part);
  return { ...found, part };
}

/** The size of the letters with which these pieces of code fit on a slide, in pixels. */
function sizeOf(codes: readonly string[], { columns }: Making): number {
  const lines = codes.map((code) => code.split('\n'));
  const most = Math.max(...lines.map(({ length }) => length));
  const widest = Math.max(...lines.flat().map(({ length }) => length));
  const width = columns > 1 ? ROOM.halfWidth : ROOM.width;
  const size = Math.floor(Math.min(LARGEST, ROOM.height / most / 1.34, width / widest / 0.605));
  if (size >= SMALLEST) return size;
  throw new SlideError(
    `${most} lines of up to ${widest} columns are too much for a slide. Choose a smaller part, or drop lines of it.`,
  );
}

function codeBlock(file: string, text: string, making: Making): string {
  const { code, lit, part } = cutOf(file, text.split('\n'), making);
  const say = part.say === '' ? '' : `<figcaption>${escapeHtml(part.say)}</figcaption>`;
  return `<figure class="code" style="--size:${sizeOf([code], making)}px"><div class="file">${escapeHtml(shown(part.file))}</div>${codeHtml(code, part.file, lit)}${say}</figure>\n`;
}

function walkBlock(text: string, making: Making): string {
  const cuts = text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const [file = '', ...lines] = block.trim().split('\n');
      return cutOf(file, lines, making);
    });
  const steps = cuts.map(({ code, lit, part }, i): WalkStep => {
    const before = cuts[i - 1];
    return {
      tokens: tokensOf(code, part.file),
      // What is new, unless the deck says what matters.
      lit: lit.length > 0 || !before ? lit : news(before.code, code),
      file: shown(part.file),
      say: part.say,
    };
  });
  const [first] = steps;
  if (!first || steps.length < 2) throw new SlideError('A walk has two steps at least.');
  if (making.data.walks[making.id]) throw new SlideError('One walk for each slide is enough.');
  making.data.walks[making.id] = steps;
  const codes = cuts.map(({ code }) => code);
  const most = Math.max(...codes.map((code) => code.split('\n').length));
  const [begin] = cuts;
  return `<figure class="code walk" data-walk="${making.id}" style="--lines:${most};--size:${sizeOf(codes, making)}px"><div class="file">${escapeHtml(first.file)}</div><div class="walk-code">${codeHtml(begin?.code ?? '', begin?.part.file ?? '', first.lit)}</div><figcaption>${escapeHtml(first.say)}</figcaption>${steps
    .slice(1)
    .map((_, i) => `<span class="fragment step" data-walk-step="${i + 1}"></span>`)
    .join('')}</figure>\n`;
}

/** The lines that are new; none where nearly all of them are, for then nothing stands out. */
function news(before: string, after: string): number[] {
  const changed = changedLines(before, after);
  return changed.length > after.split('\n').length * 0.7 ? [] : changed;
}

function wireBlock(name: string, making: Making): string {
  const place = join(SLIDES, 'recordings', `${name}.json`);
  if (!/^[\w-]+$/.test(name) || !existsSync(place))
    throw new SlideError(
      `There is no recording ${name}. Is it in recordings/plans.ts? npm run slides -- record`,
    );
  making.files.add(place);
  making.data.wires[name] = JSON.parse(readFileSync(place, 'utf8')) as Recording;
  return `<div class="wire-place" data-wire="${name}"></div>\n`;
}

function terminalBlock(name: string, making: Making): string {
  const place = join(SLIDES, 'recordings', `${name}.txt`);
  if (!/^[\w-]+$/.test(name) || !existsSync(place))
    throw new SlideError(
      `There is no recording ${name}. Is it in recordings/plans.ts? npm run slides -- record`,
    );
  making.files.add(place);
  const text = readFileSync(place, 'utf8').trimEnd();
  const lines = text.split('\n');
  const size = Math.max(SMALLEST, Math.min(24, Math.floor(ROOM.height / lines.length / 1.34)));
  const rows = text
    .split('\n')
    .map((row) => (row.startsWith('$ ') ? `<b>${escapeHtml(row)}</b>` : escapeHtml(row)));
  return `<pre class="terminal" style="--size:${size}px"><code>${rows.join('\n')}</code></pre>\n`;
}

function quizBlock(text: string): string {
  const lines = text.split('\n');
  const options = lines.flatMap((line) => {
    const [, mark, words] = /^- \[([ x])\] (.*)$/.exec(line) ?? [];
    return words === undefined ? [] : [{ right: mark === 'x', words }];
  });
  const why = /^why:\s*(.*)$/m.exec(text)?.[1];
  const question = lines
    .filter((line) => !/^- \[|^why:/.test(line))
    .join(' ')
    .trim();
  if (question === '' || options.length < 2 || !options.some(({ right }) => right) || !why) {
    throw new SlideError(
      'A quiz has a question, two answers at least (- [ ] no, - [x] yes), and a line why: with the reason.',
    );
  }
  const inline = new Marked();
  const words = (source: string) => inline.parseInline(source, { async: false });
  const letters = 'ABCDEFG';
  return `<div class="quiz"><p class="question">${words(question)}</p><ul class="answers">${options
    .map(
      ({ right, words: answer }, i) =>
        `<li${right ? ' class="right"' : ''}><b class="letter">${letters[i]}</b><span>${words(answer)}</span></li>`,
    )
    .join('')}</ul><p class="why fragment" data-quiz>${words(why)}</p></div>\n`;
}
