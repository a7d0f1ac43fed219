import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COLOUR, NO_COLOUR, wantsColour } from '../checks/engine/report/style.ts';
import { readRules } from '../grading/marks/rules.ts';
import { writeClassFile } from '../grading/run/class_file.ts';
import { CLASS, finish, RESULTS } from '../grading/run/finish.ts';
import { Journal } from '../grading/run/journal.ts';
import { labsOfClass } from '../grading/run/labs_of_class.ts';
import { mergedClass } from '../grading/run/merged.ts';
import { type CommandContext, EXIT, whereTyped } from './command.ts';
import { GRADE_OPTIONS } from './grade_request.ts';
import { allLabs } from './labs.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  out: GRADE_OPTIONS.out,
  rules: GRADE_OPTIONS.rules,
  baseline: GRADE_OPTIONS.baseline,
  help: GRADE_OPTIONS.help,
} as const satisfies DescribedOptions;

const HELP = `npm run merge -- results-1 results-2 --out results

Joins what \`npm run grade -- … --shard I/N\` left in several folders, with the same
outputs as one run.

${optionHelp(OPTIONS)}`;

/** `npm run merge`: several parts of a class become one. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    if (positionals.length === 0) {
      throw new UsageError('Merge what? Name the folders of the parts: npm run merge -- results-1 results-2');
    }
    const from = whereTyped();
    const out = resolve(from, values.out ?? 'results');
    const parts = positionals.map((part) => resolve(from, part));
    if (parts.includes(out)) throw new UsageError('--out is one of the parts. Name another folder.');
    const { about, results, head } = mergedClass(parts);
    const rules =
      values.rules === undefined
        ? {}
        : readRules(resolve(from, values.rules), (await labsOfClass(allLabs(root), load)).labs);
    mkdirSync(out, { recursive: true });
    if (existsSync(join(out, RESULTS)))
      throw new UsageError(`${out} holds results already. Name another --out.`);
    const journal = Journal.begin(join(out, RESULTS), head);
    for (const one of results()) journal.add(one);
    journal.close();
    writeClassFile(join(out, CLASS), about);
    const style = wantsColour(process.env, process.stdout.isTTY) ? COLOUR : NO_COLOUR;
    const baseline = values.baseline === undefined ? undefined : resolve(from, values.baseline);
    const { marks, text } = await finish(about, {
      root,
      out,
      seed: head.seed,
      rules,
      baseline,
      style,
    });
    console.log(text);
    return marks.students.some(({ labs }) => labs.some(({ state }) => state === 'error'))
      ? EXIT.fail
      : EXIT.pass;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nFor all options: npm run merge -- --help`);
    return EXIT.usage;
  }
}
