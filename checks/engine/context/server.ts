import { poll, withinHope } from '../deadline.ts';
import { fail, skip } from '../failure.ts';
import type { Launch } from '../lab.ts';
import { holderOf } from '../program/listeners.ts';
import { isFree } from '../program/ports.ts';
import { numberHere, openFilesOf, residentBytesOf } from '../program/processes.ts';
import type { Exit } from '../program/running.ts';
import { Server } from '../program/server.ts';
import { LOOK_MS, rests, StuckWatch } from '../program/stuck.ts';
import type { Starter } from '../program/target.ts';
import type { Random } from '../random.ts';
import type { Site } from '../site/site.ts';
import { Conversation } from '../wire/conversation.ts';
import { connectPeer } from '../wire/peer.ts';
import type { Transcript } from '../wire/transcript.ts';

/** How long a server may take to stop. The handout says one second; a loaded machine gets more. */
export const STOP_PATIENCE_MS = 3000;

/** What a check of a server lab works with. */
export class ServerContext {
  readonly random: Random;
  readonly transcript: Transcript;
  readonly #server: Server;
  readonly #starter: Starter;
  readonly #open: Conversation[];
  readonly #replace: (server: Server) => void;

  /** `replace` is told when the check starts another process; `open` holds the connections of the whole check. */
  constructor(
    server: Server,
    starter: Starter,
    random: Random,
    transcript: Transcript,
    replace: (server: Server) => void,
    open: Conversation[] = [],
  ) {
    this.#open = open;
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

  /** The web root that was made for this run; only labs that have one may ask. */
  get site(): Site {
    if (!this.#starter.site) throw new Error('this lab has no site');
    return this.#starter.site;
  }

  /** Everything that the program printed on standard output so far (its last 64 KiB). */
  get printed(): string {
    return this.#server.program.stdout.text();
  }

  /** The same of standard error. */
  get complained(): string {
    return this.#server.program.stderr.text();
  }

  /** The process number of the program. */
  get pid(): number {
    return this.#server.program.pid;
  }

  /** The process number of what the program has started, and what calls itself `inside`. */
  pidHere(inside: number): number {
    return numberHere(this.pid, inside);
  }

  /** The memory of the program and all its children, in bytes; `undefined` where the system does not tell. */
  memory(): number | undefined {
    return residentBytesOf(this.pid);
  }

  /** How many files, sockets and pipes the program and its children hold open; `undefined` where the system does not tell. */
  openFiles(): number | undefined {
    return openFilesOf(this.pid);
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
    // People press Ctrl-C when nothing goes on. In the middle of its work a program may stop less well; and on a busy
    // machine it may not have accepted yet who has just connected.
    await poll(1500, () => (rests(program.pid) === false ? undefined : true));
    this.transcript.add(0, 'checker', 'signal', { text: name });
    program.stopping = true;
    program.signal(name);
    const watch = this.#watch();
    const exit = await withinHope(patience, program.exited, LOOK_MS, () => watch.look());
    if (exit) this.transcript.add(0, 'program', 'exit', { text: exitText(exit) });
    return exit;
  }

  /** Whether the port can be bound again; if not, who listens there (`undefined`: nobody, the system keeps it). */
  async portState(patience = 1000): Promise<{ free: boolean; holder?: string | undefined }> {
    const free = await poll(patience, async () => ((await isFree(this.port)) ? true : undefined));
    return free ? { free } : { free: false, holder: await holderOf(this.port) };
  }

  /** Starts the program again on the same port; the following calls talk to the new one. */
  restart(): Promise<ServerContext> {
    return this.#startAnother(`on port ${this.port} again`, this.#server.launch, this.port);
  }

  /** Ends the program and starts it in another way; the following calls talk to the new one. */
  relaunch(launch: Launch): Promise<ServerContext> {
    return this.#startAnother(launchWords(launch), launch);
  }

  async #startAnother(words: string, launch: Launch, port?: number): Promise<ServerContext> {
    await this.#server.stop();
    this.transcript.add(0, 'checker', 'start', { text: words });
    const another = await Server.start(this.#starter, launch, port === undefined ? {} : { port });
    this.#replace(another);
    return new ServerContext(another, this.#starter, this.random, this.transcript, this.#replace, this.#open);
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
