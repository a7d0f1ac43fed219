import net from 'node:net';
import { poll, within, withinHope } from '../deadline.ts';
import { endedFinding, isPublic, isReachable, notListeningFinding } from '../diagnose/startup.ts';
import { Failure, fail, MachineError, skip } from '../failure.ts';
import type { Launch } from '../lab.ts';
import { lastWords } from '../program/last_words.ts';
import { holderOf, type Listener, ListenerWatch, listenersOf } from '../program/listeners.ts';
import { freePort, isFree } from '../program/ports.ts';
import { HAS_PROC } from '../program/processes.ts';
import { type Exit, RunningProgram } from '../program/running.ts';
import { isAsleep, LOOK_MS, StuckWatch } from '../program/stuck.ts';
import type { Starter } from '../program/target.ts';
import type { Random } from '../random.ts';
import { Conversation } from '../wire/conversation.ts';
import { connectPeer } from '../wire/peer.ts';
import type { Transcript } from '../wire/transcript.ts';

/** How long a program may take until it listens. */
export const START_PATIENCE_MS = 6000;
/** How long a server may take to stop. The handout says one second; a loaded machine gets more. */
export const STOP_PATIENCE_MS = 3000;

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
  throw new Failure(notListeningFinding(port, listeners, await starter.sources(launch)), lastWords(program));
}

/** Looks into the system's table until the program's own socket listens on the port, or nothing more can come of it. */
async function awaitSocket(program: RunningProgram, port: number): Promise<Ready | undefined> {
  const sockets = new ListenerWatch(program.pid, port);
  const watch = new StuckWatch(program.pid);
  let lookedAt = performance.now();
  let hopeless = false;
  return poll(
    START_PATIENCE_MS,
    () => {
      const listener = sockets.look().find(isReachable);
      if (listener) return { listener };
      if (performance.now() - lookedAt > LOOK_MS) {
        lookedAt = performance.now();
        hopeless = watch.look();
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

/** What a check of a server lab works with. */
export class ServerContext {
  readonly random: Random;
  readonly transcript: Transcript;
  readonly #server: Server;
  readonly #starter: Starter;
  readonly #open: Conversation[] = [];
  readonly #replace: (server: Server) => void;

  constructor(
    server: Server,
    starter: Starter,
    random: Random,
    transcript: Transcript,
    replace: (server: Server) => void,
  ) {
    this.#server = server;
    this.#starter = starter;
    this.random = random;
    this.transcript = transcript;
    this.#replace = replace;
  }

  get port(): number {
    return this.#server.port;
  }

  /** When the program was started, in ms since 1970. */
  get startedAt(): number {
    return this.#server.program.startedAt;
  }

  /** Connects to the program; a Failure when it refuses. */
  async connect({ host = '127.0.0.1', from }: { host?: string; from?: string } = {}): Promise<Conversation> {
    const first = this.#server.takeFirst();
    if (first && host === '127.0.0.1' && from === undefined && !first.destroyed) {
      const number = this.transcript.nextConversation();
      this.transcript.add(number, 'checker', 'connect', { text: `${host}:${this.port}` });
      return this.#keep(new Conversation(first, this.transcript, number, this.#watch()));
    }
    if (first) await new Promise((resolve) => first.once('close', resolve).resume().end());
    const peer = await connectPeer(
      { host, port: this.port, ...(from && { from }) },
      this.transcript,
      this.#watch(),
    );
    if (peer) return this.#keep(peer);
    this.transcript.add(0, 'program', 'refused', { text: `${host}:${this.port}` });
    return fail(
      'refused',
      `The connection to ${host}:${this.port} was refused. Does the program still listen?`,
    );
  }

  #watch(): StuckWatch {
    return new StuckWatch(this.#server.program.pid);
  }

  #keep(peer: Conversation): Conversation {
    this.#open.push(peer);
    return peer;
  }

  /** Skips the check when the program does not run on a clock that the checker sets. */
  requireClock(): void {
    if (!this.#starter.clockWasSet()) {
      skip('the clock can only be set for a program that runs on Node, and this one took no notice');
    }
  }

  /**
   * Sends a signal to the program and waits until it has ended. Returns how, or `undefined` when it is
   * still there after the patience. Skips on Windows, where there are no signals.
   */
  async signal(name: 'SIGINT' | 'SIGTERM', patience = STOP_PATIENCE_MS): Promise<Exit | undefined> {
    if (process.platform === 'win32') skip('Windows has no signals that a program could be sent');
    const { program } = this.#server;
    // People press Ctrl-C when nothing goes on. In the middle of its work a program may stop less well.
    await poll(100, () => (isAsleep(program.pid) === false ? undefined : true));
    this.transcript.add(0, 'checker', 'signal', { text: name });
    program.stopping = true;
    program.signal(name);
    const watch = this.#watch();
    const exit = await withinHope(patience, program.exited, LOOK_MS, () => watch.look());
    if (exit) this.transcript.add(0, 'program', 'exit', { text: exitText(exit) });
    return exit;
  }

  /** Whether anybody still holds the port, and who. */
  async portHolder(patience = 1000): Promise<string | undefined> {
    const free = await poll(patience, async () => ((await isFree(this.port)) ? true : undefined));
    return free ? undefined : ((await holderOf(this.port)) ?? 'a process that it started');
  }

  /** Starts the program again on the same port; the following calls talk to the new one. */
  async restart(): Promise<ServerContext> {
    await this.#server.stop();
    this.transcript.add(0, 'checker', 'start', { text: `on port ${this.port} again` });
    const again = await Server.start(this.#starter, this.#server.launch, { port: this.port });
    this.#replace(again);
    return new ServerContext(again, this.#starter, this.random, this.transcript, this.#replace);
  }

  /** Ends the program and starts it in another way; the following calls talk to the new one. */
  async relaunch(launch: Launch): Promise<ServerContext> {
    await this.#server.stop();
    this.transcript.add(0, 'checker', 'start', { text: launchWords(launch) });
    const again = await Server.start(this.#starter, launch);
    this.#replace(again);
    return new ServerContext(again, this.#starter, this.random, this.transcript, this.#replace);
  }

  /** Lets go of every connection that is still open: politely, where the program will be used again. */
  async release(politely: boolean): Promise<void> {
    if (politely) await Promise.all(this.#open.map((peer) => peer.leave()));
    for (const peer of this.#open) peer.drop();
  }
}

/** What is unusual about a start, for the story that a failure tells: `with TZ=Asia/Kathmandu`. */
export function launchWords({ program, args = [], env = {}, clock }: Launch): string {
  const settings = [...args, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  if (clock) settings.unshift(`at ${clock.toISOString().replace('.000Z', 'Z')}`);
  else if (settings.length > 0) settings[0] = `with ${settings[0]}`;
  return [...(program ? [program] : []), settings.join(', ')].join(' ').trimEnd();
}

function exitText(exit: Exit): string {
  return exit.signal ? `by ${exit.signal}` : `with exit code ${exit.code}`;
}
