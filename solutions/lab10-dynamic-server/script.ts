import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isInside, nameIn, realFile } from './folder.ts';
import { HttpError, notFound } from './http_error.ts';

// A script and how the target names it: /cgi-bin/form.mjs/more/words is the script form.mjs and its
// extra path /more/words (RFC 3875, sections 4.1.5 and 4.1.13).
export interface Script {
  file: string;
  scriptName: string;
  pathInfo: string;
}

const folderName = 'cgi-bin';

// The script that a target means; `undefined` when the target is not about scripts at all.
export async function findScript(uri: string, webRoot: string): Promise<Script | undefined> {
  const [first = '', ...names] = path.posix.normalize(nameIn(uri)).split('/').slice(1);
  // Some systems do not tell CGI-BIN from cgi-bin, so neither do we: nothing in it is ever shown.
  if (first.toLowerCase() !== folderName) return undefined;
  for (let count = 1; count <= names.length; count++) {
    const scriptName = `/${[first, ...names.slice(0, count)].join('/')}`;
    const file = await realFile(scriptName, webRoot);
    if (!isInside(file, path.join(webRoot, folderName))) throw notFound();
    if ((await stat(file)).isFile()) {
      return {
        file,
        scriptName,
        pathInfo: names
          .slice(count)
          .map((name) => `/${name}`)
          .join(''),
      };
    }
  }
  throw new HttpError(403, 'The scripts are not listed.');
}

// The command that runs a script. It is chosen here, by the end of the name, and no shell looks at it.
export function commandFor({ file }: Script): string[] {
  switch (path.extname(file).toLowerCase()) {
    case '.js':
    case '.mjs':
      return [process.execPath, file];
    case '.ts':
      return [process.execPath, '--import', tsx(), file];
    case '.py':
      return [process.platform === 'win32' ? 'python' : 'python3', file];
    case '.sh':
      return ['sh', file];
    default:
      throw new HttpError(403, 'This server does not know how to run that.');
  }
}

// Where tsx lies, seen from the folder in which the server was started: the script may lie anywhere.
const tsx = () => pathToFileURL(createRequire(`${process.cwd()}/`).resolve('tsx')).href;
