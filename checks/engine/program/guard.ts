import { type ChildProcess, spawn } from 'node:child_process';
import { MARKER } from './environment.ts';

// Reads "! 0" (a program is being started), "+ GROUP" and "- GROUP" lines; when the pipe closes, because
// the checker is gone however it ended, kills the groups that are left, and what carries the marker
// ($1) of this checker (Linux). `sh`, because it starts in a millisecond.
const SCRIPT = `
groups= starting=
while read -r op group; do
  case $op in
    !) starting=1 ;;
    +) starting=; groups="$groups $group" ;;
    -) kept=; for g in $groups; do [ "$g" = "$group" ] || kept="$kept $g"; done; groups=$kept ;;
  esac
done
[ -n "$groups$starting" ] || exit
for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done
for e in $(grep -ls "$1" /proc/[0-9]*/environ 2>/dev/null); do
  p=\${e#/proc/}; kill -s KILL "\${p%/environ}" 2>/dev/null
done
`;

let guard: ChildProcess | undefined;

/** Starts the guard; to be called before the first program, so that no program runs unguarded meanwhile. */
export function startGuard(): void {
  if (process.platform === 'win32' || guard) return;
  // Detached: a Ctrl-C in the terminal must not reach the guard. The working folder is the root, so
  // that it holds no folder busy.
  guard = spawn('/bin/sh', ['-c', SCRIPT, 'guard', `${MARKER}=${process.pid}[.]`], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => {}); // no sh: the checker's own handlers still end everything but a SIGKILL
  guard.stdin?.on('error', () => {});
  guard.unref();
  // The pipe itself must not keep the checker alive either.
  (guard.stdin as unknown as { unref?: () => void })?.unref?.();
}

/** Tells the guard about a group that must not outlive the checker, or that it is gone. */
function tell(op: '!' | '+' | '-', group: number): void {
  guard?.stdin?.write(`${op} ${group}\n`);
}

/** A program is about to be started; its number is not known yet. */
export const guardStarting = (): void => tell('!', 0);

/** From now on the process group ends when the checker ends, even by SIGKILL. */
export const guardGroup = (group: number): void => tell('+', group);

/** The group is gone; its number may be used again by somebody else. */
export const releaseGroup = (group: number): void => tell('-', group);
