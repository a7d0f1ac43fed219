import { killEverything } from '../checks/engine/program/running.ts';
import { removeFolders } from '../checks/engine/program/target.ts';

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Whatever ends the checker, nothing that it started outlives it: Ctrl-C, a closed terminal, a reader
 * of its output that went away (`| head`), a fault of its own. (The guard process does the same for a SIGKILL.)
 */
export function leaveNothingBehind(): void {
  for (const [name, number] of Object.entries(SIGNAL_NUMBERS)) {
    process.once(name, () => process.exit(128 + number));
  }
  process.on('exit', () => {
    killEverything();
    removeFolders();
  });
  for (const stream of [process.stdout, process.stderr]) {
    // EPIPE, EIO: nobody can read any more what we have to say.
    stream.on('error', () => process.exit(0x80 + SIGNAL_NUMBERS.SIGHUP));
  }
}
