import { isAbsolute, relative, sep } from 'node:path';

/** Why something failed, in one sentence for a person; what lies in the course is named from its folder. */
export function reasonOf(error: unknown, root: string): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const place = typeof path === 'string' ? shown(path, root) : undefined;
  if (!place) return message;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `${place} is not there. Was it moved or removed?`;
  if (code === 'ENOSPC') return `${place} cannot be written: the disk is full.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `${place} cannot be used (${code}). Is it read-only, or somebody else's?`;
  }
  return message;
}

/** A path from the folder of the course; as it is where it lies elsewhere. */
function shown(path: string, root: string): string {
  const short = relative(root, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short.split(sep).join('/');
}
