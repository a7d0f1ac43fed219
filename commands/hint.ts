import { join } from 'node:path';
import type { CheckResult } from '../checks/engine/events.ts';
import type { Lab } from '../checks/engine/lab.ts';
import type { Target } from '../checks/engine/program/target.ts';
import { wrap } from '../checks/engine/report/style.ts';
import { allChecks, runLab } from '../checks/engine/run/run_lab.ts';
import { type CommandContext, EXIT, whereTyped } from './command.ts';
import { allLabs, type LabEntry, loadLab, ownFiles, requireLab, shownPath } from './labs.ts';
import { leaveNothingBehind } from './leaving.ts';
import { climb, keepResult, readProgress, stampOf } from './progress.ts';
import { nextLab } from './standing.ts';
import { type DescribedOptions, optionHelp, parseCommandLine, UsageError } from './usage.ts';

const OPTIONS = {
  all: { type: 'boolean', help: 'show the whole ladder at once' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies DescribedOptions;

/** `npm run hint lab04`: the ladder of the first failing check, one rung further at each call. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    if (values.help) {
      console.log(
        `npm run hint          a hint for the first lab that is not passed\nnpm run hint lab04    a hint for the first check of lab04 that fails, a clearer one each time\n\n${optionHelp(OPTIONS)}`,
      );
      return EXIT.pass;
    }
    const entry =
      positionals.length === 0
        ? nextLab(allLabs(root), readProgress(root))
        : requireLab(root, positionals, 'npm run hint lab01');
    if (!entry) {
      console.log('All labs are passed. There is nothing to hint at.');
      return EXIT.pass;
    }
    const lab = await loadLab(entry, load);
    const file = join(root, 'labs', entry.folder, lab.program);
    const target: Target = { kind: 'file', file, display: shownPath(file, whereTyped()) };
    leaveNothingBehind();
    const id = await firstFailing(root, entry, lab, target);
    if (id === undefined) {
      console.log(`${entry.id} · ${lab.title}: every required check passes. There is nothing to hint at.`);
      return EXIT.pass;
    }
    const check = allChecks(lab, target).find((one) => one.id === id);
    if (!check) {
      console.log(
        wrap(
          `${entry.id} · ${lab.title}: the program ends by itself between two checks. npm run check ${entry.id} tells when.`,
          '',
        ),
      );
      return EXIT.pass;
    }
    console.log(`${entry.id} · ${lab.title}\nFor the check "${check.title}" (${id})\n`);
    if (values.all) {
      for (const [i, hint] of check.hints.entries()) {
        console.log(`Hint ${i + 1} of ${check.hints.length}\n${wrap(hint)}\n`);
      }
      return EXIT.pass;
    }
    const { rung, last, hint, kept } = climb(root, entry.id, check);
    console.log(`Hint ${rung} of ${last}\n${wrap(hint)}\n`);
    console.log(
      rung < last
        ? `For a clearer one: npm run hint ${entry.id}`
        : `That was the last one. All of them: npm run hint ${entry.id} -- --all`,
    );
    if (!kept)
      console.log('(This folder cannot be written, so the next call shows the same hint: add -- --all)');
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return EXIT.usage;
  }
}

/** The required check that fails first: remembered from the last run if the file is still the same, else found by running the checks now. */
async function firstFailing(
  root: string,
  entry: LabEntry,
  lab: Lab,
  target: Target,
): Promise<string | undefined> {
  const stamp = stampOf(ownFiles(root, entry));
  const known = readProgress(root)[entry.id];
  if (known?.failing && stamp !== undefined && known.stamp === stamp) return known.failing;
  const events = runLab(entry.id, lab, target, { root, seed: 1 });
  for (;;) {
    const { value, done } = await events.next();
    if (!done) continue;
    const broken = value.checks.find((check: CheckResult) => check.verdict === 'error');
    const failing = value.checks.find((check: CheckResult) => check.verdict === 'fail')?.id;
    if (failing === undefined && broken)
      throw new UsageError(`The checks could not be made: ${broken.reason}`);
    keepResult(root, entry, value);
    return failing;
  }
}
