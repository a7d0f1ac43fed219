import { declaredIn, exportsName, importsOf, meant, usualPort, withHeadOf } from './source_text.ts';

/** A lab's folder as it is on the disk. Paths are from the folder on, with slashes. */
export interface LabFiles {
  program: string;
  /** The student's sources. */
  own: ReadonlyMap<string, Buffer>;
  /** The untouched starters. */
  starters: ReadonlyMap<string, Buffer>;
}

/** A file that is brought along. */
export interface CarriedFile {
  from: string;
  to: string;
  bytes: Buffer;
  /** What is in its place: nothing, the untouched starter, the very same, or the student's own work. */
  over: 'nothing' | 'starter' | 'same' | 'own';
}

export interface CarryPlan {
  files: CarriedFile[];
  /** Imports of files that will not be there. */
  notFound: { file: string; from: string }[];
  /** Files that the second starter's program imports, and this one does not. */
  unused: string[];
  /** What a file of the second starter takes from one that the student's own has replaced, and which has no such thing. */
  lacking: { file: string; names: string[]; from: string }[];
  /** What the second starter declares and the student's files do not: `okResponse()`. */
  newNames: string[];
  /** The port when none is given, where the handout of the second lab says another. */
  port?: { own: string; usual: string };
}

/** What to do to bring the program of the first lab, with all that it imports, into the second. */
export function planOf(first: LabFiles, second: LabFiles): CarryPlan {
  const program = reachable(first.program, first.own);
  const names = [...new Set([...program, ...changedHelpers(first, second)])];
  const files = names
    .filter((name) => name === first.program || name !== second.program)
    .map((name) => carried(name, first, second));
  const after = new Map([...second.own, ...files.map(({ to, bytes }) => [to, bytes] as const)]);
  const used = reachable(second.program, after);
  const replaced = files.map(({ to }) => to);
  const port = portsOf(first, second);
  return {
    files,
    notFound: used.flatMap((file) => lostImports(file, after)),
    unused: reachable(second.program, second.starters).filter((name) => !used.includes(name)),
    lacking: [...second.starters.keys()]
      .filter((name) => after.has(name) && !replaced.includes(name))
      .flatMap((name) => lackingImports(name, after)),
    newNames: newNames(second, replaced, used, after),
    ...(port && { port }),
  };
}

const text = (bytes: Buffer | undefined): string => bytes?.toString('utf8') ?? '';

/** The file that an import means. */
const found = (file: string, from: string, files: ReadonlyMap<string, Buffer>): string | undefined =>
  meant(file, from).find((name) => files.has(name));

/** A file and all that it imports, directly or not. */
function reachable(start: string, files: ReadonlyMap<string, Buffer>): string[] {
  const seen = [start];
  for (const file of seen) {
    for (const { from } of importsOf(text(files.get(file)))) {
      const name = found(file, from, files);
      if (name !== undefined && !seen.includes(name)) seen.push(name);
    }
  }
  return seen;
}

/** Files that both labs have, and that the student has worked on in the first. */
function changedHelpers(first: LabFiles, second: LabFiles): string[] {
  return [...first.own]
    .filter(([name, bytes]) => {
      const inBoth = second.starters.has(name) || second.own.has(name);
      return inBoth && name !== first.program && !first.starters.get(name)?.equals(bytes);
    })
    .map(([name]) => name);
}

function carried(name: string, first: LabFiles, second: LabFiles): CarriedFile {
  const isProgram = name === first.program;
  const to = isProgram ? second.program : name;
  const own = first.own.get(name) as Buffer;
  const bytes = isProgram ? withNewHead(own, first, second) : own;
  const there = second.own.get(to);
  const over =
    there === undefined
      ? 'nothing'
      : there.equals(bytes)
        ? 'same'
        : second.starters.get(to)?.equals(there)
          ? 'starter'
          : 'own';
  return { from: name, to, bytes, over };
}

function withNewHead(bytes: Buffer, first: LabFiles, second: LabFiles): Buffer {
  // What is no UTF-8 is carried as it is.
  if (!Buffer.from(text(bytes)).equals(bytes)) return bytes;
  const began = text(first.starters.get(first.program));
  return Buffer.from(withHeadOf(text(bytes), began, text(second.starters.get(second.program))));
}

function lostImports(file: string, files: ReadonlyMap<string, Buffer>): CarryPlan['notFound'] {
  return importsOf(text(files.get(file)))
    .filter(({ from }) => meant(file, from).length > 0 && found(file, from, files) === undefined)
    .map(({ from }) => ({ file, from }));
}

function lackingImports(file: string, files: ReadonlyMap<string, Buffer>): CarryPlan['lacking'] {
  return importsOf(text(files.get(file))).flatMap(({ from, names }) => {
    const source = found(file, from, files);
    if (source === undefined) return [];
    const lacking = names.filter((name) => !exportsName(text(files.get(source)), name));
    return lacking.length > 0 ? [{ file, names: lacking, from: source }] : [];
  });
}

function newNames(
  second: LabFiles,
  replaced: readonly string[],
  used: readonly string[],
  after: ReadonlyMap<string, Buffer>,
): string[] {
  const known = new Set(used.flatMap((file) => declaredIn(text(after.get(file))).map(({ name }) => name)));
  const all = replaced.flatMap((file) => declaredIn(text(second.starters.get(file))));
  const fresh = all.filter(({ name }) => !known.has(name));
  return [...new Set(fresh.map(({ name, isFunction }) => (isFunction ? `${name}()` : name)))];
}

function portsOf(first: LabFiles, second: LabFiles): CarryPlan['port'] {
  const own = usualPort(text(first.own.get(first.program)));
  const usual = usualPort(text(second.starters.get(second.program)));
  return own && usual && own !== usual ? { own, usual } : undefined;
}
