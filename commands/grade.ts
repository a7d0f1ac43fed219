import { appendFileSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { COLOUR, NO_COLOUR, wantsColour } from '../checks/engine/report/style.ts';
import { readRules } from '../grading/marks/rules.ts';
import type { ClassMarks, GradedLab, Submission } from '../grading/model.ts';
import { annotations } from '../grading/outputs/annotations.ts';
import { MarksNotKnown } from '../grading/outputs/not_known.ts';
import { summaryMarkdown } from '../grading/outputs/summary_markdown.ts';
import { textFor, writeFor } from '../grading/outputs/write_for.ts';
import { auditText, doubts } from '../grading/run/audit.ts';
import { writeClassFile } from '../grading/run/class_file.ts';
import { CLASS, finish, RESULTS } from '../grading/run/finish.ts';
import { discard, Grading } from '../grading/run/grade_class.ts';
import { readJournal } from '../grading/run/journal.ts';
import { labsOfClass } from '../grading/run/labs_of_class.ts';
import type { Outcome } from '../grading/run/pool.ts';
import { progressBar } from '../grading/run/progress_bar.ts';
import { isInShard, unitsOf } from '../grading/run/units.ts';
import { work } from '../grading/run/worker.ts';
import { type Protection, protectionHere } from '../grading/sandbox/protection.ts';
import { collect } from '../grading/submissions/collect.ts';
import { type CommandContext, EXIT, whereTyped } from './command.ts';
import { GRADE_OPTIONS, type GradeRequest, parseGrade } from './grade_request.ts';
import { allLabs } from './labs.ts';
import { optionHelp, UsageError } from './usage.ts';

const HELP = `npm run grade -- submissions            grade a class
npm run grade -- submissions --out results --roster class.csv --rules course.json

Submissions are folders, .zip or .tar.gz files. How they may look, what comes out, and
what keeps strangers' programs apart: docs/grading.md

${optionHelp(GRADE_OPTIONS)}

Exit code: 0 everything was graded, 1 something was not, 2 wrong usage, 3 the grader failed.`;

/** `npm run grade`: from a folder of submissions to marks. */
export async function main({ root, args, load }: CommandContext): Promise<number> {
  // A worker is this command again, in a process of its own.
  if (args[0] === '--worker') return work(root, args[1] ?? '', args[2] === '--sandbox', load);
  try {
    const request = parseGrade(args, root);
    if (request.help) {
      console.log(HELP);
      return EXIT.pass;
    }
    const protection = protectionHere(root);
    if (request.requireSandbox && !protection.sandbox) {
      console.error(`Nothing was graded, because of --require-sandbox: ${protection.lacks.at(-1)}.`);
      return EXIT.checker;
    }
    if (!protection.sandbox) {
      console.error(
        `Programs are not kept apart here: ${protection.lacks.at(-1)}.\nThe summary says what that means.\n`,
      );
    }
    const folder = mkdtempSync(join(tmpdir(), 'grading-'));
    process.on('exit', () => discard(folder));
    return await grade(root, request, protection, folder, load);
  } catch (error) {
    if (error instanceof MarksNotKnown) {
      console.error(error.message);
      return EXIT.checker;
    }
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nFor all options: npm run grade -- --help`);
    return EXIT.usage;
  }
}

async function grade(
  root: string,
  request: GradeRequest,
  protection: Protection,
  folder: string,
  load: CommandContext['load'],
): Promise<number> {
  const { out, rounds, resume, shard } = request;
  const journal = join(out, RESULTS);
  const seed = seedOf(request, journal);
  const { known, labs: all } = await labsOfClass(allLabs(root), load);
  // One course.json for the whole course, also where only some of its labs are graded.
  const rules = request.rules === undefined ? {} : readRules(request.rules, all);
  const only = request.labs.map(({ id }) => id);
  const labs = all.filter(({ id }) => only.includes(id));
  const { roster } = request;
  mkdirSync(join(folder, 'submissions'));
  const found = await collect(request.paths, {
    root,
    labs: known,
    only,
    into: join(folder, 'submissions'),
    ...(roster !== undefined && { roster }),
  });
  const absent: Submission[] = found.absent.map((student) => ({ ...student, source: '', programs: {} }));
  // By their ids, so that a class that was graded in parts has the same order.
  const here = [...found.submissions, ...absent]
    .filter(({ id }) => !shard || isInShard(id, shard))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  mkdirSync(out, { recursive: true });
  const about = { submissions: here, troubles: found.troubles, labs, protection };
  writeClassFile(join(out, CLASS), about);
  const units = unitsOf(here, only, { seed, rounds });
  const grading = new Grading({
    root,
    folder,
    journal,
    units,
    seed,
    rounds,
    jobs: request.jobs,
    sandbox: protection.sandbox,
    resume,
    told: teller(),
  });
  const shown = relative(whereTyped(), out) || '.';
  stopOnSignal(grading, shown);
  await grading.run();
  const result = { ...about, troubles: [...found.troubles, ...grading.troubles] };
  writeClassFile(join(out, CLASS), result);
  const style = wantsColour(process.env, process.stdout.isTTY) ? COLOUR : NO_COLOUR;
  const { marks, text, whole } = await finish(result, {
    root,
    out,
    seed,
    rules,
    baseline: request.baseline,
    style,
  });
  // The last line of standard output may be for a machine.
  const quiet = request.outputs.some(({ file }) => file === '-');
  if (quiet) console.error(`\n${text}`);
  else console.log(`\n${text}`);
  if (request.github) forGitHub(whole(), here);
  for (const { kind, file } of request.outputs) {
    if (file === '-') console.log(textFor(kind, whole()).trimEnd());
    else writeFor(kind, whole(), file);
  }
  if (request.audit) {
    const unsure = doubts(readJournal(journal).done);
    console.log(auditText(unsure, rounds));
    if (unsure.length > 0) return EXIT.fail;
  }
  const unknown = marks.students.some((student) => student.labs.some(({ state }) => state === 'error'));
  return unknown ? EXIT.fail : EXIT.pass;
}

/** Annotations on standard output, and the summary where the job shows it. */
function forGitHub(marks: ClassMarks, submissions: readonly Submission[]): void {
  const repository = process.env.GITHUB_WORKSPACE ?? whereTyped();
  const programs = new Map(
    submissions.flatMap(({ id, source, programs }) =>
      Object.entries(programs).map(([lab, { path }]) => [
        `${id} ${lab}`,
        resolve(whereTyped(), source, path),
      ]),
    ),
  );
  const fileOf = ({ submission, lab }: GradedLab) => {
    const file = programs.get(`${submission} ${lab}`);
    if (file === undefined || !existsSync(file)) return undefined; // it lies in an archive
    return relative(repository, file).replaceAll('\\', '/');
  };
  for (const student of marks.students) process.stdout.write(annotations(student, fileOf));
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) appendFileSync(summary, summaryMarkdown(marks));
}

/** The seed of the run that is gone on with, the one that was asked for, or a new one. */
function seedOf({ resume, seed, rounds, out }: GradeRequest, journal: string): number {
  if (!resume) {
    if (existsSync(journal) && readSafely(journal) > 0) {
      throw new UsageError(
        `${out} holds results already. To go on with that run: --resume. To begin a new one: another --out.`,
      );
    }
    return seed ?? 1 + Math.floor(Math.random() * 9999);
  }
  if (!existsSync(journal)) throw new UsageError(`--resume: in ${out} nothing was graded yet.`);
  let head: ReturnType<typeof readJournal>['head'];
  try {
    ({ head } = readJournal(journal));
  } catch (error) {
    throw new UsageError(`--resume: ${(error as Error).message}`);
  }
  if (seed !== undefined && seed !== head.seed) {
    throw new UsageError(`--resume: that run has the seed ${head.seed}, not ${seed}.`);
  }
  if (rounds !== head.rounds) {
    throw new UsageError(
      `--resume: that run checks ${head.rounds} times, not ${rounds} (--repeat, --audit).`,
    );
  }
  return head.seed;
}

/** How many results a journal holds; none where it is not one. */
function readSafely(journal: string): number {
  try {
    return readJournal(journal).done.length;
  } catch {
    return 0;
  }
}

/** Shows how far it is: a bar on a terminal, a line for each result elsewhere. */
function teller(): (progress: { done: number; total: number; last?: Outcome }) => void {
  const began = performance.now();
  let before = 0;
  return ({ done, total, last }) => {
    if (process.stderr.isTTY) {
      before ||= done;
      const bar = progressBar(done - before, total - before, performance.now() - began);
      process.stderr.write(`\r\x1b[K${bar}${done === total ? '\n' : ''}`);
    } else if (last) {
      const { submission, lab, round } = last.unit;
      const verdict = 'graded' in last ? inPoints(last.graded.result) : 'could not be checked';
      process.stderr.write(
        `${done}/${total} ${lab} ${submission}${round > 0 ? ` (round ${round + 1})` : ''}: ${verdict}\n`,
      );
    }
  };
}

const inPoints = ({
  verdict,
  score,
  maxScore,
}: {
  verdict: string;
  score: number;
  maxScore: number;
}): string => `${verdict}, ${score} of ${maxScore}`;

/** Ctrl-C: what was graded stays. */
function stopOnSignal(grading: Grading, out: string): void {
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(name, () => {
      grading.stop();
      process.stderr.write(`\nStopped. What was graded is kept in ${out}; to go on, add --resume.\n`);
      process.exit(code);
    });
  }
}
