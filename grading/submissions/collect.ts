import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../commands/usage.ts';
import type { Submission, SubmittedProgram, Trouble } from '../model.ts';
import { handedInAt } from './handed_in_at.ts';
import type { KnownLab } from './known_lab.ts';
import { coursePackages } from './needs_packages.ts';
import { refusalOf } from './refused.ts';
import { parseRoster, Roster, type Student } from './roster.ts';
import { type Source, sourcesAt } from './sources.ts';
import { readStarters } from './starters.ts';
import { type Course, takeSource } from './take_source.ts';
import { chosenOf } from './twice.ts';

export interface CollectOptions {
  /** The folder of the course. */
  root: string;
  /** All labs of the course, also those that are not graded: a program of theirs is no strange file. */
  labs: readonly KnownLab[];
  /** Ids of the labs to grade; default: all. */
  only?: readonly string[] | undefined;
  /** A CSV file; see `parseRoster`. */
  roster?: string | undefined;
  /** An empty folder, in which each submission gets `ID/lab01`, `ID/lab02`, … */
  into: string;
}

export interface Collected {
  /** In the order in which they were named. One in which nothing was found has no programs. */
  submissions: Submission[];
  troubles: Trouble[];
  /** Students of the roster without a submission that can be graded. */
  absent: { id: string; name: string }[];
}

/** A submission that is laid out, and what decides between two of a student. */
type Laid = Submission & { newest: number; at: string };

/**
 * Takes in what the instructor named: folders of submissions, or single ones. Every program is copied; nothing
 * of the originals is changed. What cannot be graded is a Trouble. A UsageError only for a roster that cannot be
 * understood.
 */
export async function collect(paths: readonly string[], options: CollectOptions): Promise<Collected> {
  const { root, labs, only, into } = options;
  const roster = options.roster === undefined ? undefined : readRoster(options.roster);
  const course: Course = {
    labs,
    isGraded: ({ id }) => only?.includes(id) ?? true,
    starters: readStarters(root, labs),
    packages: coursePackages(root),
  };
  const { sources, troubles } = allSources(paths, options);
  const laid = new Map<string, Laid>();
  const seen = new Set<Student>();
  for (const [number, source] of sources.entries()) {
    const student = roster?.find(source.whose);
    if (student) seen.add(student);
    const who = student?.name ?? source.whose.name;
    const complain = (trouble: Omit<Trouble, 'who'>) => troubles.push({ who, ...trouble });
    if (roster && !student) {
      complain({
        kind: 'not-in-roster',
        message: `No line of the roster fits ${source.source}, or more than one does. It was graded all the same, as ${source.whose.id}. To join them, write its name into the column folder.`,
      });
    }
    const one = await layOutSource(source, student, course, into, number, complain);
    if (!one) continue;
    const other = laid.get(one.id);
    const { chosen, message } = other ? chosenOf(other, one) : { chosen: one };
    if (message) complain({ kind: 'twice', message });
    if (other) rmSync((chosen === one ? other : one).at, { recursive: true, force: true });
    laid.set(chosen.id, chosen);
  }
  for (const { name, line } of roster?.students.filter((student) => !seen.has(student)) ?? []) {
    const message = `Line ${line} of the roster has no submission. See whether it has another name than the roster says.`;
    troubles.push({ who: name, kind: 'not-handed-in', message });
  }
  const submissions = [...laid.values()].map((one) => settle(one, into));
  rmSync(join(into, STAGE), { recursive: true, force: true });
  const absent = (roster?.students ?? [])
    .filter(({ id }) => !laid.has(id))
    .map(({ id, name }) => ({ id, name }));
  return { submissions, troubles, absent };
}

/** The submissions of all paths, each once. */
function allSources(paths: readonly string[], { labs, roster }: CollectOptions) {
  const troubles: Trouble[] = [];
  const sources = new Map<string, Source>();
  for (const path of paths) {
    const found = sourcesAt(path, labs, roster === undefined ? [] : [realpathSync(roster)]);
    troubles.push(...found.troubles);
    for (const source of found.sources) {
      const [first] = source.parts;
      if (first && !sources.has(first.at)) sources.set(first.at, source);
    }
  }
  return { sources: [...sources.values()], troubles };
}

// In the folder that is given, so that it is on the same disk; no submission has an id that begins with a dot.
const STAGE = '.unpacked';

/** A submission, laid out in a folder that nobody else has; `undefined` when it cannot be graded, which is said. */
async function layOutSource(
  source: Source,
  student: Student | undefined,
  course: Course,
  into: string,
  number: number,
  complain: (trouble: Omit<Trouble, 'who'>) => void,
): Promise<Laid | undefined> {
  const at = join(into, STAGE, String(number));
  const stage = join(into, STAGE, `${number}.stage`);
  try {
    const { programs, troubles, newest } = await takeSource(source, course, at, stage);
    for (const trouble of troubles) complain(trouble);
    const submittedAt = student?.submittedAt ?? handedInAt(source);
    return {
      id: student?.id ?? source.whose.id,
      name: student?.name ?? source.whose.name,
      source: source.source,
      programs,
      ...(submittedAt && { submittedAt }),
      newest,
      at,
    };
  } catch (error) {
    const { kind, message } = refusalOf(error, 'It');
    complain({ kind, message });
    rmSync(at, { recursive: true, force: true });
    return undefined;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Gives a submission its place. */
function settle({ newest: _, at, ...submission }: Laid, into: string): Submission {
  const folder = join(into, submission.id);
  if (existsSync(at)) renameSync(at, folder);
  else mkdirSync(folder, { recursive: true });
  const moved = ([lab, program]: [string, SubmittedProgram]) => [
    lab,
    { ...program, folder: join(folder, lab) },
  ];
  return { ...submission, programs: Object.fromEntries(Object.entries(submission.programs).map(moved)) };
}

function readRoster(file: string): Roster {
  try {
    return new Roster(parseRoster(readFileSync(file, 'utf8'), file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The roster ${file} cannot be read: ${(error as Error).message}.`);
  }
}
