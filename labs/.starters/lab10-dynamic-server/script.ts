import { HttpError } from './http_error.ts';

// A script and how the target names it: /cgi-bin/form.mjs/more/words is the script form.mjs and its
// extra path /more/words (RFC 3875, sections 4.1.5 and 4.1.13).
export interface Script {
  file: string;
  scriptName: string;
  pathInfo: string;
}

// The script that a target means; `undefined` when the target is not about scripts at all.
export async function findScript(uri: string, webRoot: string): Promise<Script | undefined> {
  console.log(`is ${uri} a script in ${webRoot}?`);
  // TODO 2: only what lies in the folder cgi-bin of the web root is a script. Decode the target first: nameIn()
  //         in folder.ts does it, and realFile() finds the file (or throws, when there is none).
  //         The first name behind cgi-bin that is a file is the script; what follows is pathInfo.
  return undefined;
}

// The command that runs a script: a program and its arguments.
export function commandFor({ file }: Script): string[] {
  console.log(`how is ${file} run?`);
  // TODO 3: the end of the name decides. .mjs and .js: Node (process.execPath), .ts: Node with tsx,
  //         .py: python3, .sh: sh. And what is none of these?
  throw new HttpError(501, 'Scripts are coming soon.');
}
