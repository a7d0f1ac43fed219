import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { HAS_PROC } from '../program/processes.ts';

const hexPort = (port: number | undefined): string =>
  `:${(port ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * How many bytes wait in the system for the program at the other end of a connection on this machine to
 * read them; `undefined` where the system does not tell (not Linux).
 */
export function unreadBytes({ localPort, remotePort }: Socket): number | undefined {
  if (!HAS_PROC) return undefined;
  const [theirs, ours] = [hexPort(remotePort), hexPort(localPort)];
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    try {
      for (const row of readFileSync(file, 'latin1').split('\n')) {
        const [, local, remote, , queues] = row.trim().split(/\s+/);
        if (local?.endsWith(theirs) && remote?.endsWith(ours)) {
          return Number.parseInt(queues?.split(':')[1] ?? '0', 16);
        }
      }
    } catch {} // no IPv6: no tcp6
  }
  return undefined;
}
