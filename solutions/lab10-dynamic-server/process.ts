import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { HttpError } from './http_error.ts';

// How long a script may take, and how much it may print.
const timeLimit = 1000 * Number(process.env.SCRIPT_SECONDS ?? 10);
const outputLimit = 16 * 1024 * 1024;
const logLimit = 8 * 1024;
const graceAfterExit = 500;

// So many scripts run side by side; the next one waits for its turn.
const mostAtOnce = 8;
const running = new Set<ChildProcess>();
const queue: (() => void)[] = [];

// Ends a script and everything that it has started.
function kill(child: ChildProcess) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    else process.kill(-child.pid, 'SIGKILL'); // its whole group: see `detached`
  } catch {
    // It has ended by itself.
  }
}

// Nothing that the server has started may live longer than the server.
process.once('exit', () => {
  for (const child of running) kill(child);
});

// Runs a command with these variables and this standard input, and gives what it printed. `gone` is
// aborted when the client has left and nobody wants the answer any more.
export async function run(
  [program = '', ...args]: string[],
  env: Record<string, string>,
  input: Buffer,
  gone: AbortSignal,
): Promise<Buffer> {
  if (running.size >= mostAtOnce) await new Promise<void>((resolve) => queue.push(resolve));
  if (gone.aborted) {
    queue.shift()?.(); // whoever is next may have this turn
    throw new HttpError(500, 'The client has left.');
  }
  const script = args.at(-1) ?? program;
  const child = spawn(program, args, {
    cwd: path.dirname(script),
    env,
    detached: process.platform !== 'win32', // a process group of its own, to be ended as a whole
    windowsHide: true,
  });
  child.on('error', () => {}); // `outputOf` says what it was; without a listener it would end the server
  running.add(child);
  const stop = () => kill(child);
  gone.addEventListener('abort', stop, { once: true });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, timeLimit);
  try {
    return await outputOf(child, input, path.basename(script));
  } catch (error) {
    throw late ? new HttpError(504, 'The script took too long.') : error;
  } finally {
    clearTimeout(timer);
    gone.removeEventListener('abort', stop);
    running.delete(child);
    queue.shift()?.();
  }
}

async function outputOf(child: ChildProcess, input: Buffer, name: string): Promise<Buffer> {
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('the script has no pipes');
  // All of the body, and then the end of it: many scripts read until their input ends.
  stdin.on('error', () => {}); // a script need not read what it is given
  stdin.end(input);

  const printed: Buffer[] = [];
  let size = 0;
  stdout.on('data', (bytes: Buffer) => {
    printed.push(bytes);
    size += bytes.length;
    if (size > outputLimit) kill(child);
  });

  // What it says on standard error is for us, never for the client. It is read to the end in any case:
  // a script whose pipe is full stands still.
  let logged = 0;
  stderr.on('data', (bytes: Buffer) => {
    const part = bytes.toString('utf8', 0, Math.max(0, logLimit - logged));
    logged += bytes.length;
    for (const line of part.trimEnd().split('\n'))
      console.error(`${name}: ${line.replace(/[^\t -~\p{L}]/gu, '?')}`);
  });

  // `exit` comes when the script has ended, `close` when nobody holds its pipes any more. What it has left
  // behind could hold them for ever.
  child.once('exit', () => {
    kill(child);
    setTimeout(() => [stdout, stderr].map((pipe) => pipe.destroy()), graceAfterExit).unref();
  });
  const [code, signal] = await once(child, 'close').catch((error: Error) => {
    console.error(`${name}: could not be started: ${error.message}`);
    throw new HttpError(500, 'The script could not be started.');
  });
  if (size > outputLimit) throw new HttpError(502, 'The script printed too much.');
  if (code !== 0) {
    console.error(`${name}: ended with ${signal ?? `exit code ${code}`}`);
    throw new HttpError(500, 'The script failed.');
  }
  return Buffer.concat(printed);
}
