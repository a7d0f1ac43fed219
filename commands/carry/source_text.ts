import { posix } from 'node:path';

/** What a file takes from another one beside it. */
export interface Import {
  /** As it is written: `./request.ts` */
  from: string;
  /** The names that must be there when the program runs: not those of types. */
  names: string[];
}

const FROM = /^[ \t]*(?:import|export)\s([^'"`;]*?)\bfrom\s*(['"])(\.[^'"]*)\2/gm;
const BARE = /(?:^[ \t]*import\s*|\bimport\(\s*)(['"])(\.[^'"]*)\1/gm;

/** The imports of files, not of packages. */
export function importsOf(text: string): Import[] {
  const named = [...text.matchAll(FROM)].map(([, clause = '', , from = '']) => ({
    from,
    names: clause.startsWith('type ') ? [] : namesIn(clause),
  }));
  return [...named, ...[...text.matchAll(BARE)].map(([, , from = '']) => ({ from, names: [] }))];
}

function namesIn(clause: string): string[] {
  const list = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.split(/\s+as\s+/)[0] as string);
}

const DECLARED =
  /^(export )?(?:default )?(?:async )?(function\*?|const|let|var|class|interface|type|enum) +([\w$]+)/gm;

/** What a file declares at its top level. */
export function declaredIn(text: string): { name: string; exported: boolean; isFunction: boolean }[] {
  return [...text.matchAll(DECLARED)].map(([, exported, kind = '', name = '']) => ({
    name,
    exported: exported !== undefined,
    isFunction: kind.startsWith('function'),
  }));
}

/** Whether a file exports a name; one that exports in another way than ours do is trusted. */
export function exportsName(text: string, name: string): boolean {
  if (/^export\s*(\{|\*)/m.test(text)) return true;
  return declaredIn(text).some((one) => one.exported && one.name === name);
}

/** The paths that an import may mean, seen from a file of the folder; none when it leads out of the folder. */
export function meant(file: string, from: string): string[] {
  const path = posix.join(posix.dirname(file), from);
  if (path.startsWith('..')) return [];
  // tsx and tsc take x.js for x.ts where there is no x.js.
  return [path, path.replace(/\.([cm]?)js$/, '.$1ts'), `${path}.ts`, `${path}/index.ts`];
}

/** A place that a starter marks with `// TODO`. */
export interface Todo {
  number: number | undefined;
  text: string;
}

/** The TODO comments of a file. A line that goes on with one is set in below its text. */
export function todosOf(text: string): Todo[] {
  const todos: Todo[] = [];
  let open: Todo | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, number, begin] = /^\s*\/\/ TODO(?: (\d+))?: (.*)$/.exec(line) ?? [];
    const [, more] = /^\s*\/\/ {2,}(.*)$/.exec(line) ?? [];
    if (begin !== undefined) {
      open = { number: number === undefined ? undefined : Number(number), text: begin };
      todos.push(open);
    } else if (open && more !== undefined) open.text += ` ${more}`;
    else open = undefined;
  }
  return todos;
}

/** The lines with which a starter says which lab it is, how to start it and how to check it. */
const HEAD = /^\/\/ Lab \d\d[^\n]*\n\/\/\n\/\/ {3}start it:[^\n]*\n\/\/ {3}check it:[^\n]*\n/;

/** The text with the head of another starter, if its own is still that of the starter it began as. */
export function withHeadOf(text: string, began: string, other: string): string {
  const [own] = HEAD.exec(began) ?? [];
  const [head] = HEAD.exec(other) ?? [];
  return own && head && text.startsWith(own) ? head + text.slice(own.length) : text;
}

/** The port that a server takes when it is told none: `process.env.PORT ?? 8080`. */
export const usualPort = (text: string): string | undefined =>
  /process\.env\.PORT\s*(?:\?\?|\|\|)\s*(\d+)/.exec(text)?.[1];
