import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../engine/random.ts';
import { type HostileName, hostileNames } from '../engine/site/hostile_names.ts';
import type { Site } from '../engine/site/site.ts';

/** A folder of the web root that can be told from all others by the name of the one file in it. */
export interface MarkedFolder {
  /** Its path from the web root. */
  folder: string;
  /** The name of the file in it, a word that stands nowhere else. */
  marker: string;
}

/** An entry whose name breaks a careless program, and a word of the name that no other name has. */
export interface HostileEntry extends HostileName {
  word: string;
}

/** The folders and files of this lab's web root, by what they are for. Paths are from the web root. */
export interface LabSite {
  /** A text file directly in the root. */
  file: string;
  /** A folder directly in the root with two files and a folder. */
  plain: string;
  /** A folder inside `plain`. */
  inner: string;
  /** A folder that holds a folder that holds a folder: this many. The innermost holds one file. */
  deep: MarkedFolder;
  /** A folder of files with hostile names. */
  hostileFiles: string;
  fileNames: readonly HostileEntry[];
  /** A folder of folders with hostile names; each has its marker. */
  hostileFolders: string;
  folderNames: readonly (HostileEntry & MarkedFolder)[];
  /** Folders whose names are mistaken for each other when a target is decoded wrongly. */
  spelling: Record<'plus' | 'space' | 'percent' | 'letter' | 'accent', MarkedFolder>;
  /** Folders with plain names, for a client each. */
  rooms: readonly MarkedFolder[];
  /** A folder of 300 files. */
  many: string;
  /** An empty folder for what comes and goes. */
  changing: string;
  /** A folder of links; `undefined` where no link can be made. */
  links: string | undefined;
  /** A folder with two folders and files whose sizes and times are known. */
  sized: string;
  sizes: readonly { name: string; size: number; changed: Date }[];
}

const sites = new WeakMap<Site, LabSite>();

/** What this lab put into the web root. */
export function labSite(site: Site): LabSite {
  const found = sites.get(site);
  if (!found) throw new Error('the web root was not made by this lab');
  return found;
}

/** How many folders lie inside each other. */
export const DEPTH = 20;

/** How many files the large folder has. */
export const MANY = 300;

/** Fills the web root. The names directly in it are plain: a page without any encoding gets them right. */
export function fillSite(site: Site, random: Random): void {
  const word = () => random.word(5);
  const marked = (folder: string): MarkedFolder => {
    const marker = `inside-${random.word(8)}.txt`;
    site.write(`${folder}/${marker}`, 'One of a kind.\n');
    return { folder, marker };
  };

  const file = `notes-${word()}.txt`;
  site.write(file, 'Montréal, 日本, €\n');
  site.write(`picture-${word()}.bin`, random.bytes(300));

  const plain = `plain-${word()}`;
  for (const name of [`one-${word()}.txt`, `two-${word()}`]) site.write(`${plain}/${name}`, `${name}\n`);
  const inner = `${plain}/inner-${word()}`;
  site.write(`${inner}/three-${word()}.txt`, 'three\n');

  const deep = marked([`deep-${word()}`, ...Array.from({ length: DEPTH - 1 }, word)].join('/'));

  const hostileFiles = `files-${word()}`;
  const fileNames = allHostile(random);
  for (const { name } of fileNames) site.write(`${hostileFiles}/${name}`, `This is ${name}\n`);

  const hostileFolders = `folders-${word()}`;
  const folderNames = allHostile(random).map((entry) => ({
    ...entry,
    ...marked(`${hostileFolders}/${entry.name}`),
  }));

  const spell = `spelling-${word()}`;
  const end = word();
  const spelling = {
    plus: marked(`${spell}/a+b ${end}`),
    space: marked(`${spell}/a b ${end}`),
    percent: marked(`${spell}/%41bc${end}`),
    letter: marked(`${spell}/Abc${end}`),
    accent: marked(`${spell}/café${end}`),
  };

  const house = `rooms-${word()}`;
  const rooms = Array.from({ length: 12 }, () => marked(`${house}/${word()}`));

  const many = `many-${word()}`;
  for (let i = 0; i < MANY; i++) site.write(`${many}/${random.word(12)}-${i}.txt`, '');

  const changing = `changing-${word()}`;
  site.folder(changing);

  const sized = `sized-${word()}`;
  const sizes = fillSized(site, random, sized);
  sites.set(site, {
    ...{ file, plain, inner, deep, hostileFiles, fileNames, hostileFolders, folderNames },
    ...{ spelling, rooms, many, changing, links: makeLinks(site, random, plain), sized, sizes },
  });
}

/** The engine's hostile names, and those that turn into markup where a page does not escape them. */
function allHostile(random: Random): HostileEntry[] {
  const engine = hostileNames(random).map((entry) => ({ ...entry, word: wordOf(entry.name) }));
  const markup = [
    { make: (word: string) => `<img src=${word} onerror=alert(1)>.txt`, what: 'that could become an image' },
    { make: (word: string) => `x" onclick="${word}`, what: 'with a quotation mark' },
    { make: (word: string) => `x' onclick='${word}`, what: 'with apostrophes' },
    {
      make: (word: string) => `javascript:alert('${word}')`,
      what: 'that could become a program in the browser',
    },
  ].map(({ make, what }) => {
    const word = random.word(8);
    return { name: make(word), what, word };
  });
  const possible =
    process.platform === 'win32' ? markup.filter(({ name }) => !/[<>:"|?*]/.test(name)) : markup;
  return [...engine, ...possible];
}

/** The random word in one of the engine's hostile names. */
const wordOf = (name: string): string =>
  (/([a-z]{5})\.txt$/.exec(name.length > 100 ? `${name.slice(0, 5)}.txt` : name) ?? [])[1] ?? name;

/** Folders sort behind the files by their names, so that "folders first" is no accident. */
function fillSized(site: Site, random: Random, sized: string): LabSite['sizes'] {
  const sizes = Array.from({ length: 3 }, (_, i) => {
    const name = `b${i}${random.word(5)}.txt`;
    const size = random.integer(1100, 9000);
    const changed = new Date(Date.UTC(random.integer(2003, 2019), random.integer(0, 12), 15, 12, 0, 0));
    site.write(`${sized}/${name}`, random.bytes(size));
    utimesSync(join(site.root, sized, name), changed, changed);
    return { name, size, changed };
  });
  for (const name of ['y', 'z']) site.folder(`${sized}/${name}${random.word(5)}`);
  site.folder(`${sized}/a${random.word(5)}`);
  return sizes;
}

/** Links that lead out of the root, into it, and nowhere. */
function makeLinks(site: Site, random: Random, plain: string): string | undefined {
  const links = `links-${random.word(5)}`;
  site.folder(links);
  const made = [
    site.link(`${links}/out`, site.around),
    site.link(`${links}/old`, join(site.around, site.sibling)),
    site.link(`${links}/file.txt`, join(site.around, site.secretFile)),
    site.link(`${links}/inside`, join(site.root, plain)),
    site.link(`${links}/nowhere`, join(site.root, random.word(9))),
  ];
  return made.every(Boolean) ? links : undefined;
}
