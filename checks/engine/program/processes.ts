import { execFile } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** Whether the system shows its processes as files (Linux). What only this offers is an extra, never needed. */
export const HAS_PROC = process.platform === 'linux';

/** The files of /proc are small, and looked at again and again: reading each into new memory costs more than the rest. */
const page = Buffer.allocUnsafeSlow(64 * 1024);

/** A file of /proc, or '' when the process ended meanwhile or is not ours to look at. */
export function procFile(path: string): string {
  try {
    const file = openSync(`/proc/${path}`, 'r');
    try {
      let size = 0;
      for (let more = 1; more > 0; size += more) more = readSync(file, page, size, page.length - size, null);
      if (size < page.length) return page.toString('latin1', 0, size);
    } finally {
      closeSync(file);
    }
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return '';
  }
}

/** All process numbers of the system. */
export function allPids(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

/** State letter, parent and group of a process; `undefined` when it is gone. Fields as in proc(5), `stat`. */
export function statOf(pid: number): { state: string; parent: number; group: number } | undefined {
  const stat = procFile(`${pid}/stat`);
  // The second field is the name in parentheses, which may itself hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 3) return undefined;
  return { state: fields[0] as string, parent: Number(fields[1]), group: Number(fields[2]) };
}

interface Kinship {
  pid: number;
  parent: number;
  group: number;
}

/** The process and all its descendants and group members (Linux). */
export function treeOf(root: number): number[] {
  return treeIn(
    allPids().flatMap((pid) => {
      const stat = statOf(pid);
      return stat ? [{ pid, ...stat }] : [];
    }),
    root,
  );
}

function treeIn(all: readonly Kinship[], root: number): number[] {
  const tree = new Set([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { pid, parent, group } of all) {
      if (!tree.has(pid) && (tree.has(parent) || group === root)) {
        tree.add(pid);
        grew = true;
      }
    }
  }
  return [...tree];
}

/** The living children of a process, whichever of its threads has started them (Linux); none when it is gone. */
export function childrenOf(pid: number): number[] {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads.flatMap((thread) =>
    procFile(`${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

/**
 * The process and its descendants by way of their parents alone, which is quick: no look at all others (Linux).
 * More than `most` are not counted.
 */
export function familyOf(root: number, most = 1000): number[] {
  const family = [root];
  for (const pid of family) {
    if (family.length > most) break;
    family.push(...childrenOf(pid));
  }
  return family;
}

/** The same wherever there are processes with parents: macOS is asked with `ps`, Windows is not asked. */
export async function descendantsOf(root: number): Promise<number[]> {
  if (HAS_PROC) return treeOf(root);
  if (process.platform === 'win32') return []; // taskkill knows them
  return treeIn(await listedByPs(), root);
}

/** Every process, as POSIX's `ps` lists them; none when it cannot be asked. */
export function listedByPs(): Promise<Kinship[]> {
  return new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { timeout: 2000 }, (_error, stdout) => {
      const rows = [...(stdout ?? '').matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/gm)];
      resolve(
        rows.map(([, pid, parent, group]) => ({
          pid: Number(pid),
          parent: Number(parent),
          group: Number(group),
        })),
      );
    });
  });
}

/** Living members of a process group (zombies do not count). */
export function groupMembers(group: number): number[] {
  return allPids().filter((pid) => {
    const stat = statOf(pid);
    return stat?.group === group && stat.state !== 'Z' && stat.state !== 'X';
  });
}

/** Living processes that carry `text` in the environment they were started with. */
export function withEnvironment(text: string): number[] {
  return allPids().filter((pid) => pid !== process.pid && procFile(`${pid}/environ`).includes(text));
}

/**
 * The number by which this system knows a process of the tree that calls itself `inside`: the same, unless the
 * program runs in a process namespace of its own (Linux; /proc/PID/status, NSpid).
 */
export function numberHere(root: number, inside: number): number {
  if (!HAS_PROC) return inside;
  const numbersOf = (pid: number | 'self') =>
    /^NSpid:\s*(.*)$/m
      .exec(procFile(`${pid}/status`))?.[1]
      ?.split(/\s+/)
      .map(Number) ?? [];
  const ours = numbersOf('self').length;
  const found = treeOf(root).find((pid) => {
    const numbers = numbersOf(pid);
    return numbers.length > ours && numbers.at(-1) === inside;
  });
  return found ?? inside;
}

/** Resident memory of a process, in bytes; 0 when it is gone. */
export function residentBytes(pid: number): number {
  return Number(procFile(`${pid}/statm`).split(' ')[1] ?? 0) * 4096;
}

/** Resident memory of a process and all its descendants, in bytes; `undefined` where the system does not tell. */
export function residentBytesOf(root: number): number | undefined {
  if (!HAS_PROC) return undefined;
  return treeOf(root).reduce((sum, pid) => sum + residentBytes(pid), 0);
}

/** How many descriptors a process and all its descendants hold; `undefined` where the system does not tell. */
export function openFilesOf(root: number): number | undefined {
  if (!HAS_PROC) return undefined;
  return treeOf(root).reduce((sum, pid) => {
    try {
      return sum + readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      return sum; // it ended meanwhile
    }
  }, 0);
}
