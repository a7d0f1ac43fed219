import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Lab } from '../checks/engine/lab.ts';
import type { Target } from '../checks/engine/program/target.ts';
import { placeholders, splitWords } from '../checks/engine/program/words.ts';
import { allChecks } from '../checks/engine/run/run_lab.ts';
import { whereTyped } from './command.ts';
import { allLabs, type LabEntry, type Load, labNamed, loadLab, shownPath } from './labs.ts';
import { nearest } from './nearest.ts';
import { type DescribedOptions, parseCommandLine, UsageError } from './usage.ts';

export const CHECK_OPTIONS = {
  solution: { type: 'boolean', help: 'check the reference solution, with its bonus' },
  file: { type: 'string', value: 'PATH', help: 'check another file than the one in labs/' },
  cmd: { type: 'string', value: 'LINE', help: 'check a program in any language: "python3 server.py {port}"' },
  port: { type: 'string', value: 'N', help: 'the program listens on this port, whatever it is told' },
  check: { type: 'string', multiple: true, value: 'ID', help: 'make only this check, and those it needs' },
  bonus: { type: 'boolean', help: 'make the bonus checks too' },
  seed: { type: 'string', value: 'N', help: 'repeat the random content of an earlier run' },
  repeat: { type: 'string', value: 'N', help: 'do it N times, each time with the next seed' },
  wire: { type: 'boolean', help: 'show every exchange, also of checks that pass' },
  json: { type: 'string', value: 'FILE', help: 'write the report as JSON ("-": to standard output)' },
  color: { type: 'boolean', help: 'use colours even where the output is not a terminal' },
  'no-color': { type: 'boolean', help: 'use no colours' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

/** One lab to check, with the program to check it on. */
export interface LabRequest {
  entry: LabEntry;
  lab: Lab;
  target: Target;
  /** The student's own file: progress is kept for it. */
  own: boolean;
}

/** What `npm run check …` was asked for. */
export interface CheckRequest {
  help: boolean;
  labs: LabRequest[];
  only: string[] | undefined;
  bonus: boolean;
  seed: number;
  repeat: number;
  wire: boolean;
  /** Several labs may be checked at the same time: the programs are known not to get in each other's way. */
  sideBySide: boolean;
  json: string | undefined;
  colour: boolean | undefined;
  /** The options that name the program, to repeat them. */
  programOptions: string;
}

/** Understands the words of the command line; a UsageError says what is wrong with them. `first` is the lab to take when none is named. */
export async function parseCheck(
  args: readonly string[],
  root: string,
  load: Load,
  first: (labs: readonly LabEntry[]) => LabEntry | undefined,
): Promise<CheckRequest> {
  const { values, positionals } = parseCommandLine(args, CHECK_OPTIONS);
  const known = allLabs(root);
  const entries = values.help ? [] : chooseLabs(positionals, known, first);
  const labs: LabRequest[] = [];
  for (const entry of entries) {
    const lab = await loadLab(entry, load);
    labs.push({ entry, lab, ...targetOf(values, entry, lab, root, entries.length) });
  }
  return {
    help: values.help ?? false,
    labs,
    only: values.check && checkIds(values.check, labs),
    bonus: (values.bonus || values.solution) ?? false,
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31) ?? 1 + Math.floor(Math.random() * 9999),
    repeat: wholeNumber('repeat', values.repeat, 1, 1000) ?? 1,
    wire: values.wire ?? false,
    sideBySide: values.solution ?? false,
    json: values.json,
    colour: values['no-color'] ? false : values.color,
    programOptions: programOptions(values),
  };
}

type Values = ReturnType<typeof parseCommandLine<typeof CHECK_OPTIONS>>['values'];

/** The options that name a program other than the student's own. */
export type ProgramValues = Partial<Pick<Values, 'solution' | 'file' | 'cmd' | 'port'>>;

function chooseLabs(
  names: readonly string[],
  known: readonly LabEntry[],
  first: (labs: readonly LabEntry[]) => LabEntry | undefined,
): LabEntry[] {
  if (names.length === 0) {
    const next = first(known);
    return next ? [next] : [];
  }
  const chosen = names.flatMap((name) => {
    if (name === 'all') return known;
    return [labNamed(known, name, ['all'])];
  });
  return [...new Set(chosen)];
}

/** The program that the options name; a UsageError says what is wrong with them. */
export function targetOf(
  values: ProgramValues,
  entry: LabEntry,
  lab: Lab,
  root: string,
  labCount: number,
): Pick<LabRequest, 'target' | 'own'> {
  const named = (['solution', 'file', 'cmd'] as const).filter((name) => values[name] !== undefined);
  if (named.length > 1) throw new UsageError(`--${named.join(' and --')} name two programs. Choose one.`);
  if (labCount > 1 && (values.file ?? values.cmd ?? values.port) !== undefined) {
    throw new UsageError('--file, --cmd and --port go with one lab: npm run check lab01 -- --file …');
  }
  const port = wholeNumber('port', values.port, 1, 65535);
  if (port !== undefined && lab.kind === 'client') {
    throw new UsageError(`--port is for servers; in ${entry.id} the program is a client.`);
  }
  const withPort = port === undefined ? {} : { port };
  const from = whereTyped();
  if (values.cmd !== undefined) {
    const words = commandWords(values.cmd);
    const needed =
      lab.kind === 'server'
        ? placeholders(lab.args)
        : lab.args.join(' ').includes('{url}')
          ? ['url']
          : ['host', 'port'];
    const missing = needed.filter((name) => !placeholders(words).includes(name));
    if (missing.length > 0 && port === undefined) {
      const all = lab.args.join(' ');
      throw new UsageError(
        `--cmd needs a place for ${missing.map((name) => `{${name}}`).join(' and ')}, for example: --cmd "python3 ${lab.program.replace(/\.ts$/, '.py')} ${all}"${lab.kind === 'server' ? ', or --port with the port on which the program always listens' : ''}`,
      );
    }
    requireScripts(words, from);
    return { own: false, target: { kind: 'command', words, cwd: from, display: values.cmd, ...withPort } };
  }
  const file = values.file
    ? resolve(from, values.file)
    : join(root, values.solution ? 'solutions' : 'labs', entry.folder, lab.program);
  if (values.file) requireProgramFile(file, lab.program);
  const own = !values.file && !values.solution;
  return { own, target: { kind: 'file', file, display: shownPath(file, from), ...withPort } };
}

/** Sees that --file names a program that can be compiled. */
function requireProgramFile(file: string, program: string): void {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  if (!statSync(file).isFile()) {
    throw new UsageError(`${file} is a folder. --file names the program itself: ${join(file, program)}`);
  }
  if (!/\.[cm]?[jt]sx?$/.test(file)) {
    throw new UsageError(
      `--file is for TypeScript and JavaScript. A program in another language is started by --cmd, for example: --cmd "python3 ${basename(file)} …"`,
    );
  }
}

/** Sees that the script which a command names is there: a slip of the pen is not the program's fault. */
function requireScripts(words: readonly string[], from: string): void {
  const missing = words
    .slice(1)
    .find(
      (word) => /^[^{}\s]+\.(py|[cm]?[jt]s|rb|pl|php|jar)$/.test(word) && !existsSync(resolve(from, word)),
    );
  if (missing) throw new UsageError(`--cmd names ${missing}, and there is no such file in ${from}.`);
}

function commandWords(line: string): string[] {
  try {
    const words = splitWords(line);
    if (words.length > 0) return words;
  } catch (error) {
    throw new UsageError(`--cmd could not be read: ${(error as Error).message}.`);
  }
  throw new UsageError('--cmd is empty: --cmd "python3 server.py {port}"');
}

function checkIds(wanted: readonly string[], labs: readonly LabRequest[]): string[] {
  const known = labs.flatMap(({ lab, target }) => allChecks(lab, target).map((check) => check.id));
  for (const id of wanted) {
    if (known.includes(id)) continue;
    const near = nearest(id, known);
    throw new UsageError(
      `There is no check '${id}' here.${near ? ` Did you mean ${near}?` : ''} All checks: ${[...new Set(known)].join(' ')}`,
    );
  }
  return [...wanted];
}

function wholeNumber(name: string, value: string | undefined, from: number, to: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= from && number <= to) return number;
  throw new UsageError(`--${name} needs a whole number from ${from} to ${to}, not '${value}'.`);
}

function programOptions(values: ProgramValues): string {
  const quote = (text: string) => (/^[\w./\\:-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`);
  return [
    values.solution && '--solution',
    values.file !== undefined && `--file ${quote(values.file)}`,
    values.cmd !== undefined && `--cmd ${quote(values.cmd)}`,
    values.port !== undefined && `--port ${values.port}`,
  ]
    .filter(Boolean)
    .join(' ');
}
