/**
 * Whether a file or folder of this name is no part of anybody's work: hidden ones, what macOS adds to
 * archives, packages, backups.
 */
export function isLeftOut(name: string): boolean {
  return (
    name.startsWith('.') ||
    name === '__MACOSX' ||
    name === '__pycache__' ||
    name === 'node_modules' ||
    /^(desktop\.ini|thumbs\.db)$/i.test(name) ||
    /\.bak(\.[^.]*)?$/i.test(name) ||
    name.endsWith('~')
  );
}
