// What the launchers of this folder share. A launcher takes `PORT ROOT`, writes its server's
// configuration into a temporary folder of its own, and runs the server in the foreground, in its own
// process group, so that whoever ends the group ends all of it.
import { spawn } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants as os, tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the course. */
export const COURSE = fileURLToPath(new URL('../../..', import.meta.url));

// A plain user's PATH on Debian lacks the sbin folders, where the servers are. Scripts that begin with
// `#!/usr/bin/env tsx` or `node` find those of the course.
const PATH = [
  process.env.PATH ?? '',
  '/usr/local/sbin',
  '/usr/sbin',
  join(COURSE, 'node_modules/.bin'),
  dirname(process.execPath),
].join(delimiter);

/** The absolute path of a program, or `undefined` when it is not installed. */
export function findProgram(name) {
  return PATH.split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
      } catch {
        return false;
      }
    });
}

/** The absolute path of a program; without it the launcher ends, and says so. */
export const program = (name) => findProgram(name) ?? leave(127, `${name} is not installed`);

/** Whether we are root: some servers then change to another user, who could not read the web root. */
export const IS_ROOT = process.getuid?.() === 0;

/** `PORT ROOT` of the command line; the root absolute and without symbolic links. */
export function portAndRoot() {
  const [port = '', root = ''] = process.argv.slice(2);
  if (!/^\d{1,5}$/.test(port) || !statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    leave(2, 'usage: PORT ROOT, where ROOT is a folder');
  }
  return { port: Number(port), root: realpathSync(root) };
}

function leave(code, message) {
  process.stderr.write(`${basename(process.argv[1] ?? '')}: ${message}\n`);
  process.exit(code);
}

/** A text in double quotes for a configuration file. `$` and line ends mean something inside of them: refused. */
export function quoted(text) {
  if (/[$%\r\n\0]/.test(text)) leave(2, `a path with $, % or a line end cannot be configured: ${text}`);
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/**
 * Runs a server until it ends or SIGTERM, SIGINT or SIGHUP comes. `plan` gets the temporary folder and
 * gives the files to write there (name to text), the command line, and more environment variables.
 * Exit code: 0 when asked to stop, otherwise the server's (its logs are then shown on standard error).
 */
export function run(plan) {
  const folder = mkdtempSync(join(tmpdir(), 'http-server-'));
  const guard = removeWhenWeAreGone(folder);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.on('exit', remove);

  const { files = {}, words, env = {} } = plan(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const [command, ...args] = words;
  const server = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, PATH, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });

  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    // Some servers take SIGINT for "when you have finished"; all of them take SIGTERM for "now".
    process.on(signal, () => {
      stopping = true;
      server.kill('SIGTERM');
    });
  }
  server.on('error', (error) => leave(1, error.message));
  server.on('exit', (code, signal) => {
    guard?.unref();
    if (stopping) process.exit(0);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.log'))) {
      process.stderr.write(readFileSync(join(folder, name), 'latin1').slice(-4000));
    }
    process.exit(code ?? 128 + os.signals[signal]);
  });
}

/**
 * Removes the folder even when this process is killed: a small `sh` waits for the end of a pipe that
 * only we hold. It does not inherit the environment, and it is in a group of its own, or it would be
 * ended with us.
 */
function removeWhenWeAreGone(folder) {
  if (process.platform === 'win32') return undefined;
  const script = 'cat >/dev/null; rm -rf -- "$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'sh', folder], {
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => {}); // no sh: then only a SIGKILL leaves the folder behind
  guard.unref();
  guard.stdin.on('error', () => {});
  return guard;
}

/** Lets another user's processes look through a folder that mkdtemp made ours alone. */
export const openTo = (folder) => chmodSync(folder, 0o755);
