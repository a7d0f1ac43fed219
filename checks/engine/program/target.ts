import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { Failure, MachineError, skip } from '../failure.ts';
import type { Launch } from '../lab.ts';
import { Random } from '../random.ts';
import { Site } from '../site/site.ts';
import { type Compiled, compileProgram } from './compile.ts';
import type { Confinement } from './confinement.ts';
import { cleanEnvironment } from './environment.ts';
import type { StartPlan } from './running.ts';
import type { Standby } from './standby.ts';
import { fillIn, placeholders, type Values } from './words.ts';

/** The program under test, as the person named it. */
export type Target =
  | { kind: 'file'; file: string; display: string; port?: number }
  | { kind: 'command'; words: readonly string[]; cwd: string; display: string; port?: number };

const folders = new Set<string>();

/** Removes the folders of all runs that are under way; for the way out of the checker. */
export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** Arguments that a run leaves out: all of them, or those of some placeholders. */
export interface LeftOut {
  noArguments?: boolean;
  without?: readonly string[];
}

/** A new folder in the first of the places that can be written to; without one, programs run through tsx. */
function newFolder(places: readonly string[]): string | undefined {
  for (const place of places) {
    try {
      const folder = mkdtempSync(join(place, 'workbook-'));
      folders.add(folder);
      return folder;
    } catch {} // the next one
  }
  return undefined;
}

/** Everything needed to start the program again and again in one run. */
export class Starter {
  readonly target: Target;
  /** Marks every process of this run. */
  readonly marker: string;
  readonly #root: string;
  readonly #args: readonly string[];
  readonly #compiled = new Map<string, Promise<Compiled>>();
  #folder: string | undefined;
  /** Nobody wants the result of this run any more: no program is started. */
  stopped = false;
  /** The web root of this run, for labs that have one. */
  site: Site | undefined;
  static #count = 0;

  readonly #standby: Standby | undefined;
  readonly #confinement: Confinement | undefined;

  constructor(
    target: Target,
    args: readonly string[],
    root: string,
    { standby, confinement }: { standby?: Standby | undefined; confinement?: Confinement | undefined } = {},
  ) {
    this.target = target;
    this.#standby = confinement ? undefined : standby;
    this.#confinement = confinement;
    this.#args = args;
    this.#root = root;
    this.marker = `${process.pid}.${Starter.#count++}`;
    this.#folder = newFolder([tmpdir(), join(root, 'node_modules/.cache/workbook')]);
  }

  /** A folder for this run alone, if the machine has room for one. */
  get folder(): string | undefined {
    return this.#folder;
  }

