import { decodeReferences } from '../engine/http/character_references.ts';

/** Why a link does not lead to its entry. */
export interface WrongLink {
  diagnosis: string;
  /** One or two sentences. */
  message: string;
}

/** A link as far as it matters here. */
export interface FoundLink {
  /** As it stands in the page. */
  href: string;
  /** The path from the web root that it means, decoded; undefined when it means none. */
  path: string | undefined;
}

/** What a character does in a URL when it stands there as itself. */
const MEANINGS: readonly (readonly [character: string, meaning: string])[] = [
  ['%', '% announces two hexadecimal digits'],
  ['#', '# begins the fragment, which a browser keeps to itself'],
  ['?', '? begins the query'],
  ['"', 'a quotation mark ends the attribute'],
  ["'", 'an apostrophe can end the attribute'],
  [':', 'what stands before a colon is taken for a scheme, as http is one'],
  ['<', '< and > are markup'],
  ['&', '& begins a character reference of HTML'],
];

const ENCODE = 'Write encodeURIComponent(name) into the link: it encodes whatever could mean something else.';

/**
 * Explains why a link does not lead to the entry `name` of `folder` (both from the web root, as they are on the disk),
 * by the name of the mistake where it is a known one.
 */
export function wrongLink(name: string, folder: string, { href, path }: FoundLink): WrongLink {
  const shown = href.length > 60 ? `${href.slice(0, 50)}…` : href;
  const so = `The link of "${name.length > 60 ? `${name.slice(0, 50)}…` : name}" is href="${shown}".`;
  const wanted = folder === '' ? name : `${folder}/${name}`;
  const wrong = (diagnosis: string, message: string): WrongLink => ({
    diagnosis,
    message: `${so} ${message}`,
  });

  if (/^[/\\]{2}/.test(href)) {
    return wrong(
      'link-to-another-host',
      'It begins with two slashes, and behind those stands a host: a browser looks for another server. In the web root the path is / already; one slash is enough.',
    );
  }
  if (path !== undefined && decoded(path) === wanted && path !== wanted) {
    return wrong(
      'link-encoded-twice',
      'The name is encoded twice: % itself became %25. Encode each name once.',
    );
  }
  if (path !== undefined && path !== wanted && path.replaceAll('+', ' ') === wanted) {
    return wrong(
      'space-as-plus',
      'In a path + is a plus. A space is %20: use encodeURIComponent, not URLSearchParams or querystring.',
    );
  }
  if (path?.split('/').at(-1) === name) {
    const from = folder === '' ? '/' : `/${folder}/`;
    return wrong(
      'link-from-wrong-folder',
      `From the page of ${from} it leads to /${path}, and the entry is /${wanted}. A link that begins with / starts at the web root; one without starts at the last slash of the page's URL.`,
    );
  }
  // Cut short: by a quotation mark in HTML, or by what begins the query or the fragment in a URL.
  const cutAt = path !== undefined && wanted.startsWith(path) ? wanted[path.length] : undefined;
  if (cutAt === "'") {
    return wrong(
      'link-not-encoded',
      'An apostrophe ended the attribute, and encodeURIComponent leaves apostrophes as they are. Put the link in double quotes: href="…".',
    );
  }
  if (path !== undefined && path === decodeReferences(wanted)) {
    return wrong('link-not-encoded', `A browser reads "&lt;" in an attribute as <. ${ENCODE}`);
  }
  const meaning = MEANINGS.find(([character]) => name.includes(character) && href.includes(character))?.[1];
  if (meaning) return wrong('link-not-encoded', `As part of a URL ${meaning}. ${ENCODE}`);
  if (/[^\w.~-]/.test(name) && (href.includes(name) || name.startsWith(href) || href === '')) {
    return wrong('link-not-encoded', `Not every character may stand in a URL as itself. ${ENCODE}`);
  }
  const leads = path === undefined ? 'is no path at this server' : `means /${path}`;
  return wrong('link-leads-elsewhere', `That ${leads}, and the entry is /${wanted}.`);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
