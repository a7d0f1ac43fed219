// `npm run package gradescope`: the archive that an instructor uploads there. For authors and instructors, from a
// clone (it asks git for the files of the course).
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readRules } from '../grading/marks/rules.ts';
import { PACKAGES, type PackageName, packageOf } from '../grading/packages/build.ts';
import { labsOfClass } from '../grading/run/labs_of_class.ts';
import { whereTyped } from './command.ts';
import { allLabs, type LabEntry, type Load, labNamed } from './labs.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  out: { type: 'string', value: 'FILE.zip', help: 'where the package goes (default: gradescope.zip, …)' },
  lab: { type: 'string', value: 'LABS', help: 'grade only these labs: lab01,lab04 (default: all)' },
  rules: { type: 'string', value: 'JSON', help: 'points, weights, due dates and bonus (course.json)' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const HELP = `npm run package gradescope -- --lab lab04
npm run package classroom50 -- --lab lab04 --rules course.json

Makes the archive that these systems grade with. What to do with it: docs/grading.md

${optionHelp(OPTIONS)}`;

/** What to do next, in a line. */
const NEXT = {
  gradescope: 'Upload it there: Configure Autograder, Zip file upload, an Ubuntu base image.',
  classroom50: 'Unpack it into CLASSROOM/autograders/ASSIGNMENT/ of your classroom50 repository.',
} as const satisfies Record<PackageName, string>;

const root = fileURLToPath(new URL('..', import.meta.url));

const load: Load = (file) => import(pathToFileURL(join(root, file)).href);

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseCommandLine(args, OPTIONS);
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [name, ...more] = positionals;
  const known = PACKAGES.find((one) => one === name);
  if (!known || more.length > 0) {
    throw new UsageError(`Package what? One of: ${PACKAGES.join(', ')}.  npm run package gradescope`);
  }
  const chosen = labsNamed(values.lab);
  const rules = values.rules === undefined ? undefined : resolve(whereTyped(), values.rules);
  if (rules !== undefined) {
    if (!existsSync(rules)) throw new UsageError(`--rules: there is no ${values.rules}.`);
    // A mistake is found here, and not in the night of the deadline.
    readRules(rules, (await labsOfClass(allLabs(root), load)).labs);
  }
  const out = resolve(whereTyped(), values.out ?? `${known}.zip`);
  const bytes = packageOf(known, { root, labs: chosen.map(({ id }) => id), rules });
  writeFileSync(out, bytes);
  const kibibytes = Math.ceil(bytes.length / 1024);
  console.log(`${relative(whereTyped(), out)}: ${kibibytes} KiB. ${NEXT[known]}`);
}

/** As `--lab` of `npm run grade`. */
function labsNamed(text: string | undefined): LabEntry[] {
  const labs = allLabs(root);
  if (text === undefined || text === 'all') return labs;
  const names = text.split(/[\s,]+/).filter(Boolean);
  if (names.length === 0) throw new UsageError('--lab names no lab: --lab lab01,lab04');
  const named = names.map((name) => labNamed(labs, name, ['all']));
  return labs.filter((lab) => named.includes(lab));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nFor all options: npm run package -- --help`);
  process.exitCode = 2;
}
