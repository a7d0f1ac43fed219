import { posix } from 'node:path';
import type { FoundProgram, ReadText } from './find_programs.ts';
import type { KnownLab } from './known_lab.ts';
import type { PlacedFile } from './places.ts';
import { isBesideThePoint, isProgram, spelling } from './program_names.ts';

interface Seen {
  /** The files with the program's name; the first one is graded. */
  named: readonly PlacedFile[];
  /** The program that is graded. */
  main: PlacedFile | undefined;
  /** All programs in the lab's folder. */
  inFolder: readonly PlacedFile[];
  /** Symbolic links in the submission. */
  links: readonly string[];
}

/** What is to say about the names of a lab's files; `undefined` when all is as it should be. */
export function wrongNames(lab: KnownLab, { named, main, inFolder, links }: Seen): string | undefined {
  const [first, ...others] = named.filter((file) => !isCompiledFrom(file, named));
  if (first && others.length > 0) {
    return `${list(others.map(({ path }) => path))} could be ${lab.program} as well. ${first.path} was graded; if another one is meant, leave only that.`;
  }
  if (first) return undefined;
  if (main) {
    return `${main.path} was taken for ${lab.program}, as the only program in the folder of ${lab.id}. It is graded all the same.`;
  }
  const link = links.find((path) => spelling(posix.basename(path), lab.program));
  if (link) {
    return `${link} is a symbolic link, and links are not followed. Ask for the file itself: ${lab.id} was not graded.`;
  }
  if (inFolder.length > 0) {
    return `None of ${list(inFolder.map(({ path }) => path))} is called ${lab.program}. Give the program that name: ${lab.id} was not graded.`;
  }
  return undefined;
}

/** JavaScript beside the TypeScript of the same name was made from it. */
function isCompiledFrom(file: PlacedFile, named: readonly PlacedFile[]): boolean {
  const stem = /^(.*)\.[mc]?js$/i.exec(file.path)?.[1];
  return stem !== undefined && named.some(({ path }) => path.toLowerCase() === `${stem}.ts`.toLowerCase());
}

/** Programs that belong to no lab, and that no program seems to use. */
export function strangeFiles(
  files: readonly PlacedFile[],
  programs: readonly FoundProgram[],
  readText: ReadText,
): string | undefined {
  if (programs.length === 0) return undefined; // all of it is strange, and is named so
  const mains = programs.map(({ main }) => main);
  const used = new Set(
    programs.flatMap((program) => [...program.aliases.map(({ from }) => from), ...program.files]),
  );
  const strange = files.filter(
    (file) =>
      !file.lab &&
      isProgram(file.name) &&
      !isBesideThePoint(file.name) &&
      !mains.some((main) => stemOf(main.name) === stemOf(file.name)) &&
      !programs.some(({ lab }) => spelling(file.name, lab.program)) &&
      !isMentioned(file, [...used], readText),
  );
  if (strange.length === 0) return undefined;
  const one = strange.length === 1;
  return `${list(strange.map(({ path }) => path))} ${one ? 'belongs' : 'belong'} to no lab by ${one ? 'its name' : 'their names'}, and no program imports ${one ? 'it' : 'them'}. If a program of this student is missing, it may be there.`;
}

/** Whether the text of one of these files names another file, as an import does. */
export function isMentioned(file: PlacedFile, by: readonly PlacedFile[], readText: ReadText): boolean {
  const stem = stemOf(file.name);
  return by.some((other) => other !== file && isProgram(other.name) && readText(other).includes(stem));
}

const stemOf = (name: string) => name.replace(/\.\w+$/, '');

/** Names for a person, not more than fit on a line or two. */
export function list(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
