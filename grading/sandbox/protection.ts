import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bubblewrap, ownNetwork } from './bubblewrap.ts';

/** What keeps the programs of strangers apart on this machine. */
export interface Protection {
  /** Each program in namespaces of its own, each worker with a network of its own. */
  sandbox: boolean;
  /** In words, for the reports. */
  has: string[];
  lacks: string[];
}

const ALWAYS = [
  'every submission runs on a copy, in an environment without your variables',
  'time and output of every program are bounded, and all that it starts is ended with it',
];
const ON_LINUX = ['memory and number of processes are bounded'];
const SANDBOX = [
  'no program sees another submission, a file of the grader, the checks or the solutions',
  'no program reaches a network but its own loopback',
  'no program can be told from outside its sandbox, end another one, or outlive it',
  'what programs write is bounded, and goes away with them',
];

/** What it means to have no sandbox. */
const WITHOUT = [
  'a program can read other submissions, the files of the grader, the checks and the solutions',
  'a program can use the network',
  'a program can reach the processes of the grader and of other submissions, and may outlive its check',
  'what a program writes is not bounded',
];

/** Tries what this machine can do. */
export function protectionHere(root: string): Protection {
  const bounds = process.platform === 'linux' ? ON_LINUX : [];
  const missing = process.platform === 'linux' ? [] : ON_LINUX;
  const why = whyNoSandbox(root);
  return why === undefined
    ? { sandbox: true, has: [...ALWAYS, ...bounds, ...SANDBOX], lacks: missing }
    : {
        sandbox: false,
        has: [...ALWAYS, ...bounds],
        lacks: [...missing, ...WITHOUT, why],
      };
}

/** Why programs cannot be confined; undefined when they can. */
function whyNoSandbox(root: string): string | undefined {
  if (process.platform !== 'linux') return 'a sandbox needs Linux with bubblewrap';
  const folder = mkdtempSync(join(tmpdir(), 'grade-'));
  try {
    const inner = bubblewrap(root).words({ words: ['true'], cwd: folder, readable: [], writable: [] });
    const [command = '', ...args] = ownNetwork(inner, mkdtempSync(join(folder, 'work-')));
    const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 10_000 });
    if (status === 0) return undefined;
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
      return 'bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap)';
    }
    return `bubblewrap does not work here: ${stderr.trim().split('\n').at(-1) || (error?.message ?? `exit code ${status}`)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
