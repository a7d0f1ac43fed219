import { HttpError } from './http_error.ts';

// How long a script may take, in milliseconds.
export const timeLimit = 1000 * Number(process.env.SCRIPT_SECONDS ?? 10);

// Runs a command with these variables and this standard input, and gives what it printed.
export async function run(
  [program = '', ...args]: string[],
  env: Record<string, string>,
  input: Buffer,
): Promise<Buffer> {
  console.log(
    `to be run: ${program} ${args.join(' ')}, ${Object.keys(env).length} variables, ${input.length} bytes`,
  );
  // TODO 4: start the program with spawn() of node:child_process, and without a shell. Give it `input`, and then
  //         the end of it. Collect what it prints, until 'close' says that this was all.
  // TODO 8: it may fail, it may complain on its standard error, and it may never end: see `timeLimit`.
  // TODO 9: and when the server stops while a script is running?
  throw new HttpError(501, 'Scripts are coming soon.');
}
