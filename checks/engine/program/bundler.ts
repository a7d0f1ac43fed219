import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A mistake that keeps the program from being compiled, with its place. */
export interface CompileProblem {
  kind: 'syntax-error' | 'import-not-found';
  message: string;
  file: string;
  /** From 1, as editors count. */
  line: number;
  column: number;
  /** The line itself. */
  source: string;
}

/** What is to be made into one module. */
export interface Bundling {
  /** The main file, by its real path. */
  main: string;
  /** Expressions that are replaced, and by what. */
  define: Readonly<Record<string, string>>;
  /** Where the module is written. Without it only problems are wanted. */
  out?: string;
  /** Finds the packages of the course. */
  require: NodeJS.Require;
}

/** What esbuild tells of the files that went into a module; paths are relative to the folder of the main file. */
export interface Metafile {
  inputs: Record<string, { imports: { path: string; external?: boolean }[]; format?: string }>;
}

export interface Bundled {
  problem?: CompileProblem | undefined;
  /** Not there when nothing was written. */
  metafile?: Metafile | undefined;
}

/** Makes a program one module, with esbuild. */
export type Bundler = (bundling: Bundling) => Promise<Bundled>;

/** The native program: it starts ten times faster than the package's JavaScript face, and is the choice for one run. */
export const nativeBundler: Bundler = async ({ main, define, out, require }) => {
  const folder = dirname(main);
  const meta = out && `${out}.json`;
  const { code, stderr } = await run(
    require,
    [
      main,
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--target=node20',
      '--packages=external',
      '--sourcemap=inline',
      '--sources-content=false',
      '--log-level=error',
      '--log-limit=1',
      '--color=false',
      ...Object.entries(define).map(([name, value]) => `--define:${name}=${value}`),
      // Without a place to write to, the text goes to standard output and is dropped.
      ...(out ? [`--outfile=${out}`, `--metafile=${meta}`] : []),
    ],
    folder,
  );
  const problem = parseProblem(stderr, folder);
  if (problem || code !== 0 || !meta) return { problem };
  try {
    return { metafile: JSON.parse(readFileSync(meta, 'utf8')) as Metafile };
  } catch {
    return {}; // no room for it
  }
};

/** A bundler that stays in memory, for those who compile again and again: some milliseconds each time. */
export async function residentBundler(): Promise<Bundler> {
  const { build } = await import('esbuild');
  return async ({ main, define, out }) => {
    const folder = dirname(main);
    try {
      const { metafile } = await build({
        absWorkingDir: folder,
        entryPoints: [main],
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        packages: 'external',
        sourcemap: 'inline',
        sourcesContent: false,
        logLevel: 'silent',
        define,
        ...(out ? { outfile: out, metafile: true } : { write: false }),
      });
      return { metafile };
    } catch (error) {
      const { errors = [] } = error as Partial<import('esbuild').BuildFailure>;
      const [first] = errors;
      if (!first?.location) return {};
      const { file, line, column, lineText } = first.location;
      return { problem: problem(first.text, resolve(folder, file), line, column + 1, lineText) };
    }
  };
}

const problem = (
  message: string,
  file: string,
  line: number,
  column: number,
  source: string,
): CompileProblem => ({
  kind: message.startsWith('Could not resolve') ? 'import-not-found' : 'syntax-error',
  message,
  file,
  line,
  column,
  source,
});

/** The native program inside the esbuild package. */
function nativeEsbuild(require: NodeJS.Require): string | undefined {
  const name = `@esbuild/${process.platform}-${process.arch}`;
  const path = process.platform === 'win32' ? 'esbuild.exe' : 'bin/esbuild';
  try {
    const esbuildFolder = dirname(require.resolve('esbuild/package.json'));
    return require.resolve(`${name}/${path}`, { paths: [esbuildFolder] });
  } catch {
    return undefined;
  }
}

function run(
  require: NodeJS.Require,
  args: string[],
  cwd: string,
): Promise<{ code: number; stderr: string }> {
  const native = nativeEsbuild(require);
  const [command, first] = native
    ? [native, []]
    : [process.execPath, [join(dirname(require.resolve('esbuild/package.json')), 'bin/esbuild')]];
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.once('error', () => resolve({ code: 1, stderr: '' }));
    child.once('close', (code) => resolve({ code: code ?? 1, stderr }));
  });
}

/**
 * The first problem in esbuild's error output:
 *
 *     ✘ [ERROR] Expected ")" but found ";"
 *
 *         echo_server.ts:12:30:
 *           12 │   console.log('listening';
 */
export function parseProblem(stderr: string, folder: string): CompileProblem | undefined {
  const found = /\[ERROR\] (.*)\n\n\s+(.+?):(\d+):(\d+):\n\s*\d+ │ ?(.*)/.exec(stderr);
  if (!found) return undefined;
  const [, message = '', file = '', line, column, source = ''] = found;
  return problem(message, resolve(folder, file), Number(line), Number(column) + 1, source);
}
