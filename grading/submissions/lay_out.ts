import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import type { SubmittedProgram } from '../model.ts';
import type { FoundProgram, ReadText } from './find_programs.ts';
import { languageOf } from './language.ts';
import type { SourceFile } from './tree.ts';

/**
 * Copies what belongs to a program into a folder of its own, byte for byte, with a package.json that says what
 * kind of modules they are: the student's own where there is one.
 */
export function layOut(
  program: FoundProgram,
  allFiles: readonly SourceFile[],
  folder: string,
  readText: ReadText,
): SubmittedProgram {
  const { lab, main, files, aliases } = program;
  const inLab = (path: string) => posix.relative(program.folder, path);
  const copy = (from: string, to: string) => {
    const target = join(folder, to);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(from, target);
    // Whoever runs the program may be another user than the one who copies it.
    chmodSync(target, 0o644);
  };
  mkdirSync(folder, { recursive: true });
  for (const { path, at } of files) copy(at, inLab(path));
  for (const { from, to } of aliases) copy(from.at, to);
  let file = inLab(main.path);
  if (/[{}]|^-/.test(main.name)) {
    // On a command line such a name would be taken for something else.
    file = posix.join(posix.dirname(file), lab.program.replace(/\.ts$/, extname(main.name)));
    copy(main.at, file);
  }
  const language = languageOf(main.name);
  if (language !== 'python' && !files.some(({ path }) => inLab(path) === 'package.json')) {
    const theirs = packageAbove(program.folder, allFiles);
    if (theirs) copy(theirs.at, 'package.json');
    else
      writeFileSync(join(folder, 'package.json'), `{ "type": "${moduleType(main.name, readText(main))}" }\n`);
  }
  return { folder, file, path: main.path, language, digest: digestOf(folder) };
}

/** The package.json that is in force for a folder, from further up in the submission. */
function packageAbove(folder: string, files: readonly SourceFile[]): SourceFile | undefined {
  for (let above = folder; above !== ''; ) {
    above = posix.dirname(above) === '.' ? '' : posix.dirname(above);
    const found = files.find(({ path }) => path === posix.join(above, 'package.json'));
    if (found) return found;
  }
  return undefined;
}

/** How Node is to read the files of a program: as the course's own, unless it is plainly meant otherwise. */
export function moduleType(file: string, text: string): 'module' | 'commonjs' {
  if (/\.mjs$/i.test(file)) return 'module';
  if (/\.cjs$/i.test(file)) return 'commonjs';
  const code = text
    .replace(/^\ufeff/, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '');
  const isModule = /^\s*(import|export)\b(?!\s*\()/m.test(code) || /\bimport\.meta\b/.test(code);
  const isCommonJs = /(?<![.\w])require\s*\(|\bmodule\.exports\b/.test(code);
  return isCommonJs && !isModule ? 'commonjs' : 'module';
}

/** SHA-256 of the names and contents of all files in a folder, whatever their order and dates. */
export function digestOf(folder: string): string {
  const hash = createHash('sha256');
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(posix.relative(slashes(folder), slashes(entry.parentPath)), entry.name))
    .sort();
  for (const path of paths) {
    const content = readFileSync(join(folder, path));
    hash.update(`${Buffer.byteLength(path)} ${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

const slashes = (path: string) => path.replaceAll('\\', '/');
