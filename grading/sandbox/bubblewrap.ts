import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Confinement, Needs } from '../../checks/engine/program/confinement.ts';
import { childrenOf } from '../../checks/engine/program/processes.ts';

/** What every program needs of the system: libraries, interpreters, and nothing of any person. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64'];
const SETTINGS = [
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'alternatives',
  'localtime',
  'hosts',
  'nsswitch.conf',
  'mime.types',
];

/** Memory that a program may fill with temporary files, in bytes. */
const TEMPORARY = 64 * 1024 * 1024;
const SHARED = 16 * 1024 * 1024;

/**
 * Confinement by bubblewrap (https://github.com/containers/bubblewrap): each program gets processes, mounts and users
 * of its own, sees the system and what it needs, and dies whole. The network is that of the worker that starts it
 * (`ownNetwork`), for the checker must be able to reach it.
 */
export function bubblewrap(root: string): Confinement {
  const system = systemMounts();
  return {
    words: (needs) => ['bwrap', ...APART, ...system, ...mountsOf(needs, root), '--', ...needs.words],
    programOf: (pid) => {
      // bwrap waits for its child, the first process inside, which waits for the program.
      const [first] = childrenOf(pid);
      return first === undefined ? undefined : childrenOf(first)[0];
    },
  };
}

const APART = [
  '--unshare-user',
  '--unshare-pid',
  '--unshare-ipc',
  '--unshare-uts',
  '--unshare-cgroup-try',
  '--die-with-parent',
  '--cap-drop',
  'ALL',
  '--hostname',
  'program',
];

function systemMounts(): string[] {
  const etc = SETTINGS.map((name) => join('/etc', name)).filter((path) => existsSync(path));
  return [
    ...SYSTEM.flatMap(mountOf),
    ...etc.flatMap((path) => ['--ro-bind', path, path]),
    ...interpreters().flatMap((path) => ['--ro-bind', path, path]),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--size',
    String(SHARED),
    '--tmpfs',
    '/dev/shm',
    '--size',
    String(TEMPORARY),
    '--tmpfs',
    '/tmp',
  ];
}

/** On many systems /bin is a link to /usr/bin. */
function mountOf(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink()
    ? ['--symlink', readlinkSync(path), path]
    : ['--ro-bind', path, path];
}

/** Where Node and Python live, if that is not where the system keeps its programs. */
function interpreters(): string[] {
  const node = dirname(dirname(realpathSync(process.execPath)));
  return [...new Set([node, ...pythonPrefixes()])].filter(
    (path) => path !== '/' && !SYSTEM.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
}

function pythonPrefixes(): string[] {
  try {
    const text = execFileSync('python3', ['-c', 'import sys; print(sys.prefix); print(sys.base_prefix)'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.trim().split('\n');
  } catch {
    return []; // no Python here
  }
}

/** A folder in which `python3` is Python itself, and not a script that looks for one (pyenv): for the PATH. */
export function searchPath(): string {
  const own = interpreters().map((path) => join(path, 'bin'));
  return [...own, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
}

function mountsOf({ cwd, readable, writable }: Needs, root: string): string[] {
  const reads = readable.filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', path, path]);
  const cache = join(root, 'node_modules/.cache');
  return [
    ...reads,
    // The compiled course lies there, and the checks with it.
    ...(readable.includes(join(root, 'node_modules')) && existsSync(cache) ? ['--tmpfs', cache] : []),
    ...[...writable, cwd].flatMap((path) => ['--bind', path, path]),
    '--chdir',
    cwd,
  ];
}

/** Memory for everything that the programs of one worker write, in bytes. */
const WORKSHOP = 1024 * 1024 * 1024;

/** The command line that starts a worker with a network of its own, and with `folder` as memory of bounded size. */
export const ownNetwork = (words: readonly string[], folder: string): string[] => [
  'bwrap',
  '--unshare-user',
  '--unshare-net',
  '--die-with-parent',
  '--bind',
  '/',
  '/',
  '--dev-bind',
  '/dev',
  '/dev',
  '--size',
  String(WORKSHOP),
  '--tmpfs',
  folder,
  '--',
  ...words,
];
