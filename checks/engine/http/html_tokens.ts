import { decodeReferences } from './character_references.ts';

/** A start tag: `<a href="x">`. */
export interface Tag {
  /** In lower case. */
  name: string;
  /** Names in lower case, values with their character references decoded; of two with one name the first. */
  attributes: ReadonlyMap<string, string>;
  /** Offset of its `<` in bytes. */
  at: number;
}

/** A piece of a page, in the order of the page. Comments and doctypes are left out. */
export type Token =
  | ({ kind: 'start' } & Tag)
  | { kind: 'end'; name: string }
  /** `inside`: the element whose content is nothing but text, as `script` or `title`. */
  | { kind: 'text'; text: string; inside?: string | undefined };

/** Elements in which no tag is seen but their own end tag; in those marked, character references are decoded. */
const TEXT_ONLY = new Map([
  ['title', { decoded: true }],
  ['textarea', { decoded: true }],
  ['script', { decoded: false }],
  ['style', { decoded: false }],
  ['xmp', { decoded: false }],
  ['iframe', { decoded: false }],
  ['noembed', { decoded: false }],
  ['noframes', { decoded: false }],
  ['noscript', { decoded: false }],
  ['plaintext', { decoded: false }],
]);

/** Where something begins that is no text. `<` before a blank or a digit is text. */
const MARKUP = /<(?:[A-Za-z!?]|\/[\s\S])/g;
const NOT_IN_TAG_NAME = /[\t\n\f\r />]/g;
/** The next thing of a tag: its end or an attribute. A slash between attributes is the same as a blank. */
const NOT_BETWEEN = /[^\t\n\f\r /]/g;
const NOT_IN_ATTRIBUTE_NAME = /[\t\n\f\r />=]/g;
const NOT_BLANK = /[^\t\n\f\r ]/g;
const NOT_IN_UNQUOTED_VALUE = /[\t\n\f\r >]/g;
const END_OF_COMMENT = /--!?>/g;

/**
 * Goes through the bytes of a page. It never looks back, so the time is linear in the size of the page; `scanned`
 * is there to prove that: the bytes it has looked at, each time counted.
 */
export class Scanner {
  scanned = 0;
  at = 0;
  /** One character per byte, so that an index is an offset in bytes. */
  readonly bytes: string;
  readonly #html: Buffer;

  constructor(html: Buffer) {
    this.#html = html;
    this.bytes = html.toString('latin1');
  }

  get ended(): boolean {
    return this.at >= this.bytes.length;
  }

  get next(): string {
    return this.bytes[this.at] ?? '';
  }

  /** The offset of the next match, or of the end; goes there. The pattern has the flag g. */
  to(pattern: RegExp): number {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.bytes);
    return this.#go(found ? found.index : this.bytes.length);
  }

  /** As `to`, but goes behind the match. */
  behind(pattern: RegExp): void {
    const from = this.at;
    if (this.to(pattern) < this.bytes.length) this.at = pattern.lastIndex;
    this.scanned += this.at - from;
  }

  /** The offset of the next such character, or of the end; goes behind it. */
  behindCharacter(character: string): number {
    const found = this.bytes.indexOf(character, this.at);
    const end = this.#go(found < 0 ? this.bytes.length : found);
    this.at++;
    return end;
  }

  skip(text: string): boolean {
    if (!this.bytes.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** The text from there to there: UTF-8, every line end one LF (HTML standard, section 13.2.3.5). */
  slice(from: number, to: number): string {
    return this.#html.toString('utf8', from, to).replace(/\r\n?/g, '\n');
  }

  #go(to: number): number {
    this.scanned += to - this.at + 1;
    this.at = to;
    return to;
  }
}

/**
 * Takes a page apart as a browser does (HTML standard, section 13.2.5, tokenization), as far as tags, attributes,
 * comments and text go. What is inside <svg> and <math> is read like the rest.
 */
