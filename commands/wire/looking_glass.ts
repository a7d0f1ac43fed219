import net from 'node:net';
import { onTrueEnd } from '../talk/true_end.ts';

export type End = 'client' | 'server';

/** What happens to a conversation that passes through; `from` did it. */
export interface Passage {
  conversation: number;
  from: End;
  kind: 'connect' | 'refused' | 'data' | 'fin' | 'reset';
  bytes?: Buffer;
  /** Where the client came from; why the server could not be reached. */
  text?: string;
}

/** A reset follows what was said before it as soon as that has left, or after this time. */
const LAST_WORDS_MS = 200;

/**
 * Stands between clients and a server. Bytes, the boundaries of the chunks as they come in, the end of one
 * side and resets are passed on unchanged, in both directions; who reads slowly slows the other down.
 */
export class LookingGlass {
  readonly #target: { host: string; port: number };
  readonly #onPassage: (passage: Passage) => void;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  #conversations = 0;

  constructor(target: { host: string; port: number }, onPassage: (passage: Passage) => void) {
    this.#target = target;
    this.#onPassage = onPassage;
    // Paused: nothing is read from a client for whom there is no server yet.
    const settings = { allowHalfOpen: true, pauseOnConnect: true, noDelay: true };
    this.#server = net.createServer(settings, (client) => this.#accept(client));
  }

  /** Resolves with the port; rejects when it is taken. 0: any free one. */
  listen(port: number, host = '127.0.0.1'): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host, backlog: 511 }, () => {
        this.#server.off('error', reject);
        // Too many open files: the clients wait in the system's queue.
        this.#server.on('error', () => {});
        resolve((this.#server.address() as net.AddressInfo).port);
      });
    });
  }

  /** Ends all conversations at once. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(client: net.Socket): void {
    this.#conversations += 1;
    const conversation = this.#conversations;
    const text = `${client.remoteAddress}:${client.remotePort}`;
    this.#onPassage({ conversation, from: 'client', kind: 'connect', text });
    const server = net.connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
    let over = false;
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    const pass = (from: End, source: net.Socket, sink: net.Socket) => {
      source.on('data', (bytes) => {
        this.#onPassage({ conversation, from, kind: 'data', bytes });
        if (!sink.write(bytes)) source.pause();
      });
      sink.on('drain', () => source.resume());
      onTrueEnd(source, () => {
        this.#onPassage({ conversation, from, kind: 'fin' });
        sink.end();
      });
      source.on('error', (error: NodeJS.ErrnoException) => {
        if (over) return;
        over = true;
        // A server that accepts and cuts at once may be quicker than the news of the connection.
        const refused = error.syscall === 'connect' && error.code !== 'ECONNRESET';
        const kind = refused ? 'refused' : 'reset';
        const reason = refused && { text: error.code ?? error.message };
        this.#onPassage({ conversation, from, kind, ...reason });
        resetBehindLastWords(sink);
      });
    };
    pass('server', server, client);
    // Also while it waits for the server, a client may go.
    pass('client', client, server);
    client.pause();
    server.on('connect', () => client.resume());
  }
}

/** Cuts a connection, but only when the bytes that were written before have left. */
export function resetBehindLastWords(socket: net.Socket): void {
  if (socket.connecting || socket.writableLength === 0) {
    socket.resetAndDestroy();
    return;
  }
  const timer = setTimeout(() => socket.resetAndDestroy(), LAST_WORDS_MS);
  socket.once('drain', () => {
    clearTimeout(timer);
    socket.resetAndDestroy();
  });
  socket.once('close', () => clearTimeout(timer));
}
