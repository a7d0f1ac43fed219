import net from 'node:net';
import { onTrueEnd } from '../talk/true_end.ts';
import { type End, type Passage, resetBehindLastWords } from '../wire/looking_glass.ts';

/** Bytes of one side that are held, before that side has to wait. */
const HELD_BYTES = 1024 * 1024;

interface Conversation {
  client: net.Socket;
  server?: net.Socket;
  /** One side has cut it, or the server was not there. */
  over: boolean;
}

/**
 * Stands between clients and a server, as a LookingGlass does, and holds what they say: each connection, chunk of
 * bytes, end and reset goes on when it is let through, and not before. The programs run unchanged and at full
 * speed: to them it is a slow network.
 */
export class Gate {
  /** What waits, in the order in which it came. */
  readonly held: Passage[] = [];
  readonly passed: Passage[] = [];
  /** Everything passes at once. */
  #open = false;
  readonly #dial: () => net.Socket;
  readonly #changed: (passage?: Passage) => void;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  readonly #conversations = new Map<number, Conversation>();
  #count = 0;

  /** `dial` connects to the server. `changed` is called when something is held, and with what was let through. */
  constructor(dial: () => net.Socket, changed: (passage?: Passage) => void) {
    this.#dial = dial;
    this.#changed = changed;
    const settings = { allowHalfOpen: true, noDelay: true };
    this.#server = net.createServer(settings, (client) => this.#accept(client));
  }

  /** Resolves with the port, a free one. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port: 0, host: '127.0.0.1' }, () => {
        this.#server.off('error', reject).on('error', () => {});
        resolve((this.#server.address() as net.AddressInfo).port);
      });
    });
  }

  /** Lets everything through, from now on. */
  open(): void {
    this.#open = true;
    for (const passage of [...this.held]) this.pass(passage);
  }

  /** Lets something through that is held, behind all that the same side has said before; of a chunk perhaps only the first bytes. */
  pass(passage: Passage, bytes?: number): void {
    const { conversation, from } = passage;
    const before = this.held.slice(0, this.held.indexOf(passage));
    for (const one of before) if (one.conversation === conversation && one.from === from) this.#forward(one);
    const all = passage.bytes;
    if (bytes === undefined || !all || bytes >= all.length) {
      this.#forward(passage);
      return;
    }
    const first = { ...passage, bytes: all.subarray(0, bytes) };
    this.held.splice(this.held.indexOf(passage), 1, first, { ...passage, bytes: all.subarray(bytes) });
    this.#forward(first);
  }

  /** Lets several chunks of one side through as one, as a network may do. */
  passTogether(chunks: readonly Passage[]): void {
    const [first, ...more] = chunks;
    if (!first) return;
    const whole = { ...first, bytes: Buffer.concat(chunks.map(({ bytes }) => bytes ?? Buffer.alloc(0))) };
    for (const chunk of more) this.#take(chunk);
    this.held[this.held.indexOf(first)] = whole;
    this.pass(whole);
  }

  /** Ends all conversations at once. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(client: net.Socket): void {
    this.#count += 1;
    const text = `${client.remoteAddress}:${client.remotePort}`;
    this.#conversations.set(this.#count, { client, over: false });
    this.#hold({ conversation: this.#count, from: 'client', kind: 'connect', text });
    this.#listenTo('client', client, this.#count);
  }

  #listenTo(from: End, socket: net.Socket, conversation: number): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (bytes) => {
      this.#hold({ conversation, from, kind: 'data', bytes });
      if (this.#heldBytes(conversation, from) > HELD_BYTES) socket.pause();
    });
    onTrueEnd(socket, () => this.#hold({ conversation, from, kind: 'fin' }));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const it = this.#conversations.get(conversation);
      // Both have ended, or one was cut already: what the other one's system says to that is no news.
      if (!it || it.over || this.#hasEnded(conversation, from)) return;
      it.over = true;
      const refused = error.syscall === 'connect' && error.code !== 'ECONNRESET';
      this.#hold({
        conversation,
        from,
        kind: refused ? 'refused' : 'reset',
        ...(refused && { text: error.code ?? error.message }),
      });
    });
  }

  #hold(passage: Passage): void {
    this.held.push(passage);
    if (this.#open) this.pass(passage);
    else this.#changed();
  }

  #take(passage: Passage): void {
    const at = this.held.indexOf(passage);
    if (at >= 0) this.held.splice(at, 1);
  }

  #forward(passage: Passage): void {
    this.#take(passage);
    this.passed.push(passage);
    const { conversation, from, kind, bytes } = passage;
    const it = this.#conversations.get(conversation) as Conversation;
    const [source, sink] = from === 'client' ? [it.client, it.server] : [it.server, it.client];
    if (kind === 'connect') {
      it.server = this.#dial();
      this.#listenTo('server', it.server, conversation);
    } else if (sink && !sink.destroyed) {
      if (kind === 'data') sink.write(bytes ?? Buffer.alloc(0));
      else if (kind === 'fin') sink.end();
      else resetBehindLastWords(sink);
    }
    if (this.#heldBytes(conversation, from) <= HELD_BYTES) source?.resume();
    this.#changed(passage);
  }

  #heldBytes(conversation: number, from: End): number {
    const mine = this.held.filter((one) => one.conversation === conversation && one.from === from);
    return mine.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  }

  #hasEnded(conversation: number, from: End): boolean {
    const ends = (one: Passage) =>
      one.conversation === conversation && one.from === from && one.kind === 'fin';
    return this.held.some(ends) || this.passed.some(ends);
  }
}
