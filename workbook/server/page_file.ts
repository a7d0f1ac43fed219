import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What another terminal must know to talk to the page: for `npm run wire --open`. */
export interface PageFile {
  port: number;
  token: string;
  pid: number;
}

const fileIn = (root: string): string => join(root, '.workbook', 'page.json');

/** Writes the file, for nobody else to read. Where nothing can be written the page works without it. */
export function writePageFile(root: string, page: PageFile): void {
  try {
    mkdirSync(join(root, '.workbook'), { recursive: true });
    const part = `${fileIn(root)}.${process.pid}`;
    rmSync(part, { force: true });
    writeFileSync(part, `${JSON.stringify(page)}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(part, 0o600); // whatever the umask says
    renameSync(part, fileIn(root));
  } catch {}
}

/** Removes the file, unless another page has put its own there. */
export function removePageFile(root: string, pid: number): void {
  try {
    if ((JSON.parse(readFileSync(fileIn(root), 'utf8')) as PageFile).pid === pid) rmSync(fileIn(root));
  } catch {}
}
