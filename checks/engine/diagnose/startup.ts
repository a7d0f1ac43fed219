import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Finding } from '../failure.ts';
import type { Listener } from '../program/listeners.ts';
import type { Exit } from '../program/running.ts';

/** How a program ended, in words. */
export function exitWords(exit: Exit): string {
  if (exit.limit === 'output') return 'was ended by the checker because it printed more than 16 MiB';
  if (exit.limit === 'memory') return 'was ended by the checker because it used more than 512 MiB of memory';
  if (exit.limit === 'processes') return 'was ended by the checker because it had more than 300 processes';
  if (exit.signal) return `was ended by signal ${exit.signal}`;
  return `ended with exit code ${exit.code}`;
}

/** Exit code of Node when an `await` at the top level of a module never ends and nothing else is left to do. */
const NEVER_SETTLED = 13;

function lastWords(exit: Exit, stderr: string): string {
  if (exit.code === NEVER_SETTLED) {
    return ' That is how Node ends when it waits for an await outside of all functions, and nothing can end the waiting.';
  }
  return stderr.trim() === '' ? ' It said nothing about why.' : ' Its last words are below.';
}

/** The finding for a program that ended although it should still run. `stderr` is what it printed there. */
export function endedFinding(exit: Exit, stderr: string, when: 'start' | 'later'): Finding {
  if (exit.limit === 'output') {
    return {
      diagnosis: 'floods-output',
      message: `The program ${exitWords(exit)}. Is something printed in a loop that never ends?`,
    };
  }
  if (exit.limit === 'memory') {
    return {
      diagnosis: 'eats-memory',
      message: `The program ${exitWords(exit)}. What keeps everything that ever came?`,
    };
  }
  if (exit.limit === 'processes') {
    return {
      diagnosis: 'too-many-processes',
      message: `The program ${exitWords(exit)}. Who starts them, and who waits for their end?`,
    };
  }
  const crashed = exit.code !== 0;
  const relative = /ENOENT[^\n]*'(?![/\\]|[A-Za-z]:)([^'\n]+)'/.exec(stderr)?.[1];
  const where =
    relative === undefined
      ? ''
      : ` It looked for '${relative}': a path without a slash in front starts in the folder in which the program is run, and the checker runs it in its own. Build it from what you were given on the command line, or from import.meta.dirname.`;
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(stderr);
  if (missing && when === 'start') {
    return {
      diagnosis: 'import-not-found',
      message: `The program imports '${missing[1]}', which is not there. Is the name right, and is the package installed?`,
    };
  }
  if (when === 'start') {
    return {
      diagnosis: crashed ? 'crashes-at-start' : 'exits-at-start',
      message: crashed
        ? `The program ${exitWords(exit)} before it was listening.${lastWords(exit, stderr)}${where}`
        : 'The program ran to its end without an error, but a server must stay. Does it call listen() at all?',
    };
  }
  return {
    diagnosis: crashed ? 'crashed' : 'exited',
    message: crashed
      ? `The program ${exitWords(exit)} in the middle of this conversation.${lastWords(exit, stderr)}${where}`
      : 'The program ended by itself in the middle of this conversation. A server stays until it is told to stop.',
  };
}

/** Addresses that a connection to 127.0.0.1 reaches (`::` takes IPv4 too unless it was asked not to). */
const REACHABLE = ['127.0.0.1', '0.0.0.0', '::', '::ffff:127.0.0.1', '::ffff:0.0.0.0'];

export const isReachable = (listener: Listener): boolean => REACHABLE.includes(listener.address);

/** Whether other machines can reach the listener too. */
export const isPublic = (listener: Listener): boolean =>
  ['0.0.0.0', '::', '::ffff:0.0.0.0'].includes(listener.address);

/**
 * The finding for a program that runs but does not listen on 127.0.0.1:`port`.
 * `listeners` is where it listens instead, `undefined` when this machine cannot tell.
 */
export function notListeningFinding(
  port: number,
  listeners: readonly Listener[] | undefined,
  sources: readonly string[],
): Finding {
  const here = listeners?.find((listener) => listener.port === port);
  if (here) {
    return {
      diagnosis: 'wrong-address',
      message: `The program listens on ${here.address} only, so a client that connects to 127.0.0.1 cannot reach it. ${lineToChange(sources, here.address)}Listen on 127.0.0.1.`,
      expected: `127.0.0.1:${port}`,
      actual: `${here.address}:${port}`,
    };
  }
  const elsewhere = listeners?.[0];
  if (elsewhere) {
    return {
      diagnosis: 'wrong-port',
      message: `The program was told to listen on port ${port} and listens on port ${elsewhere.port}. ${lineToChange(sources, String(elsewhere.port))}Take the port from the command line: Number(process.argv[2] ?? 50000). To check it as it is, add -- --port ${elsewhere.port}`,
      expected: `port ${port}`,
      actual: `port ${elsewhere.port}`,
    };
  }
  return {
    diagnosis: 'never-listens',
    message: `The program is running, but nobody listens on 127.0.0.1:${port}. Does it call server.listen(port, host), and does it get that far?`,
  };
}

/** `Line 7 of echo_server.ts: server.listen(8000) ` for the line that holds the word, or that calls listen. */
export function lineToChange(sources: readonly string[], word: string): string {
  const written = new RegExp(`(?<![\\w.])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`);
  for (const wanted of [written, /\blisten\s*\(/]) {
    for (const source of sources) {
      const lines = readFileSync(source, 'utf8').split('\n');
      const index = lines.findIndex((line) => wanted.test(line) && !/^\s*(\/\/|\*|#)/.test(line));
      if (index >= 0) {
        return `Look at line ${index + 1} of ${basename(source)}: ${(lines[index] as string).trim()}\n`;
      }
    }
  }
  return '';
}
