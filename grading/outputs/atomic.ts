import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file piece by piece; it stands there whole or not at all. Folders are made. */
export function writeWhole(path: string, pieces: Iterable<string>): void {
  const part = `${path}.part`;
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(part, 'w');
  try {
    for (const piece of pieces) writeAll(file, Buffer.from(piece));
  } catch (error) {
    closeSync(file);
    rmSync(part, { force: true });
    throw error;
  }
  closeSync(file);
  renameSync(part, path);
}

/** One call need not write all. */
function writeAll(file: number, bytes: Buffer): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from);
}
