import { type CommandContext, EXIT, whereTyped } from './command.ts';
import { requireLab, shownPath } from './labs.ts';
import { putStarterBack } from './put_back.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

/** `npm run reset lab04`: puts the starter back and keeps the student's file beside it. */
export async function main({ root, args }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(
        `npm run reset lab04    put the starter of lab04 back; your file is kept beside it\n\n${optionHelp(OPTIONS)}`,
      );
      return EXIT.pass;
    }
    const entry = requireLab(root, positionals, 'npm run reset lab01');
    for (const { file, changed, kept } of putStarterBack(root, entry)) {
      const shown = shownPath(file, whereTyped());
      if (!changed) console.log(`${shown} is the starter already. Nothing was changed.`);
      else {
        console.log(
          `${shown} is the starter again.${kept ? ` Your file is kept as ${kept} beside it.` : ''}`,
        );
      }
    }
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}
