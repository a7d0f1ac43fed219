import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { FoundProgram, ReadText } from './find_programs.ts';
import { importsOf, isPythonModule, packageOf, pythonImportsOf } from './imports.ts';
import type { PlacedFile } from './places.ts';
import { list } from './wrong_names.ts';

/** The packages that are installed with the course. */
export function coursePackages(root: string): ReadonlySet<string> {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string> | undefined>;
  return new Set([...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})]);
}

/** What a program imports and the course does not have, as a message; `undefined` when there is nothing. */
export function packagesNeeded(
  program: FoundProgram,
  course: ReadonlySet<string>,
  readText: ReadText,
): string | undefined {
  const needed = /\.py$/i.test(program.main.name)
    ? pythonNeeds(program, readText)
    : nodeNeeds(program, course, readText);
  if (needed.length === 0) return undefined;
  return `${program.main.path} imports ${list(needed)}, which the course does not have. It was graded all the same, and will not start unless that is installed.`;
}

function nodeNeeds(program: FoundProgram, course: ReadonlySet<string>, readText: ReadText): string[] {
  const needed = new Set<string>();
  const seen = new Set([program.main]);
  for (const file of seen) {
    for (const module of importsOf(readText(file))) {
      const name = packageOf(module);
      if (name && !course.has(name)) needed.add(name);
      const next = module.startsWith('.') && fileMeant(file, module, program.files);
      if (next) seen.add(next);
    }
  }
  return [...needed];
}

/** The file that a relative import means, with or without an ending. */
function fileMeant(from: PlacedFile, module: string, files: readonly PlacedFile[]): PlacedFile | undefined {
  const path = posix.join(posix.dirname(from.path), module);
  const stem = path.replace(/\.[mc]?[jt]s$/, '');
  return (
    files.find((file) => file.path === path) ??
    files.find((file) => file.path.replace(/\.[mc]?[jt]s$/, '') === stem)
  );
}

function pythonNeeds({ main, files }: FoundProgram, readText: ReadText): string[] {
  const folder = posix.dirname(main.path);
  const beside = files.flatMap(({ path }) => {
    const relative = posix.relative(folder, path);
    return relative.startsWith('..') ? [] : [relative.split('/')[0] as string];
  });
  return pythonImportsOf(readText(main)).filter((name) => !isPythonModule(name, beside));
}
