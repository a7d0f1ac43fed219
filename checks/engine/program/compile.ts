import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

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

export type Compiled =
  | {
      ok: true;
      /** What follows `node` on the command line. */
      nodeArgs: string[];
      /** `esbuild`: compiled once into a folder of its own; `tsx`: compiled by tsx at each start. */
      route: 'esbuild' | 'tsx';
      /** The program's own files, the main one first. */
      sources: string[];
      /** Modules that it imports from Node or from packages. */
      imports: string[];
      /** Names of global network functions that it uses (`fetch`, …). */
      globals: string[];
    }
  | { ok: false; problem: CompileProblem };

// Global functions that hide the protocol. esbuild's `define` replaces a name only where it is the
// global one, so a function of the student's own with that name is left alone.
const NETWORK_GLOBALS = ['fetch', 'WebSocket', 'EventSource'];

interface Metafile {
  inputs: Record<string, { imports: { path: string; external?: boolean }[]; format?: string }>;
}

/**
 * Compiles a program (TypeScript or JavaScript) once, so that every start in a run uses the same text
 * even when the file is saved meanwhile. Writes into `outDir`; without one, or where a bundle would
 * not behave as the files themselves do, the program runs through tsx, as the student's own does.
 */
export async function compileProgram(file: string, root: string, outDir?: string): Promise<Compiled> {
  // Node knows a module by its real path: on a system where the path holds a link, both must agree.
  const main = realpathSync(file);
  const require = createRequire(join(root, 'package.json'));
  const url = pathToFileURL(main).href;
  const out = outDir && join(outDir, basename(main).replace(/\.[cm]?[jt]sx?$/, '.mjs'));
  const meta = out ? `${out}.json` : undefined;
  const defines = {
    'import.meta.url': JSON.stringify(url),
    'import.meta.filename': JSON.stringify(main),
    'import.meta.dirname': JSON.stringify(dirname(main)),
    ...Object.fromEntries(NETWORK_GLOBALS.map((name) => [name, `globalThis.${name}`])),
  };
  const result = await esbuild(
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
      ...Object.entries(defines).map(([name, value]) => `--define:${name}=${value}`),
      // Without a place to write to, the text goes to standard output and is dropped: only problems are wanted.
      ...(out ? [`--outfile=${out}`, `--metafile=${meta}`] : []),
    ],
    dirname(main),
  );
  const problem = parseProblem(result.stderr, dirname(main));
  if (problem) return { ok: false, problem };

  const tsx = ['--import', pathToFileURL(require.resolve('tsx')).href, main];
  if (!out || !meta || result.code !== 0 || !existsSync(out)) {
    return { ok: true, nodeArgs: tsx, route: 'tsx', sources: [main], imports: importsIn(main), globals: [] };
  }
  const metafile = JSON.parse(readFileSync(meta, 'utf8')) as Metafile;
  const inputs = Object.entries(metafile.inputs);
  const sources = inputs.map(([path]) => resolve(dirname(main), path));
  sources.sort((a, b) => Number(b === main) - Number(a === main));
  const imports = [
    ...new Set(
      inputs.flatMap(([, input]) => input.imports.filter((one) => one.external).map((one) => one.path)),
    ),
  ];
  const compiled = readFileSync(out, 'utf8');
  const globals = NETWORK_GLOBALS.filter((name) => compiled.includes(`globalThis.${name}`));
  const bundleDiffers =
    // Packages are looked up from where the file lies, and the bundle lies elsewhere.
    imports.some(
      (name) => !name.startsWith('node:') && !require('node:module').builtinModules.includes(name),
    ) ||
    // CommonJS has names (__dirname, require) that a module has not.
    inputs.some(([, input]) => input.format === 'cjs') ||
    /\b(__dirname|__filename|__require|import\.meta)\b/.test(compiled) ||
    // Who asks under which name it was started (to find out whether it is the main program) must get its own.
    /\bargv\s*(\[\s*1\s*\]|\.at\(\s*1\s*\))|\[\s*\w*\s*,\s*\w+[^\]]*\]\s*=\s*(process\.)?argv\b/.test(
      compiled,
    ) ||
    // In a bundle all files have the main file's address.
    sources.slice(1).some((source) => readFileSync(source, 'utf8').includes('import.meta'));
  return bundleDiffers
    ? { ok: true, nodeArgs: tsx, route: 'tsx', sources, imports, globals }
    : { ok: true, nodeArgs: ['--enable-source-maps', out], route: 'esbuild', sources, imports, globals };
}

/** The module names in a file, as far as its text shows them; for when esbuild could not tell. */
function importsIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"]([^'".][^'"]*)['"]/g)].map(
    (match) => match[1] as string,
  );
}

/** The native program inside the esbuild package, which starts ten times faster than its JavaScript face. */
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

function esbuild(
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
  return {
    kind: message.startsWith('Could not resolve') ? 'import-not-found' : 'syntax-error',
    message,
    file: resolve(folder, file),
    line: Number(line),
    column: Number(column) + 1,
    source,
  };
}
