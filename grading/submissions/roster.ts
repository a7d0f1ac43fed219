import { UsageError } from '../../commands/usage.ts';
import { parseCsv } from './csv.ts';
import type { Identity } from './identity.ts';
import { safeId } from './safe_id.ts';

/** A line of the roster. */
export interface Student {
  line: number;
  id: string;
  name: string;
  /** What the student's submission may be called. */
  keys: string[];
  github?: string;
  /** ISO 8601, in UTC. */
  submittedAt?: string;
}

type Column = 'id' | 'name' | 'first' | 'last' | 'folder' | 'user' | 'github' | 'email' | 'submittedAt';

/** Headings as the usual platforms write them, with nothing but their letters. */
const HEADINGS: Readonly<Record<string, Column>> = {
  id: 'id',
  studentid: 'id',
  sid: 'id',
  idnumber: 'id',
  identifier: 'id',
  name: 'name',
  fullname: 'name',
  student: 'name',
  studentname: 'name',
  firstname: 'first',
  givenname: 'first',
  lastname: 'last',
  surname: 'last',
  folder: 'folder',
  submission: 'folder',
  file: 'folder',
  user: 'user',
  username: 'user',
  login: 'user',
  sisloginid: 'user',
  github: 'github',
  githubusername: 'github',
  email: 'email',
  emailaddress: 'email',
  mail: 'email',
  submittedat: 'submittedAt',
};

/**
 * Reads a roster (CSV with a heading line). `file` is its name, for messages; a UsageError says what is wrong
 * with it, and where.
 */
export function parseRoster(text: string, file: string): Student[] {
  const [heading, ...rows] = readCsv(text, file);
  const columns = (heading?.cells ?? []).map((cell) => HEADINGS[cell.toLowerCase().replace(/[^a-z]/g, '')]);
  if (!columns.some((column) => column && column !== 'submittedAt')) {
    const found = heading ? `Its first line is: ${heading.cells.join(', ').slice(0, 100)}` : 'It is empty';
    throw new UsageError(
      `The roster ${file} has no column that is known. ${found}. It needs a first line with the names of the columns, such as id,name,folder,github,email,submitted_at.`,
    );
  }
  const students = rows.flatMap(({ line, cells }) => {
    const values: Partial<Record<Column, string>> = {};
    for (const [i, column] of columns.entries()) if (column && cells[i]) values[column] ??= cells[i];
    return studentOf(values, line, file) ?? [];
  });
  const seen = new Map<string, Student>();
  for (const student of students) {
    const other = seen.get(student.id);
    if (other) {
      throw new UsageError(
        `The roster ${file} has ${student.id} twice, in lines ${other.line} and ${student.line}. Leave one of them.`,
      );
    }
    seen.set(student.id, student);
  }
  return students;
}

function readCsv(text: string, file: string) {
  try {
    return parseCsv(text);
  } catch (error) {
    throw new UsageError(`The roster ${file} cannot be read: ${(error as Error).message}.`);
  }
}

function studentOf(values: Partial<Record<Column, string>>, line: number, file: string): Student | undefined {
  const { id, folder, user, github, email, submittedAt } = values;
  const name = values.name ?? [values.first, values.last].filter(Boolean).join(' ');
  const first = id ?? user ?? github ?? email ?? folder ?? (name || undefined);
  if (first === undefined) return undefined; // a line with a date alone
  const at = submittedAt === undefined ? undefined : isoTime(submittedAt);
  if (submittedAt !== undefined && !at) {
    throw new UsageError(
      `The roster ${file}, line ${line}: '${submittedAt}' is no time that is sure. Write it with its offset: 2026-11-27T18:00:00+01:00`,
    );
  }
  const keys = [folder, id, user, github, email, email?.replace(/@.*/, '')];
  return {
    line,
    id: safeId(first),
    name: name || first,
    keys: keys.filter((key) => key !== undefined),
    ...(github && { github }),
    ...(at && { submittedAt: at }),
  };
}

/** A time with an offset (`Z`, `+01:00`, ` UTC`) as ISO 8601 in UTC; `undefined` for anything else. */
export function isoTime(text: string): string | undefined {
  const shape = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d:?\d\d)$/i.exec(
    text.trim(),
  );
  if (!shape) return undefined;
  const offset = /^(z|utc)$/i.test(shape[3] as string)
    ? 'Z'
    : (shape[3] as string).replace(/(\d\d):?(\d\d)$/, '$1:$2');
  const time = new Date(`${shape[1]}T${shape[2]}${offset}`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** Finds the student that a submission belongs to: by what the roster says of folders and ids, then by name. */
export class Roster {
  readonly students: readonly Student[];
  readonly #byKey = new Map<string, Set<Student>>();
  readonly #byName = new Map<string, Set<Student>>();

  constructor(students: readonly Student[]) {
    this.students = students;
    for (const student of students) {
      for (const key of student.keys) add(this.#byKey, folded(key), student);
      for (const name of waysToWrite(student.name)) add(this.#byName, name, student);
    }
  }

  /** The student, or `undefined` where none fits, or more than one. */
  find({ keys }: Identity): Student | undefined {
    for (const map of [this.#byKey, this.#byName]) {
      for (const key of keys) {
        const [student, ...others] =
          map.get(folded(map === this.#byName ? key.replaceAll(',', ' ') : key)) ?? [];
        if (student && others.length === 0) return student;
      }
    }
    // GitHub Classroom names repositories after the assignment and the user: `networks-ada`.
    const [student, ...others] = this.students.filter(
      ({ github }) => github && keys.some((key) => folded(key).endsWith(` ${folded(github)}`)),
    );
    return others.length === 0 ? student : undefined;
  }
}

function add(map: Map<string, Set<Student>>, key: string, student: Student): void {
  const students = map.get(key) ?? new Set();
  map.set(key, students.add(student));
}

/** Names that differ only in what platforms change in them. */
function folded(key: string): string {
  return key
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

/** `ada lovelace`, `lovelace ada`, and `lovelaceada`, as Canvas writes it. */
function waysToWrite(name: string): string[] {
  const words = folded(name.replaceAll(',', ' ')).split(' ');
  const turned = [...words.slice(-1), ...words.slice(0, -1)];
  const turnedBack = [...words.slice(1), ...words.slice(0, 1)];
  const ways = [words, turned, turnedBack].flatMap((way) => [way.join(' '), way.join('')]);
  return [...new Set(ways)].filter((way) => way !== '');
}
