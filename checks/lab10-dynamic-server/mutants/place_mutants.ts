import type { Mutant } from '../../testing/mutants.ts';
import { mutantOf } from './mutant_of.ts';

const main = mutantOf();
const script = mutantOf('script.ts');
const folder = mutantOf('folder.ts');

const FIND = 'const script = await findScript(uri, webRoot);';
const NOT_SHOWN =
  "if (isInside(file, path.join(webRoot, 'cgi-bin'))) throw new HttpError(403, 'Scripts are run, not shown.');";
const NAMES = "path.posix.normalize(nameIn(uri)).split('/').slice(1)";
const FILE = 'await realFile(scriptName, webRoot)';
const INSIDE = 'if (!isInside(file, path.join(webRoot, folderName))) throw notFound();';
const LOOP = 'for (let count = 1; count <= names.length; count++) {';
const OTHER = 'if (first.toLowerCase() !== folderName) return undefined;';
const UNKNOWN = "throw new HttpError(403, 'This server does not know how to run that.');";
const NOW = '${new Date().toISOString()}';

/** Takes the path as it is joined, and looks for the dots in another text than in the one that is used. */
const careless = (names: string, look = 'false'): (readonly [string, string])[] => [
  [NAMES, names],
  [OTHER, `${OTHER}\n  if (${look}) throw notFound();`],
  [FILE, 'path.join(webRoot, scriptName)'],
  [INSIDE, ''],
];

/** What is run and what is shown, where it lies, and what may not be reached. */
export const PLACE_MUTANTS: readonly Mutant[] = [
  // Run, not shown.
  main(
    'shows-scripts',
    'script-output',
    'shows-source',
    [FIND, 'const script = undefined;'],
    [NOT_SHOWN, ''],
  ),
  script('looks-in-the-web-root', 'script-output', 'wrong-status', [
    '${[first, ...names.slice(0, count)].join',
    '${[...names.slice(0, count)].join',
  ]),
  script(
    'runs-scripts-anywhere',
    'files',
    'runs-any-file',
    [OTHER, 'if (!/[.](sh|mjs)$/.test(uri)) return undefined;'],
    [INSIDE, ''],
  ),
  mutantOf('http_error.ts')('missing-is-200', 'files', 'wrong-status', [
    'new HttpError(404,',
    'new HttpError(200,',
  ]),
  script('name-not-decoded', 'decoded-name', 'name-not-decoded', ['nameIn(uri)', 'uri']),
  script(
    'missing-script-is-500',
    'missing-script',
    'wrong-status',
    [FILE, 'path.join(webRoot, scriptName)'],
    ['if ((await stat(file)).isFile()) {', 'if (count > 0) {'],
  ),
  script('python-by-node', 'languages', 'language-unknown', [
    "[process.platform === 'win32' ? 'python' : 'python3', file]",
    '[process.execPath, file]',
  ]),
  script('no-typescript', 'languages', 'language-unknown', ["    case '.ts':\n", "    case '.tsx':\n"]),
  main(
    'compares-before-decoding',
    'source',
    'shows-source',
    [FIND, "const script = uri.startsWith('/cgi-bin/') ? await findScript(uri, webRoot) : undefined;"],
    [NOT_SHOWN, ''],
  ),
  main(
    'decides-by-the-end-of-the-target',
    'source',
    'shows-source',
    [FIND, 'const script = /[.](m?js|ts|py|sh)$/.test(uri) ? await findScript(uri, webRoot) : undefined;'],
    [NOT_SHOWN, ''],
  ),
  main(
    'shows-data-of-scripts',
    'no-script',
    'shows-data',
    [FIND, 'const script = uri.endsWith(".txt") ? undefined : await findScript(uri, webRoot);'],
    [NOT_SHOWN, ''],
  ),
  script('empty-page-for-what-is-no-script', 'no-script', 'wrong-status', [
    UNKNOWN,
    `return [process.execPath, '-e', "console.log('Content-Type: text/plain\\\\n')", file];`,
  ]),

  // Out of cgi-bin.
  script('dots-in-the-path', 'traversal', 'escapes-by-dots', ...careless("nameIn(uri).split('/').slice(1)")),
  script(
    'looks-before-decoding',
    'traversal',
    'escapes-by-encoding',
    ...careless("nameIn(uri).split('/').slice(1)", "uri.includes('..')"),
  ),
  script(
    'decodes-twice',
    'traversal',
    'escapes-by-double-decoding',
    ...careless("decodeURIComponent(nameIn(uri)).split('/').slice(1)", "nameIn(uri).includes('..')"),
  ),
  script(
    'backslash-is-a-slash',
    'traversal',
    'escapes-by-backslash',
    ...careless(
      "nameIn(uri).replaceAll('\\\\', '/').split('/').slice(1)",
      "nameIn(uri).split('/').includes('..')",
    ),
  ),
  script(
    'prefix-without-separator',
    'traversal',
    'escapes-by-prefix',
    [NAMES, "nameIn(uri).split('/').slice(1)"],
    [LOOP, 'for (let count = names.length; count > 0; count = 0) {'],
    [FILE, 'path.join(webRoot, scriptName)'],
    [INSIDE, 'if (!file.startsWith(webRoot)) throw notFound();'],
  ),
  script(
    'absolute-path-wins',
    'traversal',
    'escapes-by-absolute-path',
    [NAMES, "nameIn(uri).split('/').slice(1)"],
    [OTHER, `${OTHER}\n  if (nameIn(uri).includes('..')) throw notFound();`],
    [LOOP, 'for (let count = names.length; count > 0; count = 0) {'],
    [FILE, "path.resolve(webRoot, folderName, names.join('/'))"],
    [INSIDE, ''],
  ),
  script('follows-links', 'link-out', 'escapes-by-link', [FILE, 'path.join(webRoot, scriptName)']),
  folder('error-for-an-escape', 'traversal', 'error-500', [
    'if (!isInside(file, webRoot)) throw notFound();',
    "if (!isInside(file, webRoot)) throw new Error('out of the root');",
  ]),

  // The page with the time.
  main('no-time-page', 'time', 'wrong-status', ["uri === '/time' || uri", 'uri']),
  main(
    'time-of-the-start',
    'time',
    'frozen',
    ['function timePage()', 'const started = new Date();\nfunction timePage()'],
    [NOW, '${started.toISOString()}'],
  ),
  main('date-only', 'time', 'no-time', [NOW, '${new Date().toDateString()}']),
  main('clock-goes-wrong', 'time', 'wrong-time', [
    NOW,
    '${new Date(Date.now() + 25 * 60_000).toISOString()}',
  ]),

  // The contract.
  main('one-client-then-exit', 'next-client', 'one-client-only', [
    "socket.on('close', () => clients.delete(socket));",
    "socket.on('close', () => process.exit(0));",
  ]),
  main('waits-for-clients', 'clean-stop', 'ignores-signal', [
    'for (const socket of clients) socket.destroy();',
    '',
  ]),
  main('stops-with-an-error', 'clean-stop', 'bad-exit', [
    'for (const socket of clients) socket.destroy();',
    'process.exit(1);',
  ]),
];
