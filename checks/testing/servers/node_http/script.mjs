import { extname } from 'node:path';
import { joined, openResource, realWithin } from './resource.mjs';
import { Refusal } from './target.mjs';

/** How each kind of script is started. The name of the file is a word of its own: no shell looks at it. */
const INTERPRETERS = {
  '.mjs': [process.execPath],
  '.js': [process.execPath],
  '.ts': [process.execPath, '--import', import.meta.resolve('tsx')],
  '.py': ['python3'],
  '.sh': ['sh'],
};

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The real folder of the scripts, or `undefined` when the site has none of its own. */
export async function scriptFolderOf(site) {
  try {
    return await realWithin(site, joined(site, [Buffer.from('cgi-bin')]));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Whether the target is for a script: everything in `/cgi-bin` is. */
export const isForScript = ({ segments }) => segments[0]?.toString('latin1') === 'cgi-bin';

/**
 * The script that a target names: `words` that start it, its real path, its URL path `name` and the decoded
 * `pathInfo` behind it (RFC 3875, sections 4.1.5 and 4.1.13; `''` when there is none). A Refusal when there is no such script.
 */
export async function findScript(folder, { segments, slash }) {
  if (folder === undefined) throw new Refusal(404);
  for (let count = 2; count <= segments.length; count++) {
    const real = await realWithin(folder, joined(folder, segments.slice(1, count)));
    const { file } = await openResource(real);
    if (!file) continue;
    await file.close();
    const path = textOf(real);
    const interpreter = INTERPRETERS[extname(path).toLowerCase()];
    if (!interpreter) throw new Refusal(403);
    const rest = segments.slice(count).map((segment) => `/${textOf(segment)}`);
    return {
      words: [...interpreter, path],
      path,
      name: segments
        .slice(0, count)
        .map((segment) => `/${textOf(segment)}`)
        .join(''),
      pathInfo: rest.join('') + (slash ? '/' : ''),
    };
  }
  throw new Refusal(403); // a folder: the scripts are not listed
}

/** An environment variable is text; a name that is none cannot be handed to a script. */
function textOf(bytes) {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Refusal(404);
  }
}
