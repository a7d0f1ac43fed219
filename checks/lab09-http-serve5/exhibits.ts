import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerContext } from '../engine/context/server.ts';
import type { Random } from '../engine/random.ts';
import { type HostileName, hostileNames } from '../engine/site/hostile_names.ts';
import type { Site, SiteFile } from '../engine/site/site.ts';
import { CAPITALS, TYPES } from './content_types.ts';

const KIB = 1024;

/** The size of the file that is too large to be read into memory for every client. */
export const LARGE_BYTES = 20 * KIB * KIB;

/** When the file `dated` was changed: long ago, and not at a full second, as with most files. */
export const DATED = new Date('2021-03-04T05:06:07.800Z');

/** What is in the web root of a run, by what it is good for. */
export interface Exhibits {
  /** ASCII, and small: the simplest file. */
  text: SiteFile;
  /** All 256 values of a byte, many times. */
  binary: SiteFile;
  /** Text beyond ASCII, with line ends of both kinds. */
  unicode: SiteFile;
  empty: SiteFile;
  large: SiteFile;
  /** One file per extension, also for those in capital letters. */
  typed: ReadonlyMap<string, SiteFile>;
  /** Without an extension, in a folder with a dot in its name. */
  bare: SiteFile;
  names: readonly (HostileName & { file: SiteFile })[];
  /** The `index.html` of a folder. */
  index: SiteFile;
  /** A folder without an `index.html`: two files and a folder. */
  plainFolder: string;
  /** Changed at `DATED`. */
  dated: SiteFile;
  /** A folder whose name looks like a file's. */
  folderLikeFile: string;
  /** Symbolic links, where the system allows them. */
  links: Links | undefined;
  /** A file that may not be read, where that can be arranged. */
  forbidden: string | undefined;
}

/** Symbolic links of the root. */
export interface Links {
  /** To itself. */
  loop: string;
  /** To nothing. */
  dangling: string;
  /** To the secret. */
  outsideFile: string;
  /** To the folder with the secret. */
  outsideFolder: string;
  /** A folder whose `index.html` is a link to the secret. */
  door: string;
}

const exhibitsOf = new WeakMap<Site, Exhibits>();

/** What is in the web root of this run. */
export const exhibits = (context: ServerContext): Exhibits => exhibitsOf.get(context.site) as Exhibits;

/** Fills the web root of a run. */
export function fillSite(site: Site, random: Random): void {
  const word = () => random.word(5);
  const plainFolder = `plain-${word()}`;
  site.write(`${plainFolder}/two words ${word()}.txt`, 'one\n');
  site.write(`${plainFolder}/${word()}.html`, '<!doctype html>\n<title>two</title>\n');
  site.folder(`${plainFolder}/inner-${word()}`);
  const folderLikeFile = `folder-${word()}.txt`;
  site.write(`${folderLikeFile}/inside.txt`, 'inside\n');
  const dated = site.write(`dated-${word()}.txt`, 'Ten bytes.and ten more.\n');
  utimesSync(join(site.root, dated.name), DATED, DATED);

  exhibitsOf.set(site, {
    text: site.write(`hello-${word()}.txt`, `Hello, ${word()}! This is a small text file.\n`),
    binary: site.write(`pixels-${word()}.png`, binaryContent(random)),
    unicode: site.write(`menu-${word()}.txt`, `Café ${word()}: 3 €\r\n日本 🙂 naïve\nl'été, à Montréal\r\n`),
    empty: site.write(`empty-${word()}.txt`, ''),
    large: site.write(`film-${word()}.bin`, largeContent(random)),
    typed: new Map(
      [...TYPES.map(({ extension }) => extension), ...CAPITALS].map((extension) => [
        extension,
        site.write(`kind-${word()}.${extension}`, `/* ${word()} é */\n`),
      ]),
    ),
    bare: site.write(`v1.txt-${word()}/LICENCE`, `Do what you like, ${word()}.\n`),
    names: hostileNames(random).map((hostile) => ({
      ...hostile,
      file: site.write(`names/${hostile.name}`, `This is the one ${hostile.what}: ${word()}\n`),
    })),
    index: site.write(`home-${word()}/index.html`, `<!doctype html>\n<title>é ${word()}</title>\n<p>Home.\n`),
    plainFolder,
    dated,
    folderLikeFile,
    links: makeLinks(site),
    forbidden: forbid(site, `private-${word()}.txt`),
  });
}

function makeLinks(site: Site): Links | undefined {
  const links = {
    loop: 'loop.txt',
    dangling: 'dangling.txt',
    outsideFile: 'shortcut.txt',
    outsideFolder: 'shortcut',
    door: 'door',
  };
  site.folder(links.door);
  const made = [
    site.link(links.loop, links.loop),
    site.link(links.dangling, 'nothing-here'),
    site.link(links.outsideFile, join(site.around, site.secretFile)),
    site.link(links.outsideFolder, join(site.around, site.sibling)),
    site.link(`${links.door}/index.html`, join(site.around, site.secretFile)),
  ];
  return made.every(Boolean) ? links : undefined;
}

function forbid(site: Site, name: string): string | undefined {
  site.write(name, 'private\n');
  return site.forbid(name) ? name : undefined;
}

function binaryContent(random: Random): Buffer {
  const every = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  return Buffer.concat([every, random.bytes(1000), every]);
}

/** Random blocks, each with its number, so that a block in the wrong place is noticed. Quicker than new bytes. */
function largeContent(random: Random): Buffer {
  const block = random.bytes(64 * KIB);
  const content = Buffer.alloc(LARGE_BYTES);
  for (let at = 0; at < content.length; at += block.length) {
    block.copy(content, at);
    content.writeUInt32BE(at, at);
  }
  return content;
}
