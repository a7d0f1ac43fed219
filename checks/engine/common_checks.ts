import type { ServerContext } from './context/server.ts';
import { exitWords } from './diagnose/startup.ts';
import { Failure, fail } from './failure.ts';
import { type Check, check } from './lab.ts';
import type { Exit } from './program/running.ts';
import { NEXT_CLIENT } from './run/server_run.ts';

/**
 * Serves one client after another. `exchange` is one whole polite conversation on a connection of its
 * own; it throws a Failure when it goes wrong.
 */
export function nextClient(exchange: (context: ServerContext) => Promise<void>): Check<ServerContext> {
  return check<ServerContext>(
    'serves the next client, and the one after that',
    {
      id: NEXT_CLIENT,
      spec: 'labs/README.md, "The contract"',
      hints: [
        'When the first client has gone, which line of your program is waiting for the second?',
        'The callback of createServer is called once per client. Nothing in it may close the server or end the process.',
        'Look for server.close(), process.exit() or a once(…) in the code for one client, and take it out.',
      ],
    },
    async (context) => {
      for (const which of ['first', 'second', 'third']) {
        try {
          await exchange(context);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          fail(
            'one-client-only',
            `It went wrong with the ${which} client here: ${error.finding.message}`,
            error.finding,
          );
        }
      }
    },
  );
}

/** Stops cleanly on SIGINT and SIGTERM, with a client still connected, and the port can be bound again at once. */
export function cleanStop(): Check<ServerContext> {
  return check<ServerContext>(
    'stops on Ctrl-C (SIGINT) and SIGTERM, and its port can be used again at once',
    {
      id: 'clean-stop',
      spec: 'labs/README.md, "The contract"',
      needs: [],
      rude: true,
      hints: [
        'What does your program do with Ctrl-C while a client is still connected?',
        'server.close() only stops accepting: it waits for connections that are open. Who ends those?',
        "process.once('SIGINT', () => { server.close(); for (const socket of open) socket.destroy(); });",
      ],
    },
    async (context) => {
      await context.connect(); // stays connected: the program must stop all the same
      await stopWith(context, 'SIGINT');
      const again = await restart(context);
      await again.connect();
      await stopWith(again, 'SIGTERM');
    },
  );
}

const PEACEFUL: Record<string, (number | string | null)[]> = {
  SIGINT: [0, 130, 'SIGINT'],
  SIGTERM: [0, 143, 'SIGTERM'],
};

async function stopWith(context: ServerContext, signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  const exit: Exit | undefined = await context.signal(signal);
  if (!exit) {
    fail(
      'ignores-signal',
      `The program got ${signal} while one client was connected, and goes on running. When the signal comes, close the listening socket and end the open connections.`,
    );
  }
  if (!PEACEFUL[signal]?.includes(exit.signal ?? exit.code)) {
    fail(
      'bad-exit',
      `After ${signal} the program ${exitWords(exit)}. An ordered stop ends with exit code 0.`,
      {
        expected: 'exit code 0',
        actual: exitWords(exit),
      },
    );
  }
  const { free, holder } = await context.portState();
  if (free) return;
  fail(
    'port-still-held',
    holder
      ? `The program is gone, but ${holder} still holds its port. What did it start, and who ends that?`
      : 'The program is gone and nobody listens any more, but the system keeps the port for a minute, because the program was the first to end a connection (TIME_WAIT). Set the option SO_REUSEADDR on the listening socket before bind(); Node does so by itself.',
  );
}

async function restart(context: ServerContext): Promise<ServerContext> {
  try {
    return await context.restart();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return fail(
      'port-still-held',
      `The program stopped, but could not be started again on the same port. ${error.finding.message} In many languages a listening socket needs SO_REUSEADDR for that; Node sets it by itself.`,
    );
  }
}
