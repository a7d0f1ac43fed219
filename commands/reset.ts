import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type CommandContext, EXIT, whereTyped } from './command.ts';
import { requireLab, shownPath, starterFiles } from './labs.ts';
import { setAside } from './set_aside.ts';
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
    for (const { pristine, file } of starterFiles(root, entry)) {
      const text = readFileSync(pristine);
      const shown = shownPath(file, whereTyped());
      if (existsSync(file) && readFileSync(file).equals(text)) {
        console.log(`${shown} is the starter already. Nothing was changed.`);
        continue;
      }
      const kept = existsSync(file) ? setAside(file) : undefined;
      mkdirSync(dirname(file), { recursive: true }); // the whole folder may have got lost
      writeFileSync(file, text);
      console.log(
        `${shown} is the starter again.${kept ? ` Your file is kept as ${basename(kept)} beside it.` : ''}`,
      );
    }
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}
