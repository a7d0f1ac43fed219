import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from '../random.ts';

/** A file of a site that was made for one run. */
export interface SiteFile {
  /** Its path from the web root, with slashes: `sub/a b.txt`. */
  name: string;
  content: Buffer;
}

/**
 * A web root that is made afresh for every run, so that nobody can know what is in it, with a secret
 * beside it that no answer may contain.
 */
export class Site {
  /** The folder that the program is given. */
  readonly root: string;
  /** The folder around it: nothing in it but the root may be seen. */
  readonly around: string;
  /** Text that stands only in files outside the root. */
  readonly secret: string;
  /** The name of the folder beside the root whose name begins with the root's: the prefix trick. */
  readonly sibling: string;
  /** The name of the file, beside the root and in the sibling, that holds the secret. */
  readonly secretFile: string;
  /** All files of the root, by their names. */
  readonly files = new Map<string, SiteFile>();
  /** All folders of the root, by their paths from the root, without a slash at the end. */
  readonly folders = new Set<string>();

  constructor(around: string, random: Random) {
    this.around = around;
    this.root = join(around, `www-${random.word()}`);
    this.sibling = `${this.root.slice(around.length + 1)}-old`;
    this.secret = `SECRET-${random.word(24)}`;
    this.secretFile = `secret-${random.word()}.txt`;
    mkdirSync(this.root, { recursive: true });
    for (const folder of ['.', this.sibling]) {
      mkdirSync(join(around, folder), { recursive: true });
      writeFileSync(join(around, folder, this.secretFile), `${this.secret}\n`);
    }
  }

  /** Writes a file of the root; the folders on the way are made. */
  write(name: string, content: Buffer | string): SiteFile {
    const file = { name, content: Buffer.from(content) };
    this.folder(dirname(name));
    writeFileSync(join(this.root, name), file.content);
    this.files.set(name, file);
    return file;
  }

  /** Makes a folder of the root, and those on the way. */
  folder(name: string): void {
    if (name === '.') return;
    this.folder(dirname(name));
    mkdirSync(join(this.root, name), { recursive: true });
    this.folders.add(name);
  }

  /** Makes a symbolic link in the root; false where the system does not allow it (Windows). */
  link(name: string, target: string): boolean {
    try {
      symlinkSync(target, join(this.root, name));
      return true;
    } catch {
      return false;
    }
  }

  /** Takes away every right to a file of the root; false where that changes nothing (Windows, root). */
  forbid(name: string): boolean {
    if (process.platform === 'win32' || process.getuid?.() === 0) return false;
    chmodSync(join(this.root, name), 0);
    return true;
  }

  /** The names directly in a folder of the root (`''`: the root itself), as a listing shows them. */
  entries(folder = ''): { name: string; isFolder: boolean }[] {
    const prefix = folder === '' ? '' : `${folder}/`;
    const inside = (path: string) =>
      path.startsWith(prefix) && path !== folder && !path.slice(prefix.length).includes('/');
    return [
      ...[...this.folders]
        .filter(inside)
        .map((path) => ({ name: path.slice(prefix.length), isFolder: true })),
      ...[...this.files.keys()]
        .filter(inside)
        .map((path) => ({ name: path.slice(prefix.length), isFolder: false })),
    ];
  }
}

/** The target that asks for a name: every part percent-encoded (RFC 3986, section 2.1). */
export const targetOf = (name: string): string => `/${name.split('/').map(encodeURIComponent).join('/')}`;
