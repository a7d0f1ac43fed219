import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** Bytes of a script's standard error that go into the log. */
const LOGGED = 16 * 1024;

const GROUPS = process.platform !== 'win32';
const running = new Set();

/**
 * Starts a script with the request's content as its standard input, in a process group of its own. Its
 * standard error goes to ours: it is for the log, never for the client.
 */
export class Script {
  stdout;
  /** Resolves with `{ code, signal }`, or `{ error }`, when it and its pipes have ended. */
  ended;
  #child;

  constructor(words, env, request) {
    const [command, ...args] = words;
    this.#child = spawn(command, args, {
      cwd: dirname(words.at(-1)),
      env,
      detached: GROUPS,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout, stderr } = this.#child;
    this.stdout = stdout;
    let logged = 0;
    stderr.on('data', (chunk) => {
      if (logged < LOGGED) process.stderr.write(chunk.subarray(0, LOGGED - logged));
      logged += chunk.length;
    });
    request.pipe(stdin);
    // It need not read: what still comes is thrown away, and the connection stays in order.
    const ignore = () => {
      request.unpipe(stdin);
      request.resume();
    };
    stdin.on('error', ignore).on('close', ignore);
    running.add(this);
    this.ended = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve({ error }));
      this.#child.on('close', (code, signal) => resolve({ code, signal }));
    }).finally(() => running.delete(this));
  }

  /** Ends the script and everything that it started. */
  kill() {
    try {
      if (!GROUPS) this.#child.kill('SIGKILL');
      else if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    } catch {} // gone already
    this.stdout.destroy();
    this.#child.stderr.destroy();
  }
}

/** Ends every script that still runs. */
export async function killScripts() {
  const scripts = [...running];
  for (const script of scripts) script.kill();
  await Promise.all(scripts.map((script) => script.ended));
}
