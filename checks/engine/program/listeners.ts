import { execFile } from 'node:child_process';
import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { familyOf, HAS_PROC, procFile, treeOf } from './processes.ts';

/** A listening TCP socket. */
export interface Listener {
  /** The address as people write it: `127.0.0.1`, `0.0.0.0`, `::`, `::1`. */
  address: string;
  port: number;
}

interface SocketRow extends Listener {
  inode: string;
}

const LISTEN = '0A';

/** Rows of /proc/net/tcp and tcp6 that listen. */
export function parseListeners(table: string): SocketRow[] {
  const rows: SocketRow[] = [];
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/);
    if (fields[3] !== LISTEN) continue;
    const [address = '', port = ''] = (fields[1] as string).split(':');
    rows.push({ address: addressOf(address), port: Number.parseInt(port, 16), inode: fields[9] as string });
  }
  return rows;
}

/** `0100007F` → `127.0.0.1`: the kernel prints each 32-bit word in the machine's (little-endian) order. */
function addressOf(hex: string): string {
  const bytes = Buffer.concat((hex.match(/.{8}/g) ?? []).map((word) => Buffer.from(word, 'hex').reverse()));
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  if (bytes.subarray(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1';
  if (bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff) {
    return `::ffff:${bytes.subarray(12).join('.')}`;
  }
  return (bytes.toString('hex').match(/.{4}/g) ?? []).join(':');
}

function socketInodes(pid: number): Set<string> {
  const inodes = new Set<string>();
  try {
    for (const name of readdirSync(`/proc/${pid}/fd`)) {
      try {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
        if (inode) inodes.add(inode);
      } catch {} // closed meanwhile
    }
  } catch {} // the process ended meanwhile
  return inodes;
}

/**
 * The beginning of a table of sockets, up to the first one that does not listen: the kernel lists the
 * listening ones first, and behind them may stand thousands that are only waiting to be forgotten.
 */
function listeningPart(path: string): string {
  let table = '';
  try {
    const file = openSync(path, 'r');
    const page = Buffer.allocUnsafe(4096);
    for (let size = 1; size > 0 && !/^ *\d+: \S+ \S+ (?!0A)/m.test(table); ) {
      size = readSync(file, page);
      table += page.toString('latin1', 0, size);
    }
    closeSync(file);
  } catch {} // no IPv6: no tcp6
  return table;
}

function listeningRows(): SocketRow[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => parseListeners(listeningPart(path)));
}

/**
 * Where the process tree of `pid` listens, at once and cheaply (Linux only). With `port`, the tree is
 * searched only when somebody listens there: the usual answer, "not yet", costs one file.
 */
export function listenersInProc(pid: number, port?: number): Listener[] {
  const rows = listeningRows().filter((row) => port === undefined || row.port === port);
  if (rows.length === 0) return [];
  const own = socketInodes(pid);
  const direct = rows.filter((row) => own.has(row.inode));
  if (direct.length > 0) return direct;
  const inodes = new Set(treeOf(pid).flatMap((member) => [...socketInodes(member)]));
  return rows.filter((row) => inodes.has(row.inode));
}

/** The name of the program that a process was started as. (Its `comm` may be the name of a thread.) */
function commandOf(pid: string): string {
  const [command = ''] = procFile(`${pid}/cmdline`).split('\0');
  return basename(command) || procFile(`${pid}/comm`).trim();
}

/** Waits for the process tree of `pid` to listen on `port`, look by look (Linux only). */
export class ListenerWatch {
  readonly #pid: number;
  readonly #port: number;
  #sockets = 0;
  #looks = 0;

  constructor(pid: number, port: number) {
    this.#pid = pid;
    this.#port = port;
  }

  /**
   * Where the tree listens on the port now. The system's tables take a millisecond to read, so it is
   * done when the program or a child of it has opened a socket since the last look, and now and then for those
   * that are its children no more.
   */
  look(): Listener[] {
    const sockets = familyOf(this.#pid).reduce((sum, pid) => sum + socketInodes(pid).size, 0);
    const opened = sockets > this.#sockets;
    this.#sockets = sockets;
    this.#looks += 1;
    return opened || this.#looks % 12 === 0 ? listenersInProc(this.#pid, this.#port) : [];
  }
}

/** Who listens on a port: the number and name of the process, as far as this machine tells. */
export async function holderOf(port: number): Promise<string | undefined> {
  if (HAS_PROC) {
    const inodes = new Set(listeningRows().flatMap((row) => (row.port === port ? [row.inode] : [])));
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      for (const inode of socketInodes(Number(name))) {
        if (inodes.has(inode)) return `process ${name} (${commandOf(name)})`;
      }
    }
    return undefined;
  }
  if (process.platform === 'win32') {
    const row = (await netstat()).find((entry) => entry.port === port);
    return row && `process ${row.pid}`;
  }
  const listed = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const pid = /^p(\d+)$/m.exec(listed)?.[1];
  return pid && `process ${pid} (${/^c(.*)$/m.exec(listed)?.[1]})`;
}

/**
 * Where the process tree of `pid` listens; `undefined` when this machine has no way to tell. Asks
 * `lsof` (macOS; about 50 ms) or `netstat` (Windows), so it is for finding out why something failed.
 */
export async function listenersOf(pid: number): Promise<Listener[] | undefined> {
  if (HAS_PROC) return listenersInProc(pid);
  if (process.platform === 'win32') {
    const rows = await netstat();
    const own = rows.filter((row) => row.pid === pid);
    if (own.length > 0) return own; // the usual case; the list of processes takes a second to get
    const tree = await windowsTree(pid);
    return rows.length > 0 ? rows.filter((row) => tree.has(row.pid)) : undefined;
  }
  // -g: the process group, which is the tree as we started it.
  return parseLsof(await run('lsof', ['-nP', '-a', '-iTCP', '-sTCP:LISTEN', '-g', String(pid), '-Fn']));
}

/** `lsof -Fn` prints one `n` line per socket: `n127.0.0.1:8000`, `n*:8000`, `n[::1]:8000`. */
export function parseLsof(listed: string): Listener[] {
  return [...listed.matchAll(/^n(.*):(\d+)$/gm)].map(([, address = '', port]) => ({
    address: address === '*' ? '::' : address.replace(/^\[|\]$/g, ''),
    port: Number(port),
  }));
}

/** Rows of Windows' `netstat -ano -p TCP` that listen (the state's name is translated, the foreign port 0 is not). */
export function parseNetstat(table: string): (Listener & { pid: number })[] {
  return [...table.matchAll(/^\s*TCP\s+(\S+):(\d+)\s+\S+:0\s+\S+\s+(\d+)\s*$/gm)].map(
    ([, address = '', port, pid]) => ({
      address: address.replace(/^\[|\]$/g, ''),
      port: Number(port),
      pid: Number(pid),
    }),
  );
}

async function netstat(): Promise<(Listener & { pid: number })[]> {
  const tables = await Promise.all(['TCP', 'TCPv6'].map((name) => run('netstat', ['-ano', '-p', name])));
  return parseNetstat(tables.join('\n'));
}

async function windowsTree(root: number): Promise<Set<number>> {
  const list = await run('powershell', [
    '-NoProfile',
    '-Command',
    'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId)" }',
  ]);
  const pairs = [...list.matchAll(/^(\d+) (\d+)\s*$/gm)].map(([, pid, parent]) => [
    Number(pid),
    Number(parent),
  ]);
  const tree = new Set([root]);
  for (let size = 0; size < tree.size; ) {
    size = tree.size;
    for (const [pid, parent] of pairs) if (tree.has(parent as number)) tree.add(pid as number);
  }
  return tree;
}

function run(command: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 5000, windowsHide: true }, (_error, stdout) => resolve(stdout ?? ''));
  });
}
