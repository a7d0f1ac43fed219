import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { COLOUR, NO_COLOUR, wantsColour } from '../checks/engine/report/style.ts';
import { bringAlong, readLabFiles } from './carry/lab_files.ts';
import { type LabFiles, planOf } from './carry/plan.ts';
import { todosOf } from './carry/source_text.ts';
import { type CarryStory, toldOf } from './carry/told.ts';
import { type CarryLab, forerunners, wayOf } from './carry/way.ts';
import { type CommandContext, EXIT } from './command.ts';
import { allLabs, loadLab } from './labs.ts';
import { readProgress } from './progress.ts';
import { isBegun } from './standing.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const HELP = `npm run carry lab05 lab06    go on in lab06 with your own program of lab05
npm run carry lab06          the same: lab05 is the server before it

Your program becomes the program of the other lab, under its name there, and the
files that it imports come along. What you had there is kept beside it (.bak).

${optionHelp(OPTIONS)}`;

/** `npm run carry lab05 lab06`: the student's program of one lab becomes the beginning of another. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    const labs = await Promise.all(
      allLabs(root).map(async (entry) => ({ entry, lab: await loadLab(entry, load) })),
    );
    const [first, second] = wayOf(positionals, labs);
    const files = readLabFiles(root, first);
    const refused = whyNot(root, first, second, files, labs);
    if (refused !== undefined) {
      console.error(refused);
      return EXIT.fail;
    }
    const style = wantsColour(process.env, process.stdout.isTTY) ? COLOUR : NO_COLOUR;
    console.log(toldOf(carry(root, first, second, files), style));
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

/** Why there is nothing to carry, or nowhere to carry it to. */
function whyNot(
  root: string,
  first: CarryLab,
  second: CarryLab,
  { program, own, starters }: LabFiles,
  labs: readonly CarryLab[],
): string | undefined {
  const folder = `labs/${second.entry.folder}`;
  if (!existsSync(join(root, folder))) {
    return `The folder ${folder} is gone. What git has of it comes back with: git checkout -- ${folder}`;
  }
  const file = `labs/${first.entry.folder}/${program}`;
  const mine = own.get(program);
  if (mine === undefined) {
    return `There is no ${file}. If it got lost: npm run reset ${first.entry.id} puts its starter back.`;
  }
  if (!starters.get(program)?.equals(mine)) return undefined;
  const other = forerunners(first, labs).find(({ entry }) => isBegun(root, entry));
  const instead = other
    ? `\nYou have worked on ${other.entry.id}: npm run carry ${other.entry.id} ${second.entry.id}`
    : '';
  return `${file} is still the untouched starter: there is nothing of yours to carry.${instead}`;
}

function carry(root: string, first: CarryLab, second: CarryLab, files: LabFiles): CarryStory {
  const there = readLabFiles(root, second);
  const plan = planOf(files, there);
  const kept = bringAlong(join(root, 'labs', second.entry.folder), plan.files);
  const todos = [...there.starters].flatMap(([file, bytes]) =>
    todosOf(bytes.toString('utf8')).map((todo) => ({ ...todo, file })),
  );
  return {
    first: { ...first.entry, passed: readProgress(root)[first.entry.id]?.passed !== undefined },
    second: { ...second.entry, title: second.lab.title },
    plan,
    kept,
    todos: todos.sort((a, b) => (a.number ?? 99) - (b.number ?? 99)),
  };
}
