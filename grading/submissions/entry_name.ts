import { Refused } from './refused.ts';

/**
 * The name of an archive's entry as a path below the folder that it is unpacked into, with `/`. A Refused for
 * a name that leads elsewhere, on any system: what is harmless here may not be where the next person unpacks it.
 */
export function entryPath(name: string): string {
  // Archives that were made on Windows may have backslashes.
  const path = name.replaceAll('\\', '/');
  const wrong = /\0/.test(path)
    ? 'has a NUL byte in its name'
    : path.startsWith('/')
      ? 'has an absolute path'
      : /^[a-z]:/i.test(path)
        ? 'names a drive'
        : path.split('/').includes('..')
          ? 'leads out of its folder'
          : undefined;
  if (wrong) throw hostileEntry(name, wrong);
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** A Refused when a link in an archive leads out of it. `from` is the path of the link, `to` what it points at. */
export function requireInnerLink(from: string, to: string, relativeTo: 'its folder' | 'the archive'): void {
  const target = to.replaceAll('\\', '/');
  const outward = hostileEntry(from, `is a link that leads out of the archive, to ${shown(to)}`);
  if (target.startsWith('/') || /^[a-z]:/i.test(target) || target.includes('\0')) throw outward;
  const place = relativeTo === 'its folder' ? from.split('/').slice(0, -1) : [];
  for (const part of target.split('/')) {
    if (part === '..') {
      if (place.length === 0) throw outward;
      place.pop();
    } else if (part !== '' && part !== '.') place.push(part);
  }
}

function hostileEntry(name: string, what: string): Refused {
  return new Refused(
    'hostile-archive',
    `Its entry ${shown(name)} ${what}. Nothing of the archive was unpacked or graded; ask the student about it.`,
  );
}

/** A name that may hold anything, on one short line. */
function shown(name: string): string {
  const text = JSON.stringify(name).replaceAll('\\\\', '\\');
  return text.length > 80 ? `${text.slice(0, 78)}…"` : text;
}
