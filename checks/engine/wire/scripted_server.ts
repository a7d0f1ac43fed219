import net from 'node:net';
import { poll } from '../deadline.ts';
import { MachineError } from '../failure.ts';
import { Conversation, type Watch } from './conversation.ts';
import type { Transcript } from './transcript.ts';

/** What the checker's server does with one connection; `number` counts from 1. */
export type Script = (client: Conversation, number: number) => Promise<void> | void;

/** The checker in the role of the server: for labs whose program is a client. */
export class ScriptedServer {
  readonly host: string;
  readonly port: number;
  /** The connections so far, in the order in which they came. */
  readonly conversations: Conversation[] = [];
  readonly #server: net.Server;
  /** Errors of the script itself: faults of the checker, reported as such. */
  readonly #faults: unknown[] = [];
  readonly #running = new Set<Promise<void>>();

  private constructor(server: net.Server, host: string) {
    this.#server = server;
    this.host = host;
    this.port = (server.address() as net.AddressInfo).port;
  }

  /** Listens on a free port of `host`; a MachineError when it cannot (no IPv6, for example). */
  static listen(
    script: Script,
    transcript: Transcript,
    host = '127.0.0.1',
    watch?: Watch,
  ): Promise<ScriptedServer> {
    return new Promise((resolve, reject) => {
      const server = net.createServer({ allowHalfOpen: true });
      server.once('error', (error: NodeJS.ErrnoException) => {
        reject(new MachineError(`the checker could not listen on ${host} (${error.code})`));
      });
      server.listen(0, host, () => {
        const scripted = new ScriptedServer(server, host);
        server.on('connection', (socket) => {
          const number = transcript.nextConversation();
          transcript.add(number, 'program', 'connect', { text: `${host}:${scripted.port}` });
          const client = new Conversation(socket, transcript, number, watch);
          scripted.conversations.push(client);
          const run = Promise.resolve(script(client, scripted.conversations.length))
            .catch((fault) => void scripted.#faults.push(fault))
            .finally(() => scripted.#running.delete(run));
          scripted.#running.add(run);
        });
        resolve(scripted);
      });
    });
  }

  /** Whether a script is still at work. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Waits until every script has run to its end and rethrows what one of them threw. */
  async finished(patience = 2000): Promise<void> {
    await poll(patience, () => (this.#running.size === 0 ? true : undefined));
    if (this.#faults.length > 0) throw this.#faults[0];
  }

  /** Refuses everybody from now on; the connections that are there stay. */
  stopAccepting(): void {
    if (this.#server.listening) this.#server.close();
  }

  /** Stops listening and drops every connection. */
  async close(): Promise<void> {
    for (const client of this.conversations) client.drop();
    if (!this.#server.listening) return;
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
