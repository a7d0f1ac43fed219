import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Kind } from '../grading/outputs/write_for.ts';
import type { Shard } from '../grading/run/units.ts';
import { whereTyped } from './command.ts';
import { allLabs, type LabEntry, labNamed } from './labs.ts';
import { type DescribedOptions, parseCommandLine, UsageError } from './usage.ts';

export const GRADE_OPTIONS = {
  out: { type: 'string', value: 'FOLDER', help: 'where the results go (default: results)' },
  lab: { type: 'string', value: 'LABS', help: 'only these labs: lab01,lab04 (default: all)' },
  roster: { type: 'string', value: 'CSV', help: 'the list of the class: names, and who must hand in' },
  rules: { type: 'string', value: 'JSON', help: 'points, weights, due dates and bonus (course.json)' },
  jobs: { type: 'string', value: 'N', help: 'so many at the same time (default: twice the processors)' },
  seed: { type: 'string', value: 'N', help: 'the random content of an earlier run' },
  repeat: { type: 'string', value: 'N', help: 'check N times; a check counts if it passes each time' },
  resume: { type: 'boolean', help: 'go on with a run that was ended' },
  shard: { type: 'string', value: 'I/N', help: 'only the I-th of N parts of the class' },
  audit: { type: 'string', value: 'N', help: 'check N times, list verdicts that are not always the same' },
  baseline: { type: 'string', value: 'JSON', help: 'an earlier marks.json: tell what has changed since' },
  for: {
    type: 'string',
    multiple: true,
    value: 'KIND=FILE',
    help: 'one submission, for gradescope, classroom50 or autolab (FILE "-": standard output)',
  },
  github: { type: 'boolean', help: 'annotations and a job summary for GitHub Actions' },
  'require-sandbox': { type: 'boolean', help: 'grade nothing where programs cannot be kept apart' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

export interface GradeRequest {
  help: boolean;
  paths: string[];
  out: string;
  labs: LabEntry[];
  roster: string | undefined;
  rules: string | undefined;
  jobs: number;
  seed: number | undefined;
  rounds: number;
  audit: boolean;
  resume: boolean;
  shard: Shard | undefined;
  baseline: string | undefined;
  requireSandbox: boolean;
  outputs: { kind: Kind; file: string }[];
  github: boolean;
}

/** Understands the command line; a UsageError says what is wrong with it. */
export function parseGrade(args: readonly string[], root: string): GradeRequest {
  const { values, positionals } = parseCommandLine(args, GRADE_OPTIONS);
  const file = (name: 'roster' | 'rules' | 'baseline') => {
    const value = values[name];
    if (value === undefined) return undefined;
    const path = resolve(whereTyped(), value);
    if (!existsSync(path)) throw new UsageError(`--${name}: there is no ${value}.`);
    return path;
  };
  const help = values.help ?? false;
  if (positionals.length === 0 && !help) {
    throw new UsageError('Grade what? Name the folder with the submissions: npm run grade -- submissions');
  }
  if (values.repeat !== undefined && values.audit !== undefined) {
    throw new UsageError('--repeat and --audit both check several times. Choose one.');
  }
  return {
    help,
    paths: positionals.map((path) => resolve(whereTyped(), path)),
    out: resolve(whereTyped(), values.out ?? 'results'),
    labs: labsNamed(values.lab, root),
    roster: file('roster'),
    rules: file('rules'),
    jobs: number('jobs', values.jobs, 1, 256) ?? 2 * availableParallelism(),
    seed: number('seed', values.seed, 0, 2 ** 31),
    rounds: number('repeat', values.repeat, 1, 100) ?? number('audit', values.audit, 2, 100) ?? 1,
    audit: values.audit !== undefined,
    resume: values.resume ?? false,
    shard: shardNamed(values.shard),
    baseline: file('baseline'),
    requireSandbox: values['require-sandbox'] ?? false,
    outputs: (values.for ?? []).map(outputNamed),
    github: values.github ?? false,
  };
}

const KINDS: readonly Kind[] = ['gradescope', 'classroom50', 'autolab'];

function outputNamed(text: string): { kind: Kind; file: string } {
  const [, name = '', file = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const kind = KINDS.find((one) => one === name);
  if (!kind) throw new UsageError(`--for needs ${KINDS.join('=FILE, ')}=FILE, not '${text}'.`);
  return { kind, file: file === '-' ? file : resolve(whereTyped(), file) };
}

function labsNamed(text: string | undefined, root: string): LabEntry[] {
  const labs = allLabs(root);
  if (text === undefined || text === 'all') return labs;
  const named = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((name) => labNamed(labs, name, ['all']));
  if (named.length === 0) throw new UsageError('--lab names no lab: --lab lab01,lab04');
  return labs.filter((lab) => named.includes(lab));
}

function shardNamed(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, part, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (part === undefined || of === undefined || part < 1 || part > of) {
    throw new UsageError(`--shard needs a part and their number, such as 3/10, not '${text}'.`);
  }
  return { part, of };
}

function number(name: string, value: string | undefined, from: number, to: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value) && Number(value) >= from && Number(value) <= to) return Number(value);
  throw new UsageError(`--${name} needs a whole number from ${from} to ${to}, not '${value}'.`);
}
