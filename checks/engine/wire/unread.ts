import { closeSync, openSync, readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { HAS_PROC } from '../program/processes.ts';

const hexPort = (port: number | undefined): string =>
  `:${(port ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const page = Buffer.allocUnsafe(16 * 1024);

/**
 * How many bytes wait in the system for the program at the other end of a connection on this machine to
 * read them; `undefined` where the system does not tell (not Linux).
 */
export function unreadBytes({ localPort, remotePort, remoteFamily }: Socket): number | undefined {
  if (!HAS_PROC || localPort === undefined || remotePort === undefined) return undefined;
  // `  12: 0100007F:5B47 0100007F:9E18 01 00000000:00000004 …`: local, remote, state, send queue and receive queue.
  const row = new RegExp(
    `^ *\\d+: \\w+${hexPort(remotePort)} \\w+${hexPort(localPort)} \\w\\w \\w+:(\\w+)`,
    'm',
  );
  // A program that listens on :: has its IPv4 connections in the other table.
  for (const table of remoteFamily === 'IPv6' ? ['tcp6'] : ['tcp', 'tcp6']) {
    const queue = find(row, `/proc/net/${table}`);
    if (queue !== undefined) return Number.parseInt(queue, 16);
  }
  return undefined;
}

/** Reads a table only as far as needed: behind the row may stand thousands. Each read brings whole rows. */
function find(row: RegExp, table: string): string | undefined {
  let file: number;
  try {
    file = openSync(table, 'r');
  } catch {
    return undefined; // no IPv6: no tcp6
  }
  try {
    for (let size = readSync(file, page); size > 0; size = readSync(file, page)) {
      const found = row.exec(page.toString('latin1', 0, size));
      if (found) return found[1];
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}
