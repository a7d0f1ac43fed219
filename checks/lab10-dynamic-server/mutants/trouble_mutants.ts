import type { Mutant } from '../../testing/mutants.ts';
import { mutantOf } from './mutant_of.ts';

const main = mutantOf();
const cgi = mutantOf('cgi.ts');
const connection = mutantOf('connection.ts');
const child = mutantOf('process.ts');

const SPAWN = 'const child = spawn(program, args, {';
const ADD = 'running.add(child);';
const KILL_GROUP = "process.kill(-child.pid, 'SIGKILL'); // its whole group: see `detached`";
const AT_EXIT = "process.once('exit', () => {\n  for (const child of running) kill(child);\n});";
const WHEN_GONE = "gone.addEventListener('abort', stop, { once: true });";
const LATE = 'late = true;\n    stop();';
const RUN = 'return await outputOf(child, input, path.basename(script));';
const LOGGED = 'logged += bytes.length;';
const FAILED = "throw new HttpError(500, 'The script failed.');";
const SPAWN_IMPORT = "import { type ChildProcess, spawn } from 'node:child_process';";

/** Scripts that go wrong, hang, or are used by strangers. */
export const TROUBLE_MUTANTS: readonly Mutant[] = [
  // It fails.
  child('never-notices-the-end', 'script-output', 'silent', ["once(child, 'close')", "once(child, 'never')"]),
  cgi('empty-page-for-no-output', 'script-fails', 'failure-hidden', [
    "if (!blank) throw new HttpError(502, 'The script printed no header.');",
    'if (!blank) return { status: 200, headers: {}, body: output };',
  ]),
  child('failure-is-a-page', 'script-fails', 'failure-hidden', [
    FAILED,
    "return Buffer.from('Content-Type: text/plain\\n\\nSorry.\\n');",
  ]),
  child('failure-cuts-the-connection', 'script-fails', 'silent', [FAILED, 'await new Promise(() => {});']),

  child('dies-of-a-failure', 'script-fails', 'crashed', [
    FAILED,
    `process.nextTick(() => {\n      throw new Error('failed');\n    });\n    ${FAILED}`,
  ]),

  // Standard error.
  child(
    'stderr-into-the-page',
    'stderr',
    'stderr-to-client',
    ['let logged = 0;', 'let logged = 0;\n  const said: Buffer[] = [];'],
    [LOGGED, `${LOGGED}\n    said.push(bytes);`],
    ['return Buffer.concat(printed);', 'return Buffer.concat([...printed, ...said]);'],
  ),
  child(
    'stderr-into-the-error',
    'stderr',
    'stderr-to-client',
    ['let logged = 0;', "let logged = 0;\n  let said = '';"],
    [LOGGED, `${LOGGED}\n    said += bytes;`],
    [FAILED, 'throw new HttpError(500, said);'],
  ),
  child('stderr-not-read', 'stderr', 'stderr-blocks', [
    "stderr.on('data', (bytes: Buffer) => {",
    '[].forEach((bytes: Buffer) => {',
  ]),
  child('stderr-thrown-away', 'stderr-log', 'stderr-lost', [
    "console.error(`${name}: ${line.replace(/[^\\t -~\\p{L}]/gu, '?')}`);",
    'line.trim();',
  ]),

  // It takes long.
  child(
    'waits-for-each-script',
    'slow-script',
    'blocks-others',
    [SPAWN_IMPORT, "import { type ChildProcess, spawn, spawnSync } from 'node:child_process';"],
    [RUN, 'kill(child);\n    return spawnSync(program, args, { env, input, maxBuffer: 1e8 }).stdout;'],
  ),
  child('one-script-at-a-time', 'slow-script', 'blocks-others', [
    'const mostAtOnce = 8;',
    'const mostAtOnce = 1;',
  ]),
  child('no-time-limit', 'hanging-script', 'no-time-limit', [LATE, '']),
  child('limit-without-kill', 'hanging-script', 'script-not-killed', [
    LATE,
    "late = true;\n    child.emit('error', new Error('late'));",
  ]),
  child('kills-the-script-alone', 'hanging-script', 'script-not-killed', [
    KILL_GROUP,
    "child.kill('SIGKILL');",
  ]),
  child('late-is-fine', 'hanging-script', 'wrong-status', ['new HttpError(504,', 'new HttpError(200,']),

  // It is left behind.
  child('waits-for-scripts-at-the-end', 'orphans', 'ignores-signal', [AT_EXIT, ''], [WHEN_GONE, '']),
  child(
    'exits-without-its-scripts',
    'orphans',
    'leaves-orphans',
    [AT_EXIT, "process.once('SIGTERM', () => process.exit(0));"],
    [WHEN_GONE, ''],
  ),
  child('ends-the-script-but-not-its-children', 'orphans', 'leaves-orphans', [
    KILL_GROUP,
    "child.kill('SIGKILL');",
  ]),
  connection('works-on-for-nobody', 'client-leaves', 'works-for-nobody', ['    gone.abort();\n', '']),
  main('dies-of-a-reset', 'client-leaves', 'crashed', [
    "socket.on('error', (error) => console.error(`client lost: ${error.message}`));",
    '',
  ]),
  child(
    'queue-stands-still',
    'crowd',
    'loses-clients',
    ['const mostAtOnce = 8;', 'const mostAtOnce = 2;'],
    ['running.delete(child);\n    queue.shift()?.();', 'running.delete(child);'],
  ),
  child('helpers-stay', 'crowd', 'leaves-processes', [
    ADD,
    `${ADD}\n  spawn('sleep', ['20'], { stdio: 'ignore' }).unref();`,
  ]),
  child(
    'handles-stay',
    'crowd',
    'leaks-handles',
    [SPAWN_IMPORT, `${SPAWN_IMPORT}\nimport { openSync } from 'node:fs';`],
    [ADD, `${ADD}\n  openSync(script, 'r');`],
  ),

  // Strangers.
  child('query-through-a-shell', 'shell', 'shell-injection', [
    SPAWN,
    'const child = spawn(`${program} ${args.join(" ")} ${env.QUERY_STRING}`, { shell: true,',
  ]),
  child('cookie-through-a-shell', 'shell', 'shell-injection', [
    SPAWN,
    'const child = spawn(`COOKIE="${env.HTTP_COOKIE}" ${program} ${args.join(" ")}`, { shell: true,',
  ]),
  child('path-through-a-shell', 'shell', 'shell-injection', [
    SPAWN,
    'const child = spawn(`${program} ${args.join(" ")} ${env.PATH_INFO}`, { shell: true,',
  ]),
];
