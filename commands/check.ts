import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LabResult } from '../checks/engine/events.ts';
import { jsonReport } from '../checks/engine/report/json.ts';
import { COLOUR, NO_COLOUR, wantsColour } from '../checks/engine/report/style.ts';
import { TerminalReport } from '../checks/engine/report/terminal.ts';
import { runLab } from '../checks/engine/run/run_lab.ts';
import { CHECK_OPTIONS, type CheckRequest, type LabRequest, parseCheck } from './check_request.ts';
import { type CommandContext, EXIT, whereTyped } from './command.ts';
import { leaveNothingBehind } from './leaving.ts';
import { keepResult, readProgress } from './progress.ts';
import { reportSetting } from './report_setting.ts';
import { nextLab } from './standing.ts';
import { type Output, type Print, turns } from './turns.ts';
import { optionHelp, UsageError } from './usage.ts';

const HELP = `npm run check                     the first lab that is not passed yet
npm run check lab04               one lab
npm run check lab01 lab03         several
npm run check all                 all of them
npm run check lab04 -- --bonus    with options, behind two dashes

${optionHelp(CHECK_OPTIONS)}

Exit code: 0 all required checks pass, 1 some fail, 2 wrong usage, 3 the checker or the machine failed.`;

/** `npm run check`: checks one or more labs and reports. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  try {
    const request = await parseCheck(args, root, load, (labs) => nextLab(labs, readProgress(root)));
    if (request.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    if (request.labs.length === 0) {
      console.log('All labs are passed. To check them all again: npm run check all');
      return EXIT.pass;
    }
    leaveNothingBehind();
    return await checkAll(root, request);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nFor all options: npm run check -- --help`);
    return EXIT.usage;
  }
}

/** So many solutions are checked at the same time. */
const SIDE_BY_SIDE = 3;

async function checkAll(root: string, request: CheckRequest): Promise<number> {
  const rounds = Array.from({ length: request.repeat }, (_, round) =>
    request.labs.map((one) => ({ one, round })),
  );
  const runs = rounds.flat();
  const outputs = turns(request.json === '-' ? () => {} : (text) => process.stdout.write(text), runs.length);
  const results: { result: LabResult; diagnoses: Readonly<Record<string, string>> }[] = [];
  const left = [...runs.entries()];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [i, { one, round }] = next;
      const output = outputs[i] as Output;
      const result = await checkOne(root, request, one, round, output.print);
      output.end();
      results[i] = { result, diagnoses: one.lab.diagnoses ?? {} };
    }
  };
  // Students' programs may all want the same port: those are checked one after another.
  const atOnce = request.sideBySide ? SIDE_BY_SIDE : 1;
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (request.json !== undefined) {
    const text = `${JSON.stringify(jsonReport(request.seed, results), null, 2)}\n`;
    if (request.json === '-') process.stdout.write(text);
    else writeJson(request.json, text);
  }
  if (results.length > 1 && request.json !== '-') printSummary(results.map(({ result }) => result));
  const verdicts = results.map(({ result }) => result.verdict);
  if (verdicts.includes('fail')) return EXIT.fail;
  return verdicts.includes('error') ? EXIT.checker : EXIT.pass;
}

async function checkOne(
  root: string,
  request: CheckRequest,
  one: LabRequest,
  round: number,
  print: Print,
): Promise<LabResult> {
  // Of many rounds only those are told that went wrong.
  const kept: string[] = [];
  const report = new TerminalReport(
    reportSetting(root, one, {
      style: (request.colour ?? wantsColour(process.env, process.stdout.isTTY)) ? COLOUR : NO_COLOUR,
      wire: request.wire,
      options: request.programOptions,
    }),
    request.repeat > 1 ? (text) => kept.push(text) : print,
  );
  const events = runLab(one.entry.id, one.lab, one.target, {
    root,
    seed: request.seed + round,
    bonus: request.bonus,
    ...(request.only && { only: request.only }),
    // Our own solutions do not fail for a person to try it again.
    ...(!request.sideBySide && { keepSite: join(root, '.workbook', `site-${one.entry.id}`) }),
  });
  for (;;) {
    const { value, done } = await events.next();
    if (!done) {
      report.on(value);
      continue;
    }
    if (request.repeat > 1) {
      if (value.verdict !== 'pass' || request.wire) print(kept.join(''));
      else
        print(
          `${one.entry.id} round ${round + 1} of ${request.repeat}: passed  (seed ${value.seed}, ${(value.ms / 1000).toFixed(1)} s)\n`,
        );
    }
    if (one.own && !request.only) keepResult(root, one.entry, value);
    return value;
  }
}

function writeJson(file: string, text: string): void {
  try {
    writeFileSync(resolve(whereTyped(), file), text);
  } catch (error) {
    throw new UsageError(
      `--json: the report could not be written to ${file} (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}

function printSummary(results: readonly LabResult[]): void {
  const count = (verdict: string) => results.filter((result) => result.verdict === verdict).length;
  const runs = `${count('pass')} passed, ${count('fail')} failed`;
  const errors = count('error') > 0 ? `, ${count('error')} could not be checked` : '';
  process.stdout.write(`\n${results.length} lab runs: ${runs}${errors}\n`);
  const wrong = results.filter((result) => result.verdict !== 'pass');
  for (const { lab, verdict, seed, checks } of wrong.slice(0, 20)) {
    const first = checks.find((check) => check.verdict === verdict)?.id ?? '';
    process.stdout.write(`  ${lab}  ${verdict}  ${first}  (seed ${seed})\n`);
  }
}
