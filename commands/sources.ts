import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = /\.[cm]?[jt]sx?$/;

/** The sources in a folder and below it, as paths with slashes. */
export function sourcesIn(folder: string, below = ''): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((one) => {
      if (one.isDirectory() && one.name !== 'node_modules' && !one.name.startsWith('.')) {
        return sourcesIn(join(folder, one.name), `${below}${one.name}/`);
      }
      return one.isFile() && SOURCE.test(one.name) ? [below + one.name] : [];
    });
}
