/** A deck as it stands in its file: cut into slides, nothing rendered yet. */
export interface Deck {
  title: string;
  subtitle: string;
  /** How long it takes to hold, in minutes; 0 where that is not said. */
  minutes: number;
  labs: string[];
  slides: SourceSlide[];
}

export interface SourceSlide {
  /** `title`, `big`, or nothing special. */
  layout: string;
  /** Markdown of each column. */
  columns: string[];
  /** Markdown for the speaker. */
  notes: string;
}

/** Something on a slide that cannot be built; the message says what to change. */
export class SlideError extends Error {}

/** Reads a deck. A SlideError says what is wrong with its form. */
export function parseDeck(text: string): Deck {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text.replaceAll('\r\n', '\n')) ?? [];
  if (head === undefined || body === undefined)
    throw new SlideError('A deck begins with a line ---, its title, and another line ---.');
  const about = new Map(
    head.split('\n').map((line) => {
      const [key = '', ...value] = line.split(':');
      return [key.trim(), value.join(':').trim()];
    }),
  );
  const title = about.get('title');
  if (!title) throw new SlideError('The deck has no title.');
  return {
    title,
    subtitle: about.get('subtitle') ?? '',
    minutes: Number(about.get('minutes') ?? 0) || 0,
    labs:
      about
        .get('labs')
        ?.split(/[\s,]+/)
        .filter(Boolean) ?? [],
    slides: splitOutsideFences(body, /^---\s*$/).map(parseSlide),
  };
}

function parseSlide(text: string): SourceSlide {
  const [body = '', notes = '', ...more] = splitOutsideFences(text, /^Notes:\s*$/);
  if (more.length > 0) throw new SlideError('There is more than one line "Notes:" on a slide.');
  const layout = /^\s*<!--\s*(\w+)\s*-->/.exec(body)?.[1] ?? '';
  const columns = splitOutsideFences(body.replace(/^\s*<!--\s*\w+\s*-->/, ''), /^\|\|\|\s*$/);
  return { layout, columns, notes: notes.trim() };
}

/** Cuts a text at the lines that match, unless they stand in a fenced block. */
function splitOutsideFences(text: string, cut: RegExp): string[] {
  const parts: string[][] = [[]];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence !== undefined && line.trim().startsWith(fence)) fence = undefined;
    if (fence === undefined && cut.test(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n'));
}