export function* tokens(html: Buffer, scanner = new Scanner(html)): Generator<Token> {
  // A byte order mark is no text.
  scanner.skip('\xef\xbb\xbf');
  while (!scanner.ended) {
    const from = scanner.at;
    const to = scanner.to(MARKUP);
    if (to > from)
      yield { kind: 'text', text: decodeReferences(scanner.slice(from, to)).replaceAll('\0', '') };
    if (scanner.ended) return;
    const token = markup(scanner);
    if (token) yield token;
    const inside = token?.kind === 'start' ? token.name : '';
    const textOnly = TEXT_ONLY.get(inside);
    if (!textOnly) continue;
    const begin = scanner.at;
    if (inside === 'script') toEndOfScript(scanner);
    else if (inside === 'plaintext') scanner.to(/$/g);
    else scanner.to(new RegExp(`</${inside}(?=[\\t\\n\\f\\r />])`, 'gi'));
    const text = scanner.slice(begin, scanner.at);
    if (text === '') continue;
    const decoded = textOnly.decoded ? decodeReferences(text) : text;
    yield { kind: 'text', text: decoded.replaceAll('\0', '\uFFFD'), inside };
  }
}

/** A tag, or undefined for a comment, a doctype and what browsers take for one. */
function markup(scanner: Scanner): Token | undefined {
  const at = scanner.at;
  if (scanner.skip('<!--')) {
    // <!--> and <!---> are whole comments.
    if (!scanner.skip('>') && !scanner.skip('->')) scanner.behind(END_OF_COMMENT);
    return undefined;
  }
  const end = scanner.skip('</');
  if (!end) scanner.at++;
  if (!/[A-Za-z]/.test(scanner.next)) {
    scanner.behindCharacter('>');
    return undefined;
  }
  const name = nameOf(scanner, scanner.at, scanner.to(NOT_IN_TAG_NAME));
  const attributes = readAttributes(scanner);
  if (!attributes) return undefined;
  return end ? { kind: 'end', name } : { kind: 'start', name, attributes, at };
}

/** One for all tags without attributes: a page may have a million of them. */
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/** Reads up to the `>` of a tag; undefined when the page ends before that: then there is no tag. */
function readAttributes(scanner: Scanner): ReadonlyMap<string, string> | undefined {
  let attributes: Map<string, string> | undefined;
  while (true) {
    scanner.to(NOT_BETWEEN);
    if (scanner.ended) return undefined;
    if (scanner.skip('>')) return attributes ?? NO_ATTRIBUTES;
    const from = scanner.at;
    // A = at the beginning belongs to the name.
    scanner.at++;
    const name = nameOf(scanner, from, scanner.to(NOT_IN_ATTRIBUTE_NAME));
    scanner.to(NOT_BLANK);
    const value = scanner.skip('=') ? readValue(scanner) : '';
    attributes ??= new Map();
    if (!attributes.has(name)) attributes.set(name, value);
  }
}

/** The value behind the `=`. */
function readValue(scanner: Scanner): string {
  let from = scanner.to(NOT_BLANK);
  const quote = scanner.next;
  let to: number;
  if (quote === '"' || quote === "'") {
    scanner.at = ++from;
    to = scanner.behindCharacter(quote);
  } else {
    to = scanner.to(NOT_IN_UNQUOTED_VALUE);
  }
  return decodeReferences(scanner.slice(from, to), true).replaceAll('\0', '\uFFFD');
}

/** A name of a tag or an attribute: ASCII letters in lower case, others as they are. */
const nameOf = (scanner: Scanner, from: number, to: number): string =>
  scanner
    .slice(from, to)
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replaceAll('\0', '\uFFFD');

const IN_SCRIPT = /<!--|<\/script(?=[\t\n\f\r />])/gi;
const IN_SCRIPT_COMMENT = /-->|<\/?script(?=[\t\n\f\r />])/gi;

/**
 * Goes to the `</script>` that ends a script. It is not always the first one: behind `<!--` and `<script` in a
 * script, as in an array of hostile file names, the next one does not count (HTML standard, section 13.2.5.20).
 */
function toEndOfScript(scanner: Scanner): void {
  let state: 'script' | 'comment' | 'script in comment' = 'script';
  while (true) {
    scanner.to(state === 'script' ? IN_SCRIPT : IN_SCRIPT_COMMENT);
    if (scanner.ended) return;
    if (scanner.skip('-->')) state = 'script';
    else if (scanner.skip('<!')) state = 'comment';
    else if (scanner.bytes[scanner.at + 1] !== '/') {
      state = 'script in comment';
      scanner.at++;
    } else if (state === 'script in comment') {
      state = 'comment';
      scanner.at++;
    } else return;
  }
}
