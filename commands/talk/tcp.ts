import net from 'node:net';
import { EXIT } from '../command.ts';
import type { Input } from './input.ts';
import { reason } from './reason.ts';
import { onTrueEnd } from './true_end.ts';
import type { View } from './view.ts';

/** Connects, sends what is typed, shows every chunk; resolves with the exit code when both sides have ended. */
export function connectAndTalk(host: string, port: number, input: Input, view: View): Promise<number> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, allowHalfOpen: true });
    socket.on('connect', () => {
      if (input.interactive) {
        view.note(`connected to ${host}:${port}`);
        view.note('Type a line, then Enter. Ctrl-D ends your side, Ctrl-C leaves.');
      }
      input.start({
        message: (bytes) => {
          view.chunk('→', bytes);
          return socket.write(bytes);
        },
        end: () => {
          if (input.interactive) view.note('you have ended your side');
          socket.end();
        },
      });
    });
    socket.on('drain', () => input.resume());
    socket.on('data', (bytes) => view.chunk('←', bytes));
    onTrueEnd(socket, () => {
      view.note('the other side has ended');
      input.stop();
      socket.end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      view.flush();
      input.stop();
      console.error(reason(error, host, port));
      resolve(EXIT.fail);
    });
    socket.on('close', (hadError) => {
      if (!hadError) resolve(EXIT.pass);
    });
  });
}
