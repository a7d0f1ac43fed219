import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLOUR, NO_COLOUR, wantsColour } from '../checks/engine/report/style.ts';
import { type CommandContext, EXIT } from './command.ts';
import { ask } from './compare/question.ts';
import { type ComparedFile, comparison } from './compare/report.ts';
import { type LabEntry, loadLab, requireLab } from './labs.ts';
import { readProgress } from './progress.ts';
import { sourcesIn } from './sources.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  yes: { type: 'boolean', short: 'y', help: 'show it without a question, though the lab is not passed' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const HELP = `npm run compare lab06    your files of lab06 beside the reference solution

While the lab is not passed it asks first. In a terminal of 100 columns and more
the two stand side by side.

${optionHelp(OPTIONS)}`;

/** Ctrl-C, as a shell counts it. */
const LEFT = 130;

/** `npm run compare lab06`: the student's files beside the reference. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    const entry = requireLab(root, positionals, 'npm run compare lab01');
    if (!existsSync(join(root, 'solutions', entry.folder))) {
      console.error(`There is no reference to compare with: solutions/${entry.folder} is not there.`);
      return EXIT.fail;
    }
    if (!values.yes && readProgress(root)[entry.id]?.passed === undefined) {
      const code = await whetherToShow(entry);
      if (code !== undefined) return code;
    }
    const { title, program } = await loadLab(entry, load);
    const style = wantsColour(process.env, process.stdout.isTTY) ? COLOUR : NO_COLOUR;
    const columns = process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY;
    process.stdout.on('error', () => process.exit(EXIT.pass)); // `| head` has seen enough
    console.log(comparison({ ...entry, title }, filesOf(root, entry, program), columns, style));
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

/** Asks before the exercise is spoilt: the exit code if the person does not want that. */
async function whetherToShow({ id }: LabEntry): Promise<number | undefined> {
  const why = `${id} is not passed yet. Reading it now takes the exercise away from you.`;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    console.error(
      `${why}\nA hint takes less: npm run hint ${id}\nTo see it all the same: npm run compare ${id} -- --yes`,
    );
    return EXIT.fail;
  }
  const answer = await ask(`${why}\nShow it all the same? y/N `);
  if (answer !== undefined && /^\s*y(es)?\s*$/i.test(answer)) {
    console.log('');
    return undefined;
  }
  console.log(`${answer ? '' : '\n'}It stays closed. A hint takes less: npm run hint ${id}`);
  return answer === undefined ? LEFT : EXIT.pass;
}

/** The files of both sides: the program first. */
function filesOf(root: string, entry: LabEntry, program: string): ComparedFile[] {
  const [own, reference] = ['labs', 'solutions'].map((side) => {
    const folder = join(root, side, entry.folder);
    return new Map(sourcesIn(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  }) as [Map<string, string>, Map<string, string>];
  const names = [...new Set([...own.keys(), ...reference.keys()])].sort();
  const first = names.filter((name) => name === program);
  return [...first, ...names.filter((name) => name !== program)].map((name) => {
    const [mine, theirs] = [own.get(name), reference.get(name)];
    return {
      name,
      ...(mine !== undefined && { own: mine }),
      ...(theirs !== undefined && { reference: theirs }),
    };
  });
}
