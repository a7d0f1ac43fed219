import { constants, open, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { Refusal } from './target.mjs';

const SEPARATOR = Buffer.from(sep);

/** What the system says when a name cannot be opened, as a status code. What the server cannot help is thrown on. */
const STATUS = {
  ENOENT: 404,
  ENOTDIR: 404,
  ENAMETOOLONG: 404,
  ELOOP: 404,
  EINVAL: 404,
  ENXIO: 404,
  EACCES: 403,
  EPERM: 403,
};

/** Gives what `action` gives; an error of the file system becomes a Refusal. */
export async function orRefusal(action) {
  try {
    return await action;
  } catch (error) {
    if (STATUS[error.code] === undefined) throw error;
    throw new Refusal(STATUS[error.code]);
  }
}

/** The folder's and the segments' names as one path, in bytes. */
export const joined = (folder, segments) =>
  Buffer.concat([folder, ...segments.flatMap((segment) => [SEPARATOR, segment])]);

/** Whether `path` is the folder or lies in it; both real. `/www-evil` does not lie in `/www`. */
export function isWithin(folder, path) {
  const start = Buffer.concat([folder, SEPARATOR]);
  return path.equals(folder) || path.subarray(0, start.length).equals(start);
}

/** The real path of a name, which must lie in the folder after all symbolic links; otherwise a Refusal. */
export async function realWithin(folder, path) {
  const real = await orRefusal(realpath(path, { encoding: 'buffer' }));
  if (!isWithin(folder, real)) throw new Refusal(404);
  return real;
}

/**
 * What lies at a real path: `{ stats }` of a folder, `{ stats, file }` with an open file; anything else
 * (a pipe, a device) is refused without being opened, for that alone may wait for ever.
 */
export async function openResource(real) {
  const stats = await orRefusal(stat(real));
  if (stats.isDirectory()) return { stats };
  if (!stats.isFile()) throw new Refusal(404);
  // Between the look and this it may have become something else.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await orRefusal(open(real, flags));
  try {
    const now = await file.stat();
    if (!now.isFile()) throw new Refusal(404);
    return { stats: now, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}
