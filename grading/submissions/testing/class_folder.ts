import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from '../../../checks/testing/labs.ts';
import type { Trouble } from '../../model.ts';
import { type Collected, type CollectOptions, collect } from '../collect.ts';
import type { KnownLab } from '../known_lab.ts';

/** The labs of the course, as far as their programs go. */
export const LABS: readonly KnownLab[] = [
  ['lab01', 'lab01-echo-server', 'echo_server.ts', 'server'],
  ['lab02', 'lab02-echo-client', 'echo_client.ts', 'client'],
  ['lab03', 'lab03-time-server', 'time_server.ts', 'server'],
  ['lab04', 'lab04-http-client', 'http_client.ts', 'client'],
  ['lab05', 'lab05-http-serve1', 'http_serve1.ts', 'server'],
  ['lab08', 'lab08-http-serve4', 'http_serve4.ts', 'server'],
].map(([id, folder, program, kind]) => ({ id, folder, program, kind }) as KnownLab);

/** A new folder, gone after the test. */
export function newFolder(): string {
  // A blank and letters that are no ASCII: every path of the tests has them.
  const folder = mkdtempSync(join(tmpdir(), 'klasse ü '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Files by their paths; a folder when the path ends with `/`. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files into a new folder. */
export function folderWith(files: Files): string {
  const folder = newFolder();
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(path.endsWith('/') ? file : dirname(file), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(file, content);
  }
  return folder;
}

/** Python itself: what `python3` means may be a script that looks for it, slowly, each time. */
let interpreter: string | undefined;

/** Runs lines of Python in a folder; `zipfile` and `tarfile` are there. For archives that no tool makes. */
export function python(folder: string, lines: string): void {
  interpreter ??= execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).trim();
  execFileSync(
    interpreter,
    ['-S', '-E', '-c', `import io, zipfile, tarfile, warnings\nwarnings.simplefilter("ignore")\n${lines}`],
    {
      cwd: folder,
    },
  );
}

/** Collects what lies in a folder, with the course's own starters. */
export function collected(
  paths: string | readonly string[],
  options: Partial<CollectOptions> = {},
): Promise<Collected> {
  const list = typeof paths === 'string' ? [paths] : paths;
  return collect(list, { root: ROOT, labs: LABS, into: newFolder(), ...options });
}

/** Which programs were found: `ada: lab01 echo_server.ts`. */
export function programsOf({ submissions }: Collected): string[] {
  return submissions.map(({ id, programs }) =>
    [`${id}:`, ...Object.entries(programs).map(([lab, { file }]) => `${lab} ${file}`)].join(' '),
  );
}

/** The troubles as a person reads them, without the folder of the test. */
export function troubleText(troubles: readonly Trouble[], folder: string): string {
  return troubles
    .map(({ who, kind, lab, message }) => `${who} · ${kind}${lab ? ` · ${lab}` : ''}\n  ${message}`)
    .join('\n')
    .replaceAll(folder, 'CLASS');
}
