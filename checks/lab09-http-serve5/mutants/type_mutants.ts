import type { Mutant } from '../../testing/mutants.ts';

const TYPE = "types[path.extname(name).toLowerCase()] ?? 'application/octet-stream'";

/** Mutants that say something wrong about what a file is. */
export const TYPE_MUTANTS: readonly Mutant[] = [
  {
    name: 'everything-is-html',
    of: 'file.ts',
    killedBy: 'types',
    diagnosis: 'one-type-for-all',
    edits: [[TYPE, "'text/html; charset=utf-8'"]],
  },
  {
    name: 'image-jpg',
    of: 'file.ts',
    killedBy: 'types',
    diagnosis: 'wrong-content-type',
    edits: [["'.jpg': 'image/jpeg'", "'.jpg': 'image/jpg'"]],
  },
  {
    name: 'no-svg',
    of: 'file.ts',
    killedBy: 'types',
    diagnosis: 'wrong-content-type',
    edits: [["  '.svg': 'image/svg+xml',\n", '']],
  },
  {
    name: 'no-content-type',
    of: 'file.ts',
    killedBy: 'types',
    diagnosis: 'no-content-type',
    edits: [[`      'Content-Type': ${TYPE},\n`, '']],
  },
  {
    name: 'small-letters-only',
    of: 'file.ts',
    killedBy: 'capitals',
    diagnosis: 'wrong-content-type',
    edits: [['types[path.extname(name).toLowerCase()]', 'types[path.extname(name)]']],
  },
  {
    name: 'unknown-is-text',
    of: 'file.ts',
    killedBy: 'no-extension',
    diagnosis: 'wrong-content-type',
    edits: [[TYPE, "types[path.extname(name).toLowerCase()] ?? 'text/html'"]],
  },
  {
    name: 'dot-of-the-folder',
    of: 'file.ts',
    killedBy: 'no-extension',
    diagnosis: 'wrong-content-type',
    edits: [
      [TYPE, "types[`.${/[.](txt|\\w+$)/.exec(name.toLowerCase())?.[1]}`] ?? 'application/octet-stream'"],
    ],
  },
  {
    name: 'undefined-type',
    of: 'file.ts',
    killedBy: 'no-extension',
    diagnosis: 'wrong-content-type',
    edits: [[TYPE, '`${types[path.extname(name).toLowerCase()]}`']],
  },
  {
    name: 'no-charset',
    of: 'file.ts',
    killedBy: 'charset',
    diagnosis: 'no-charset',
    edits: [["'text/css; charset=utf-8'", "'text/css'"]],
  },
  {
    name: 'latin1-charset',
    of: 'file.ts',
    killedBy: 'charset',
    diagnosis: 'wrong-content-type',
    edits: [["'text/plain; charset=utf-8'", "'text/plain; charset=iso-8859-1'"]],
  },
];
