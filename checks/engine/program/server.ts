import net from 'node:net';
import { poll, within } from '../deadline.ts';
import { endedFinding, isPublic, isReachable, notListeningFinding } from '../diagnose/startup.ts';
import { Failure, MachineError } from '../failure.ts';
import type { Launch } from '../lab.ts';
import { lastWords } from './last_words.ts';
import { holderOf, type Listener, ListenerWatch, listenersOf } from './listeners.ts';
import { freePort, isFree } from './ports.ts';
import { HAS_PROC } from './processes.ts';
import { RunningProgram } from './running.ts';
import { LOOK_MS, StuckWatch } from './stuck.ts';
import type { Starter } from './target.ts';

/** How long a program may take until it listens, and how long one that is still at work then. */
export const START_PATIENCE_MS = 6000;
const BUSY_PATIENCE_MS = 12_000;

/**
 * How the checker learns that the program listens: from the system's table of sockets, or by making
 * the first real conversation and trying again while it is refused. Never by connecting and closing:
 * that ends or hangs a third of real students' servers.
 */
export type Readiness = 'sockets' | 'first-conversation';

/** A running server under test. */
export class Server {
  readonly program: RunningProgram;
  readonly port: number;
  readonly launch: Launch;
  /** Where it listens, when the system tells. */
  readonly listener: Listener | undefined;
  /** Checks that this process has been through, by id. */
  readonly history: string[] = [];
  /** Whether one of them was a rude one. */
  rude = false;
  /** The first connection, made to find out whether the program listens; used by the first check. */
  #first: net.Socket | undefined;

  private constructor(
    program: RunningProgram,
    port: number,
    launch: Launch,
    listener?: Listener,
    first?: net.Socket,
  ) {
    this.program = program;
    this.port = port;
    this.launch = launch;
    this.listener = listener;
    this.#first = first;
    first?.on('error', () => {}); // seen again by whoever uses it
  }

  /** Starts the program and waits until it listens; throws a Failure that says why it does not. */
  static async start(
    starter: Starter,
    launch: Launch = {},
    { port: samePort, readiness }: { port?: number; readiness?: Readiness } = {},
  ): Promise<Server> {
    const fixed = samePort ?? starter.target.port;
    for (let attempt = 1; ; attempt++) {
      const port = fixed ?? (await freePort());
      if (fixed !== undefined && !(await isFree(port))) {
        const holder = (await holderOf(port)) ?? 'another program';
        throw new MachineError(
          `port ${port} is taken: ${holder} listens there already. End that program, or give this one another port.`,
        );
      }
      const plan = await starter.plan(launch, { port: String(port), host: '127.0.0.1' });
      const program = await RunningProgram.start(plan);
      try {
        const ready = await awaitListening(program, port, starter, launch, readiness);
        return new Server(program, port, launch, ready.listener, ready.first);
      } catch (error) {
        await program.stop();
        // Somebody else took the port between our look and the program's start.
        const lost = /EADDRINUSE|Address already in use/i.test(program.stderr.text());
        if (lost && fixed === undefined && attempt < 4 && !(await isFree(port))) continue;
        throw error;
      }
    }
  }

  /** The connection that proved that the program listens, for the first one who wants to connect. */
  takeFirst(): net.Socket | undefined {
    const first = this.#first;
    this.#first = undefined;
    return first;
  }

  async stop(): Promise<void> {
    this.#first?.destroy();
    await this.program.stop();
  }

  /** A remark about where it listens, if there is one to make. */
  get note(): string | undefined {
    if (!this.listener || !isPublic(this.listener)) return undefined;
    if (this.launch.env?.HOST) return undefined; // it does as it was told
    return `The program listens on all addresses (${this.listener.address}), so other machines in your network can reach it. With 127.0.0.1 as the second argument of listen() only your own can.`;
  }
}

interface Ready {
  listener?: Listener;
  first?: net.Socket;
}

async function awaitListening(
  program: RunningProgram,
  port: number,
  starter: Starter,
  launch: Launch,
  readiness: Readiness = HAS_PROC ? 'sockets' : 'first-conversation',
): Promise<Ready> {
  const ready = await (readiness === 'sockets'
    ? awaitSocket(program, port)
    : awaitFirstConversation(program, port));
  if (ready) return ready;
  if (program.exit) {
    await within(500, program.closed);
    const stderr = program.stderr.text();
    const inUse = /EADDRINUSE[^\n]*?:(\d+)\b/.exec(stderr)?.[1];
    if (inUse !== undefined && Number(inUse) !== port) {
      const elsewhere = [{ address: '127.0.0.1', port: Number(inUse) }];
      throw new Failure(
        notListeningFinding(port, elsewhere, await starter.sources(launch)),
        lastWords(program),
      );
    }
    throw new Failure(endedFinding(program.exit, stderr, 'start'), lastWords(program));
  }
  const listeners = await listenersOf(program.pid);
  // A child of the program may have begun to listen behind our last look: those come only now and then.
  const late = listeners?.find((listener) => listener.port === port && isReachable(listener));
  if (late) return { listener: late };
  throw new Failure(notListeningFinding(port, listeners, await starter.sources(launch)), lastWords(program));
}

/** Looks into the system's table until the program's own socket listens on the port, or nothing more can come of it. */
async function awaitSocket(program: RunningProgram, port: number): Promise<Ready | undefined> {
  const sockets = new ListenerWatch(program.pid, port);
  const watch = new StuckWatch(program.pid);
  const began = performance.now();
  let lookedAt = began;
  let hopeless = false;
  let asleep = 0;
  return poll(
    BUSY_PATIENCE_MS,
    () => {
      const listener = sockets.look().find(isReachable);
      if (listener) return { listener };
      if (performance.now() - lookedAt > LOOK_MS) {
        lookedAt = performance.now();
        asleep = watch.rests() === false ? 0 : asleep + 1;
        // On a busy machine an interpreter may need many seconds only to begin.
        hopeless = watch.look() || (lookedAt - began > START_PATIENCE_MS && asleep > 3);
      }
      return undefined;
    },
    () => !program.alive || hopeless,
  );
}

/** Connects until somebody accepts; the connection is kept, because it is the first real conversation. */
async function awaitFirstConversation(program: RunningProgram, port: number): Promise<Ready | undefined> {
  return poll(
    START_PATIENCE_MS,
    async () => {
      const first = await tryConnect(port);
      if (!first) return undefined;
      const holders = await listenersOf(program.pid);
      if (holders && holders.length > 0 && !holders.some((one) => one.port === port)) {
        first.destroy();
        return undefined; // somebody else answered
      }
      return { first };
    },
    () => !program.alive,
  );
}

function tryConnect(port: number): Promise<net.Socket | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}
