import { readdir } from 'node:fs/promises';
import { joined, openResource, orRefusal, realWithin } from './resource.mjs';
import { encoded } from './target.mjs';

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text so that it is nothing but text in HTML, also in an attribute. */
export const escaped = (text) => text.replaceAll(/[&<>"']/g, (char) => ESCAPES[char]);

/** A whole page. The title is text, the body HTML. */
export const page = (title, body) =>
  `<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${escaped(title)}</title>\n<h1>${escaped(title)}</h1>\n${body}\n</html>\n`;

/** The listing of a folder of the site as HTML, folders first; `real` is its real path, `path` that of its URL. */
export async function listing(site, real, path) {
  const entries = await orRefusal(readdir(real, { withFileTypes: true, encoding: 'buffer' }));
  const shown = await Promise.all(entries.map((entry) => kindOf(site, real, entry)));
  const rows = shown
    .filter((entry) => entry !== undefined)
    .sort((a, b) => Number(b.folder) - Number(a.folder) || Buffer.compare(a.name, b.name))
    .map(({ name, folder }) => {
      const end = folder ? '/' : '';
      return `<li><a href="${encoded(name)}${end}">${escaped(name.toString())}${end}</a>`;
    });
  const parent = path === '/' ? [] : ['<li><a href="../">../</a>'];
  return page(`Index of ${path}`, `<ul>\n${[...parent, ...rows].join('\n')}\n</ul>`);
}

/** A folder or a file; a link is what it leads to. `undefined` for what would not be served. */
async function kindOf(site, real, entry) {
  const { name } = entry;
  if (entry.isFile() || entry.isDirectory()) return { name, folder: entry.isDirectory() };
  if (!entry.isSymbolicLink()) return undefined;
  try {
    const { stats, file } = await openResource(await realWithin(site, joined(real, [name])));
    await file?.close();
    return { name, folder: stats.isDirectory() };
  } catch {
    return undefined;
  }
}
