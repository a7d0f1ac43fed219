import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Bundler, type CompileProblem, nativeBundler } from './bundler.ts';

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

/**
 * Compiles a program (TypeScript or JavaScript) once, so that every start in a run uses the same text
 * even when the file is saved meanwhile. Writes into `outDir`; without one, or where a bundle would
 * not behave as the files themselves do, the program runs through tsx, as the student's own does.
 */
export async function compileProgram(
  file: string,
  root: string,
  outDir?: string,
  bundler: Bundler = nativeBundler,
): Promise<Compiled> {
  // Node knows a module by its real path: on a system where the path holds a link, both must agree.
  const main = realpathSync(file);
  const require = createRequire(join(root, 'package.json'));
  const url = pathToFileURL(main).href;
  const out = outDir && join(outDir, basename(main).replace(/\.[cm]?[jt]sx?$/, '.mjs'));
  const define = {
    'import.meta.url': JSON.stringify(url),
    'import.meta.filename': JSON.stringify(main),
    'import.meta.dirname': JSON.stringify(dirname(main)),
    ...Object.fromEntries(NETWORK_GLOBALS.map((name) => [name, `globalThis.${name}`])),
  };
  const { problem, metafile } = await bundler({ main, define, require, ...(out && { out }) });
  if (problem) return { ok: false, problem };

  const tsx = ['--import', pathToFileURL(require.resolve('tsx')).href, main];
  if (!out || !metafile) {
    return { ok: true, nodeArgs: tsx, route: 'tsx', sources: [main], imports: importsIn(main), globals: [] };
  }
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
