import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { COLOUR, NO_COLOUR, wantsColour } from '../checks/engine/report/style.ts';
import { type CommandContext, EXIT } from './command.ts';
import { allLabs, type LabEntry, loadLab, ownFiles } from './labs.ts';
import { type ListedLab, listOf } from './list_view.ts';
import { readProgress } from './progress.ts';
import { nextLab, standingOf } from './standing.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

const HELP = `npm run list    all labs, how far you are with each, and which one is next

  passed   all required checks passed, once at least
  begun    your file is no longer the starter
  points   those of the last run of all checks

${optionHelp(OPTIONS)}`;

/** `npm run list`: all labs, and how far the person is. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    if (positionals.length > 0) {
      throw new UsageError(`npm run list shows all labs. For one: npm run check ${positionals[0]}`);
    }
    const entries = allLabs(root);
    const progress = readProgress(root);
    const labs = await Promise.all(
      entries.map(
        async (entry): Promise<ListedLab> => ({
          ...standingOf(root, entry, progress[entry.id]),
          title: (await loadLab(entry, load)).title,
          folder: entry.folder,
          missing: missingOf(root, entry),
        }),
      ),
    );
    const style = wantsColour(process.env, process.stdout.isTTY) ? COLOUR : NO_COLOUR;
    console.log(listOf(labs, nextLab(entries, progress)?.id, style));
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

function missingOf(root: string, entry: LabEntry): ListedLab['missing'] {
  if (!existsSync(join(root, 'labs', entry.folder))) return 'folder';
  return ownFiles(root, entry)
    .filter((file) => !existsSync(file))
    .map((file) => basename(file));
}
