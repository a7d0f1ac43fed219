import type { ClientContext, ClientRun } from '../engine/context/client.ts';
import { within } from '../engine/deadline.ts';
import { MachineError, skip } from '../engine/failure.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import type { Script } from '../engine/wire/scripted_server.ts';

/** One run of the program, and what its server saw. */
export interface Exchange {
  /** Where the program was told to connect. */
  host: string;
  port: number;
  run: ClientRun;
  /** The first connection, if there was one. */
  client: Conversation | undefined;
}

/** Time in which a program reads what has arrived, so that the next piece is a piece of its own. */
export const BETWEEN_PIECES_MS = 40;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A server that takes a message of `size` bytes, answers, ends its side, and reads what may still come.
 * It does not ask whether the client has ended its side; the check "ends" does.
 */
export function answering(size: number, ...pieces: readonly (Buffer | string)[]): Script {
  return async (client) => {
    await client.readBytes(size);
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) await pause(BETWEEN_PIECES_MS);
      await client.send(piece);
    }
    client.end();
    await client.readToEnd();
  };
}

/**
 * Answers, and looks whether anybody is still there to take it: a program that has closed its socket
 * instead of ending its side gets the reply all the same, but the system answers with a reset (`client.ended`).
 */
export async function answerAndLook(client: Conversation, reply: string): Promise<void> {
  await client.send(reply);
  await pause(BETWEEN_PIECES_MS);
  // The system tells about the reset with the next write; this one sends nothing.
  const looked = new Promise<void>((resolve) => client.socket.write(Buffer.alloc(0), () => resolve()));
  await within(1000, looked);
  client.end();
  await client.readToEnd();
}

/** Runs the program once against a server that follows `script`. With `stdin`, the message comes from there. */
export async function exchange(
  context: ClientContext,
  message: string | { stdin: Buffer },
  script: Script,
  host = '127.0.0.1',
): Promise<Exchange> {
  const server = await context.serve(script, { host });
  const { port } = server;
  const where = { host, port: String(port) };
  const run =
    typeof message === 'string'
      ? await context.run({ ...where, message })
      : await context.run({ ...where, message: '-' }, { stdin: message.stdin });
  await server.finished();
  return { host, port, run, client: server.conversations[0] };
}

/** The same on an address that not every machine has; skips the check where it is missing. */
export async function exchangeOn(
  host: string,
  context: ClientContext,
  message: string,
  script: Script,
): Promise<Exchange> {
  try {
    return await exchange(context, message, script, host);
  } catch (error) {
    if (error instanceof MachineError && error.message.includes(host))
      skip(`this machine has no address ${host}`);
    throw error;
  }
}