  /** Makes the web root of this run, filled by the lab; a MachineError when there is no room for one. */
  makeSite(fill: (site: Site, random: Random) => void, seed: number): void {
    if (!this.#folder) throw new MachineError('there is no folder for the web root of this run');
    const random = Random.forCheck(seed, 'site');
    // macOS has its temporary folder behind a symbolic link: what a check says must not depend on that.
    this.site = new Site(join(realpathSync(this.#folder), 'site'), random);
    fill(this.site, random);
  }

  /** Copies the site of this run, and what lies beside its root, into a folder of its own; gives the new web root. */
  keepSite(folder: string): string | undefined {
    if (!this.site) return undefined;
    try {
      rmSync(folder, { recursive: true, force: true });
      const filter = (path: string) => {
        const stats = lstatSync(path);
        return stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
      };
      cpSync(this.site.around, folder, { recursive: true, verbatimSymlinks: true, filter });
      return join(folder, basename(this.site.root));
    } catch {
      return undefined; // no room, or not ours to read: it was an extra
    }
  }

  /** The file that a launch runs. */
  fileOf(launch: Launch = {}): string | undefined {
    if (this.target.kind !== 'file') return undefined;
    return launch.program ? join(dirname(this.target.file), launch.program) : this.target.file;
  }

  /** The compiled program of a launch, compiled once; `undefined` for a command. A Failure says what cannot be compiled. */
  async compiled(launch: Launch = {}): Promise<Extract<Compiled, { ok: true }> | undefined> {
    const file = this.fileOf(launch);
    if (!file) return undefined;
    if (!existsSync(file) || !statSync(file).isFile()) {
      throw new Failure({
        diagnosis: 'missing-file',
        message: `There is no file ${basename(file)} in ${dirname(file)}. If it got lost, \`npm run reset ${/lab\d\d/.exec(file)?.[0] ?? 'lab01'}\` puts the starter back.`,
      });
    }
    let compiled = this.#compiled.get(file);
    if (!compiled) {
      compiled = compileProgram(file, this.#root, this.#folder, this.#standby?.bundler);
      this.#compiled.set(file, compiled);
    }
    const result = await compiled;
    if (result.ok) return result;
    const { kind, message, line, column, source, file: where } = result.problem;
    const text = source.trimEnd();
    throw new Failure({
      diagnosis: kind,
      message: `${basename(where)}, line ${line}, column ${column}: ${message}. Nothing could be tried yet.`,
      actual: text,
      at: Buffer.byteLength(text.slice(0, column - 1)),
    });
  }

  /** The program's own files, for pointing at a line in them. */
  async sources(launch: Launch = {}): Promise<string[]> {
    if (this.target.kind === 'file') return (await this.compiled(launch))?.sources ?? [];
    const { cwd, words } = this.target;
    return words
      .slice(1)
      .map((word) => resolve(cwd, word))
      .filter((path) => existsSync(path) && statSync(path).isFile());
  }

  /**
   * How to start the program with these values. With `noArguments`, the usual arguments are left out; with
   * `without`, those of these placeholders.
   * Skips when a command cannot be started the way the check needs it.
   */
  async plan(
    launch: Launch,
    given: Values,
    { noArguments = false, without = [] }: LeftOut = {},
  ): Promise<Omit<StartPlan, 'stdin' | 'onOutput'>> {
    if (this.stopped) throw new MachineError('the run was stopped');
    const typed = (words: readonly string[]) =>
      words.filter((word) => !placeholders([word]).some((name) => noArguments || without.includes(name)));
    const values = this.site ? { ...given, root: this.site.root } : given;
    const env = cleanEnvironment({
      ...(values.port && { PORT: values.port }),
      ...(values.root && { WEB_ROOT: values.root }),
      HOST: '127.0.0.1',
      ...launch.env,
    });
    if (launch.clock) {
      env.WORKBOOK_CLOCK = String(launch.clock.getTime());
      if (this.clockProof) {
        mkdirSync(dirname(this.clockProof), { recursive: true });
        env.WORKBOOK_CLOCK_SEEN = this.clockProof;
      }
    }
    if (this.target.kind === 'file') {
      // As `npx tsx` does it; and a program that lies outside the course finds the course's packages, too.
      const packages = join(this.#root, 'node_modules');
      const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
      env[path] = [join(packages, '.bin'), env[path] ?? ''].join(delimiter);
      env.NODE_PATH = packages;
    }
    // tsx keeps what it compiles in the temporary folder, and stops where it cannot write there.
    if (!this.#folder) env.TSX_DISABLE_CACHE = '1';
    const clock = launch.clock ? ['--require', join(this.#root, 'checks/engine/program/clock.cjs')] : [];
    if (this.target.kind === 'command') {
      const { words, cwd, display } = this.target;
      if (launch.program) skip(`it is about ${launch.program}, and --cmd starts another program`);
      let filled = typed(words);
      if (launch.args) {
        const place = words.indexOf('{args}');
        if (place < 0)
          skip(`it needs the arguments ${launch.args.join(' ')}: put {args} where they belong in --cmd`);
        filled = filled.toSpliced(filled.indexOf('{args}'), 1, ...launch.args);
      } else filled = filled.filter((word) => word !== '{args}');
      if (clock.length > 0) env.NODE_OPTIONS = `--require=${JSON.stringify(clock[1])}`;
      if (filled.length === 0) throw new MachineError(`the command line '${display}' is empty`);
      return this.#confined({ words: fillIn(filled, values), cwd, env, marker: this.marker });
    }
    const compiled = await this.compiled(launch);
    const args = fillIn(typed(this.#args), values);
    return this.#confined({
      words: [process.execPath, ...clock, ...(compiled?.nodeArgs ?? []), ...args, ...(launch.args ?? [])],
      cwd: dirname(this.target.file),
      env,
      marker: this.marker,
      standby: this.#standby,
    });
  }

  /** The same start, kept apart from what is not the program's own. */
  #confined<Plan extends Omit<StartPlan, 'stdin' | 'onOutput'>>(plan: Plan): Plan {
    const confinement = this.#confinement;
    if (!confinement) return plan;
    const { words, cwd, env } = plan;
    // Its compiled text, the clock that is set, the packages of the course; never its checks and solutions.
    const readable = [
      ...(this.#folder ? [this.#folder] : []),
      join(this.#root, 'node_modules'),
      join(this.#root, 'checks/engine/program/clock.cjs'),
    ];
    const clock = env.WORKBOOK_CLOCK_SEEN ? [dirname(env.WORKBOOK_CLOCK_SEEN)] : [];
    const writable = [...(this.site ? [this.site.around] : []), ...clock];
    return { ...plan, words: confinement.words({ words, cwd, readable, writable }), confinement };
  }

  /** A file to which a program adds a byte when its clock was set. */
  get clockProof(): string | undefined {
    return this.#folder && join(this.#folder, 'clock', 'was-set');
  }

  /** Whether a program of this run has been seen to take the clock that it was given. */
  clockWasSet(): boolean {
    if (this.target.kind === 'file') return true;
    return this.clockProof !== undefined && existsSync(this.clockProof);
  }

  /** Removes what the run wrote. */
  cleanUp(): void {
    if (!this.#folder) return;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    folders.delete(this.#folder);
    this.#folder = undefined;
  }
}
