import { plainLines } from '../outputs/plain.ts';

/** Text that is HTML already. Only `html` makes it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Html | string | number | undefined | false | readonly Piece[];

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * HTML with texts in it, between tags or as values in quotes. Every text is escaped, whoever wrote it, and what would
 * turn the direction of writing or be obeyed is shown by its number; what is `html` already stays as it is.
 */
export const html = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html =>
  new Html(parts.map((part, i) => part + (i < pieces.length ? written(pieces[i]) : '')).join(''));

function written(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (Array.isArray(piece)) return piece.map(written).join('');
  return plainLines(String(piece)).replace(/[&<>"']/g, (char) => ESCAPED[char] as string);
}

/** A name of a person in a direction of its own, so that it cannot reach into what stands beside it. */
export const nameOf = (name: string): Html => html`<bdi>${name}</bdi>`;
