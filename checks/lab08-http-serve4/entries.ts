import type { ServerContext } from '../engine/context/server.ts';
import { fail } from '../engine/failure.ts';
import { contentOf, get, statusOf } from '../engine/http/ask.ts';
import { expectContent, expectWhole } from '../engine/http/expect.ts';
import { visibleText } from '../engine/http/listing.ts';
import {
  failStumbled,
  getFollowing,
  type Listing,
  type PageLink,
  REDIRECTS,
  readListing,
} from './listing.ts';
import { wrongLink } from './wrong_link.ts';

/** An entry of a folder, as it is on the disk. */
export interface Entry {
  name: string;
  isFolder: boolean;
  /** A part of the name that no other name has; default: the name. */
  word?: string;
}

/** An entry, and the link that leads to it. */
export interface Linked {
  entry: Entry;
  link: PageLink;
}

const pathFrom = (folder: string, name: string): string =>
  (folder === '' ? name : `${folder}/${name}`).normalize('NFC');

/** Sees that a listing has a link to every entry of its folder and to nothing that is not there. */
export function expectEntries(context: ServerContext, listing: Listing, entries: readonly Entry[]): Linked[] {
  const linked = entries.map((entry) => {
    const link = listing.links.find(({ path }) => path === pathFrom(listing.folder, entry.name));
    return link ? { entry, link } : failWithoutLink(context, listing, entry, entries);
  });
  expectNothingInvented(listing, entries);
  return linked;
}

/** A link of the folder to an entry that the folder does not have. What leads elsewhere is free. */
function expectNothingInvented({ folder, links, html, answer }: Listing, entries: readonly Entry[]): void {
  const real = new Set(entries.map(({ name }) => pathFrom(folder, name)));
  const invented = links.find(
    ({ path, fragment }) =>
      path !== undefined &&
      path !== '' &&
      path !== folder &&
      !fragment &&
      isIn(folder, path) &&
      !real.has(path),
  );
  if (!invented) return;
  fail(
    'entry-invented',
    `"${answer.asked}": the page has a link to /${invented.path}, and there is no such file or folder. Make the links from what readdir() gives you, and from nothing else.`,
    { actual: html.subarray(0, invented.at + 300), at: invented.at },
  );
}

/** Whether a path lies directly in a folder. */
function isIn(folder: string, path: string): boolean {
  const prefix = folder === '' ? '' : `${folder.normalize('NFC')}/`;
  return path.startsWith(prefix) && !path.slice(prefix.length).includes('/');
}

/** Fails because no link leads to an entry, and says what is there instead. */
function failWithoutLink(
  context: ServerContext,
  listing: Listing,
  entry: Entry,
  entries: readonly Entry[],
): never {
  const { links, html, folder, answer } = listing;
  const { name, word = name } = entry;
  const candidate =
    links.find(({ text }) => plainText(text) === name) ??
    links.find(({ text, href }) => text.includes(word) || href.includes(word));
  if (candidate) {
    const { diagnosis, message } = wrongLink(name, folder, candidate);
    const actual = html.subarray(0, candidate.at + 300);
    fail(diagnosis, `"${answer.asked}": ${message}`, { actual, at: candidate.at });
  }
  const has = (path: string) => links.some((link) => link.path === path);
  const rootEntries = context.site.entries().map((one) => one.name);
  if (folder !== '' && rootEntries.every((one) => has(one) || has(pathFrom(folder, one)))) {
    fail(
      'lists-root-always',
      `"${answer.asked}" got the listing of the web root instead of that of the folder. Which folder does your program read, and where does its name come from?`,
      { actual: html },
    );
  }
  if (visibleText(html).includes(word)) {
    fail(
      'entry-without-link',
      `"${answer.asked}": the page shows "${name}", but not as a link: <a href="…">…</a>.`,
      { actual: html },
    );
  }
  const missing = entries.filter((one) => !has(pathFrom(folder, one.name)));
  const count =
    entries.length === 1
      ? 'the folder has this one entry'
      : `${missing.length} of ${entries.length} are missing`;
  fail('entry-left-out', `"${answer.asked}": the page has no link to "${name}"; ${count}.`, { actual: html });
}

/** The text of a link as a name: without the slash of a folder, every kind of space a space. */
export const plainText = (text: string): string =>
  text.normalize('NFC').replaceAll('\u00a0', ' ').trim().replace(/\/$/, '');

/** Follows a link, and sees that it leads to a file that is there; that it is 501 is another check's business. */
export async function expectFile(
  context: ServerContext,
  { folder, html }: Listing,
  { entry, link }: Linked,
): Promise<void> {
  const answer = await get(context, link.target as string);
  expectWhole(answer);
  const status = statusOf(answer) as number;
  const file = context.site.files.get(folder === '' ? entry.name : `${folder}/${entry.name}`);
  if (status === 200 && file && contentOf(answer).equals(html)) {
    fail(
      'file-not-501',
      `The link of "${entry.name}" gets 200 and the same listing again. A file is not a folder: answer 501 (TODO 2 and 3).`,
      { expected: 'HTTP/1.1 501', actual: answer.received.subarray(0, 300) },
    );
  }
  if (status === 200 && file) expectContent(answer, file.content);
  else if (status !== 501 && !REDIRECTS.includes(status)) failDead(entry, link, status);
}

/** Follows a link, and sees that the folder is there; gives its page. */
export async function expectFolder(
  context: ServerContext,
  { folder }: Listing,
  { entry, link }: Linked,
): Promise<Listing> {
  const { answer, target } = await getFollowing(context, link.target as string);
  expectWhole(answer);
  const status = statusOf(answer) as number;
  if (status !== 200) failDead(entry, link, status);
  return readListing(context, answer, target, folder === '' ? entry.name : `${folder}/${entry.name}`);
}

/** Fails because a link that is right is not understood when it comes back. */
function failDead(entry: Entry, { target = '' }: PageLink, status: number): never {
  const so = `The link of "${entry.name}" is right, but "GET ${target.length > 60 ? `${target.slice(0, 50)}…` : target}" gets the status ${status}.`;
  if (status === 500) failStumbled(`GET ${target}`);
  if (entry.name.includes('..')) {
    fail(
      'dots-in-name',
      `${so} Two dots in the middle of a name are nothing special: look where the whole path leads, not for dots.`,
    );
  }
  if (target.includes('+') && !target.includes('%'))
    fail('plus-as-space', `${so} Is the + taken for a space? In a path it is a plus.`);
  if (target.includes('%25')) {
    fail('decoded-twice', `${so} %25 is a %, and it stays one: what is decoded is not decoded again.`);
  }
  // Names come in the order of the hostile ones, so a space, %20, has been understood before these.
  if (target.includes('%26')) {
    fail(
      'not-decoded',
      `${so} Is %26 left as it is? decodeURI leaves some characters encoded; use decodeURIComponent (once).`,
    );
  }
  if (target.includes('%3F')) {
    fail(
      'cut-after-decoding',
      `${so} Is the query cut off after decoding? %3F is a part of the name: cut at the ? first, then decode.`,
    );
  }
  if (target.includes('%')) {
    fail(
      'not-decoded',
      `${so} A browser sends the name percent-encoded; decode it (once) before you look for it: decodeURIComponent(…).`,
    );
  }
  fail('dead-link', `${so} What the listing shows must be there when somebody clicks on it.`);
}
