import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { letIn, Refusal } from './gate.ts';
import { reasonOf } from './reason.ts';
import { type Answer, respond } from './respond.ts';

/** So many ports are tried. */
const PORTS = 50;

/** Answers a request that was let in; undefined when it has done so itself. A Refusal says why not. */
export type AnswerTo = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
) => Promise<Answer | undefined>;

/** A page for one person, on 127.0.0.1 alone, behind the gate; what goes wrong is said in one sentence. */
export class PageServer {
  readonly token = randomBytes(24).toString('base64url');
  port = 0;
  readonly #root: string;
  readonly #answerTo: AnswerTo;
  readonly #server: http.Server;

  /** `root`: the folder of the course, from which files are named. */
  constructor(root: string, answerTo: AnswerTo) {
    this.#root = root;
    this.#answerTo = answerTo;
    this.#server = http.createServer((request, response) => void this.#serve(request, response));
    // A person's browser is quick; whoever is not has nothing to say to us.
    this.#server.headersTimeout = 10_000;
    this.#server.requestTimeout = 20_000;
    this.#server.keepAliveTimeout = 5_000;
    this.#server.maxConnections = 256;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Listens on the first free port from this one on; 0: any free one. */
  async listen(first: number): Promise<void> {
    this.port = await listenOnFirstFree(this.#server, first);
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    response.on('error', () => {}); // the other side went away
    try {
      letIn(request, this);
      const answer = await this.#answerTo(request, response);
      if (answer) respond(request, response, answer);
    } catch (error) {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const refusal = error instanceof Refusal ? error : new Refusal(500, reasonOf(error, this.#root));
      // What the other side still wants to send is not read.
      const close = request.complete ? {} : { Connection: 'close' };
      respond(request, response, {
        status: refusal.status,
        headers: { ...refusal.headers, ...close },
        json: { error: refusal.message },
      });
    }
  }
}

async function listenOnFirstFree(server: http.Server, first: number): Promise<number> {
  for (let port = first; ; port += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: '127.0.0.1', port }, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const last = first === 0 || port >= Math.min(65_535, first + PORTS - 1);
      // EACCES: on Windows a range of ports may be kept for something else.
      if (last || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    }
  }
}
