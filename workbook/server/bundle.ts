import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page's own files, as the browser gets them. */
export interface Bundle {
  js: string;
  css: string;
}

interface Kept extends Bundle {
  version: string;
  /** Every file that went into it, with size and time. */
  inputs: [file: string, stamp: string][];
}

/** Bundles a page from its sources when one of them has changed; else the bundle is taken from a cache. */
export class PageBundle {
  readonly #root: string;
  readonly #page: 'page' | 'demo';
  readonly #entry: string;
  #kept: Kept | undefined;
  #building: Promise<Kept> | undefined;

  /** `page`: the folder of the page in `workbook/`. */
  constructor(root: string, page: 'page' | 'demo' = 'page') {
    this.#root = root;
    this.#page = page;
    this.#entry = `workbook/${page}/main.tsx`;
  }

  /** The bundle of the sources as they are now; an Error says in a line or two why they cannot be compiled. */
  async current(): Promise<Bundle> {
    if (!existsSync(join(this.#root, this.#entry))) return { js: '', css: '' };
    this.#kept ??= this.#cached();
    if (this.#kept && this.#isFresh(this.#kept)) return this.#kept;
    // A page asks for its script and its style at the same moment: they are built once.
    this.#building ??= this.#build().finally(() => {
      this.#building = undefined;
    });
    this.#kept = await this.#building;
    return this.#kept;
  }

  async #build(): Promise<Kept> {
    const { build } = await import('esbuild');
    const { outputFiles, metafile } = await build({
      absWorkingDir: this.#root,
      entryPoints: { app: this.#entry },
      outdir: 'out', // nothing is written there
      write: false,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      define: { 'process.env.NODE_ENV': '"production"' },
      loader: { '.svg': 'dataurl' },
      metafile: true,
      logLevel: 'silent',
    });
    const output = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
    const inputs = Object.keys(metafile.inputs).map((file): [string, string] => [file, this.#stamp(file)]);
    const kept: Kept = { version: version(), inputs, js: output('.js'), css: output('.css') };
    this.#keep(kept);
    return kept;
  }

  #isFresh({ version: made, inputs }: Kept): boolean {
    return made === version() && inputs.every(([file, stamp]) => this.#stamp(file) === stamp);
  }

  #stamp(file: string): string {
    try {
      const { mtimeMs, size } = statSync(join(this.#root, file));
      return `${mtimeMs} ${size}`;
    } catch {
      return 'gone';
    }
  }

  /** Where the bundle is kept from one start to the next. */
  get file(): string {
    // Two checkouts may share one node_modules.
    const place = createHash('sha1').update(this.#root).digest('hex').slice(0, 12);
    return join(this.#root, 'node_modules/.cache/workbook', `${place}-${this.#page}.json`);
  }

  #cached(): Kept | undefined {
    try {
      const kept = JSON.parse(readFileSync(this.file, 'utf8')) as Kept;
      return typeof kept.js === 'string' && typeof kept.css === 'string' && Array.isArray(kept.inputs)
        ? kept
        : undefined;
    } catch {
      return undefined;
    }
  }

  #keep(kept: Kept): void {
    try {
      mkdirSync(join(this.file, '..'), { recursive: true });
      // Whole or not at all, also when two terminals do it at once.
      const part = `${this.file}.${process.pid}`;
      writeFileSync(part, JSON.stringify(kept));
      renameSync(part, this.file);
    } catch {} // nowhere to write: it is compiled again next time
  }
}

/** Another version of Node or of these settings compiles anew. */
const version = (): string => `1 ${process.versions.node}`;
