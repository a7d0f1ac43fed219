import { type Zippable, zipSync } from 'fflate';

export interface ZipFile {
  bytes: Uint8Array;
  /** Whether the unpacked file can be run. */
  executable?: boolean;
}

/** The oldest time that a zip can say: the same files make the same archive. */
const ALWAYS = new Date(1980, 0, 1);
const UNIX = 3;
const REGULAR_FILE = 0o100000;

/** A zip of files by their paths, in the order of these, with the permissions of Unix. */
export function zipped(files: ReadonlyMap<string, ZipFile>): Uint8Array {
  const entries: Zippable = {};
  for (const [path, { bytes, executable }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mode = REGULAR_FILE | (executable ? 0o755 : 0o644);
    entries[path] = [bytes, { os: UNIX, attrs: (mode << 16) >>> 0, mtime: ALWAYS, level: 9 }];
  }
  return zipSync(entries);
}
