import { posix } from 'node:path';
import type { KnownLab } from './known_lab.ts';
import { type PlacedFile, placesOf } from './places.ts';
import { isBesideThePoint, isProgram, spelling } from './program_names.ts';
import type { Starters } from './starters.ts';
import type { Tree } from './tree.ts';
import { isMentioned, strangeFiles, wrongNames } from './wrong_names.ts';

/** The program of a lab, found among a student's files. */
export interface FoundProgram {
  lab: KnownLab;
  /** The folder of this lab in the submission; `''` is its top. */
  folder: string;
  /** The main file. */
  main: PlacedFile;
  /** Everything that comes along, the main file included. */
  files: PlacedFile[];
  /** Files that are needed under another name than the one they were given: from which, and the path below `folder`. */
  aliases: { from: PlacedFile; to: string }[];
}

export interface Found {
  programs: FoundProgram[];
  /** What the instructor must know about names; with the lab, where it is about one. */
  notices: { message: string; lab?: string }[];
}

/** The text of a file; the tests have their own. */
export type ReadText = (file: PlacedFile) => string;

/**
 * Finds the program of each lab: by its name, first in a folder of that lab, then anywhere outside of the
 * labs' folders; or, in a lab's folder, the only program there is, whatever its name. Where there are several,
 * one that is more than the untouched starter comes first, then the course's own spelling, then TypeScript.
 */
export function findPrograms(
  tree: Tree,
  labs: readonly KnownLab[],
  starters: Starters,
  readText: ReadText,
): Found {
  const files = placesOf(tree, labs);
  const notices: Found['notices'] = [];
  const mains = new Map<KnownLab, PlacedFile>();
  for (const lab of labs) {
    const named = byName(files, lab, starters, readText);
    const main = named[0] ?? onlyProgram(files, lab, starters);
    if (main) mains.set(lab, main);
    const message = wrongNames(lab, {
      named,
      main,
      inFolder: programsIn(files, lab, starters),
      links: tree.links,
    });
    if (message) notices.push({ message, lab: lab.id });
  }
  const programs = [...mains].map(([lab, main]) => {
    const along = comingAlong(files, labs, main, readText);
    return { lab, folder: main.folder, main, files: along, aliases: aliases(lab, main, along, starters) };
  });
  const strange = strangeFiles(files, programs, readText);
  if (strange) notices.push({ message: strange });
  return { programs, notices };
}

const RANK = { exact: 0, other: 1, copy: 2 };
const LANGUAGES = ['.ts', '.js', '.mjs', '.cjs', '.py'];

/** The files that have the name of a lab's program, the one to grade first. */
function byName(
  files: readonly PlacedFile[],
  lab: KnownLab,
  starters: Starters,
  readText: ReadText,
): PlacedFile[] {
  const candidates = files.flatMap((file) => {
    const how = spelling(file.name, lab.program);
    if (!how || (file.lab && file.lab !== lab)) return [];
    const untouched = /\.ts$/i.test(file.name) && starters.isUntouched(lab, readText(file));
    const order = [
      Number(untouched),
      Number(!file.lab),
      RANK[how],
      LANGUAGES.indexOf(posix.extname(file.name).toLowerCase()),
      file.path.split('/').length,
    ];
    return [{ file, order, untouched }];
  });
  candidates.sort((a, b) => {
    const at = a.order.findIndex((value, i) => value !== b.order[i]);
    return at < 0 ? 0 : (a.order[at] as number) - (b.order[at] as number);
  });
  // A starter that lies beside the real work is no second program.
  return candidates.filter(({ untouched }, i) => i === 0 || !untouched).map(({ file }) => file);
}

/** The programs in the folders of a lab that may be meant to be it: those on top, or else those below. */
function programsIn(files: readonly PlacedFile[], lab: KnownLab, starters: Starters): PlacedFile[] {
  const all = files.filter(
    (file) =>
      file.lab === lab &&
      isProgram(file.name) &&
      !isBesideThePoint(file.name) &&
      !starters.companions(lab).some((companion) => spelling(file.name, companion)),
  );
  const onTop = all.filter((file) => posix.dirname(file.path) === file.folder);
  return onTop.length > 0 ? onTop : all;
}

function onlyProgram(
  files: readonly PlacedFile[],
  lab: KnownLab,
  starters: Starters,
): PlacedFile | undefined {
  const programs = programsIn(files, lab, starters);
  return programs.length === 1 ? programs[0] : undefined;
}

/** What belongs to a program: all of its lab's folder; or what lies beside it, without the other labs' programs. */
function comingAlong(
  files: readonly PlacedFile[],
  labs: readonly KnownLab[],
  main: PlacedFile,
  readText: ReadText,
): PlacedFile[] {
  if (main.lab) return files.filter((file) => file.lab && file.folder === main.folder);
  const beside = files.filter(
    (file) => !file.lab && (main.folder === '' || file.path.startsWith(`${main.folder}/`)),
  );
  const isLab = (file: PlacedFile) => labs.some((lab) => spelling(file.name, lab.program));
  const own = beside.filter((file) => file === main || !isLab(file));
  const imported = beside.filter((file) => file !== main && isLab(file) && isMentioned(file, own, readText));
  return [...own, ...imported];
}

/**
 * The course's own names for files that the checks or other files ask for by that name: `whatismyip.js` is
 * started as `whatismyip.ts`, `request (1).ts` is imported as `./request.ts`.
 */
function aliases(
  lab: KnownLab,
  main: PlacedFile,
  files: readonly PlacedFile[],
  starters: Starters,
): FoundProgram['aliases'] {
  const place = posix.dirname(main.path);
  const beside = files.filter(
    (file) => posix.dirname(file.path) === place && !/\.(py|cjs)$/i.test(file.name),
  );
  return starters.companions(lab).flatMap((companion) => {
    if (/\.py$/i.test(main.name) || beside.some(({ name }) => name === companion)) return [];
    const [from] = beside.filter((file) => file !== main && spelling(file.name, companion));
    return from ? [{ from, to: posix.relative(main.folder, posix.join(place, companion)) }] : [];
  });
}
