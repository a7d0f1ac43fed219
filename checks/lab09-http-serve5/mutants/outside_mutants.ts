import type { Mutant } from '../../testing/mutants.ts';

const JOIN = 'const file = path.join(webRoot, name);';
const FIRST_CHECK = 'if (!isInside(file, webRoot)) throw notFound();';
const SECOND_CHECK = 'if (!isInside(real, webRoot)) throw notFound();';
const INSIDE = 'file.startsWith(webRoot.endsWith(path.sep) ? webRoot : webRoot + path.sep)';

/** Mutants that give away what is outside of the web root. */
export const OUTSIDE_MUTANTS: readonly Mutant[] = [
  {
    name: 'no-check',
    of: 'folder.ts',
    killedBy: 'traversal',
    diagnosis: 'escapes-by-dots',
    edits: [
      [FIRST_CHECK, ''],
      [SECOND_CHECK, ''],
    ],
  },
  {
    name: 'checked-before-decoding',
    of: 'folder.ts',
    killedBy: 'traversal',
    diagnosis: 'escapes-by-encoding',
    edits: [
      [FIRST_CHECK, "if (encoded.split('/').includes('..')) throw notFound();"],
      [SECOND_CHECK, ''],
    ],
  },
  {
    name: 'decoded-again-after-the-check',
    of: 'folder.ts',
    killedBy: 'traversal',
    diagnosis: 'escapes-by-double-decoding',
    edits: [
      [FIRST_CHECK, 'if (/(^|\\/)\\.\\.(\\/|$)/.test(name)) throw notFound();'],
      [JOIN, 'let file = name;'],
      [
        'const real = await realpath(file);',
        'file = path.join(webRoot, decodeURIComponent(name));\n  const real = await realpath(file);',
      ],
      [SECOND_CHECK, ''],
    ],
  },
  {
    name: 'prefix-without-separator',
    of: 'folder.ts',
    killedBy: 'traversal',
    diagnosis: 'escapes-by-prefix',
    edits: [[INSIDE, 'file.startsWith(webRoot)']],
  },
  {
    name: 'resolve-for-join',
    of: 'folder.ts',
    killedBy: 'traversal',
    diagnosis: 'escapes-by-absolute-path',
    edits: [
      [
        JOIN,
        "if (name.includes('..')) throw notFound();\n  const file = path.resolve(webRoot, name.slice(1));",
      ],
      [FIRST_CHECK, ''],
      [SECOND_CHECK, ''],
    ],
  },
  {
    name: 'backslash-is-slash',
    of: 'folder.ts',
    killedBy: 'traversal',
    diagnosis: 'escapes-by-backslash',
    edits: [
      [
        'const real = await realpath(file);',
        "const real = await realpath(path.normalize(file.replaceAll('\\\\', '/')));",
      ],
      [SECOND_CHECK, ''],
    ],
  },
  {
    name: 'nul-cuts-the-name',
    of: 'folder.ts',
    killedBy: 'traversal',
    diagnosis: 'accepts-wrong-request',
    edits: [
      [
        "if (name.includes('\\0') || (path.sep === '\\\\' && name.includes(':'))) {",
        "name = name.replace(/\\0.*/, '');\n  if (path.sep === '\\\\' && name.includes(':')) {",
      ],
    ],
  },
  {
    name: 'nul-is-500',
    of: 'folder.ts',
    killedBy: 'traversal',
    diagnosis: 'error-500',
    edits: [["name.includes('\\0') || ", '']],
  },
  {
    name: 'index-is-not-checked',
    killedBy: 'links-out',
    diagnosis: 'escapes-by-link',
    edits: [
      [
        'const index = await resolveUri(`${uriOf(folder, webRoot)}/index.html`, webRoot);',
        "const index = path.join(folder, 'index.html');",
      ],
    ],
  },
  {
    name: 'follows-links',
    of: 'folder.ts',
    killedBy: 'links-out',
    diagnosis: 'escapes-by-link',
    edits: [[SECOND_CHECK, '']],
  },
];
