import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPacked } from './contents.ts';
import { type ZipFile, zipped } from './zip.ts';

export const PACKAGES = ['gradescope', 'classroom50'] as const;
export type PackageName = (typeof PACKAGES)[number];

export interface PackageOptions {
  /** The folder of the course. */
  root: string;
  /** Ids of the labs to grade. */
  labs: readonly string[];
  /** A `course.json`. */
  rules?: string | undefined;
}

/** The archive that an instructor uploads. */
export function packageOf(name: PackageName, options: PackageOptions): Uint8Array {
  const own = (file: string): Uint8Array => readFileSync(join(options.root, 'grading/packages', name, file));
  const settings = settingsOf(options);
  if (name === 'gradescope') {
    // Everything lies at the top of the archive, as Gradescope wants it.
    return zipped(
      new Map<string, ZipFile>([
        ['setup.sh', { bytes: own('setup.sh'), executable: true }],
        ['run_autograder', { bytes: own('run_autograder'), executable: true }],
        ...settings,
        ...[...courseFiles(options.root)].map(([path, file]): [string, ZipFile] => [`course/${path}`, file]),
      ]),
    );
  }
  // The course is an archive in the archive: GitHub's page for uploads takes a hundred files at most.
  return zipped(
    new Map<string, ZipFile>([
      ['autograder.py', { bytes: own('autograder.py') }],
      ['runtime.json', { bytes: own('runtime.json') }],
      ['course.zip', { bytes: zipped(courseFiles(options.root)) }],
      ...settings,
    ]),
  );
}

/** `options`, a word of the command line in each line, and `course.json` where there are rules. */
function settingsOf({ labs, rules }: PackageOptions): [string, ZipFile][] {
  const words = ['--lab', labs.join(',')];
  const options: [string, ZipFile] = [
    'options',
    { bytes: Buffer.from(words.map((word) => `${word}\n`).join('')) },
  ];
  return rules === undefined ? [options] : [options, ['course.json', { bytes: readFileSync(rules) }]];
}

/** What git knows of the course, and grading needs: no file that happens to lie in the folder is uploaded. */
function courseFiles(root: string): Map<string, ZipFile> {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  return new Map(
    listed
      .filter((path) => path && isPacked(path) && existsSync(join(root, path)))
      .map((path) => [path, { bytes: readFileSync(join(root, path)) }]),
  );
}
