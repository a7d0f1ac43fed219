import net from 'node:net';
import { EXIT } from '../command.ts';
import type { Input } from './input.ts';
import { reason } from './reason.ts';
import { onTrueEnd } from './true_end.ts';
import type { View } from './view.ts';

/** More clients than this do not wait: they are turned away. */
const MOST_WAITING = 100;

interface Client {
  socket: net.Socket;
  /** `#1` */
  name: string;
}

/**
 * Is the server: one conversation after another, as the servers of the first labs. What is typed goes to the
 * client that is there; others wait. From a pipe: one conversation, and then the end.
 */
export function listenAndTalk(host: string, port: number, input: Input, view: View): Promise<number> {
  return new Promise((resolve) => {
    const waiting: Client[] = [];
    let present: Client | undefined;
    let clients = 0;
    /** What is piped in is over, and our side of the conversation with it. */
    let ended = false;

    // Paused: the bytes of a client that waits stay with the system.
    const settings = { allowHalfOpen: true, pauseOnConnect: true };
    const server = net.createServer(settings, (socket) => {
      clients += 1;
      const name = `#${clients}`;
      // Told when it is its turn; a client that waits may just be gone.
      socket.on('error', () => {});
      if (waiting.length >= MOST_WAITING) {
        socket.resetAndDestroy();
        return;
      }
      const place = `${socket.remoteAddress}:${socket.remotePort}`;
      view.note(`${name} connects from ${place}${present ? ', and waits' : ''}`);
      waiting.push({ socket, name });
      if (!present) next();
    });

    const leave = (code: number) => {
      view.flush();
      input.stop();
      server.close();
      for (const { socket } of waiting) socket.destroy();
      resolve(code);
    };

    const read = () => {
      input.start({
        message: (bytes) => {
          if (!present?.socket.writable) {
            view.note('Nobody is there to read this.');
            return true;
          }
          view.chunk('→', bytes, present.name);
          return present.socket.write(bytes);
        },
        end: () => {
          if (input.interactive) {
            view.note(present ? 'you have ended your side' : 'Nobody is there. Ctrl-C leaves.');
            read(); // what is typed next is for the next client
          } else ended = true;
          present?.socket.end();
        },
      });
    };

    const next = () => {
      do present = waiting.shift();
      while (present?.socket.destroyed); // it did not wait
      if (!present) return;
      const { socket, name } = present;
      socket.on('data', (bytes) => view.chunk('←', bytes, name));
      socket.on('drain', () => input.resume());
      onTrueEnd(socket, () => {
        const ours = input.interactive && socket.writable;
        view.note(`${name} has ended its side${ours ? '. Ctrl-D ends yours' : ''}`);
        if (ended) socket.end();
      });
      socket.on('error', (error: NodeJS.ErrnoException) =>
        view.note(`${name}: ${reason(error, host, port)}`),
      );
      socket.on('close', () => {
        present = undefined;
        if (!input.interactive) {
          leave(EXIT.pass);
          return;
        }
        view.note(`${name} is done`);
        next();
      });
      if (!input.interactive) read();
      socket.resume();
    };

    server.on('error', (error: NodeJS.ErrnoException) => {
      leave(EXIT.fail);
      console.error(reason(error, host, port));
    });
    server.listen({ host, port }, () => {
      view.note(`listening on ${host}:${port}`);
      if (!input.interactive) return;
      view.note('Type lines for the client. Ctrl-D ends your side, Ctrl-C leaves.');
      read();
    });
  });
}
