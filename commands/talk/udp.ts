import dgram from 'node:dgram';
import net from 'node:net';
import { EXIT } from '../command.ts';
import type { Input } from './input.ts';
import { reason } from './reason.ts';
import type { View } from './view.ts';

/** UDP knows no end: when the input has ended, this long a silence is taken for one. */
const QUIET_MS = 1000;

const socketFor = (host: string) => dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');

/** Sends each line as a datagram, and shows each datagram that comes from there. */
export function sendDatagrams(host: string, port: number, input: Input, view: View): Promise<number> {
  return new Promise((resolve) => {
    const socket = socketFor(host);
    let quiet: NodeJS.Timeout | undefined;
    let came = 0;
    let sending = 0;
    let ended = false;
    const leave = (code: number) => {
      clearTimeout(quiet);
      view.flush();
      input.stop();
      socket.close();
      resolve(code);
    };
    const waitForQuiet = () => {
      clearTimeout(quiet);
      if (!ended || sending > 0) return;
      quiet = setTimeout(() => {
        if (came === 0) view.note('No answer came. UDP does not say whether a datagram arrived.');
        leave(EXIT.pass);
      }, QUIET_MS);
    };
    const failed = (error: NodeJS.ErrnoException) => {
      // The system says that a datagram found nobody: a connected socket is told so.
      console.error(
        reason(error.code === 'ECONNRESET' ? { ...error, code: 'ECONNREFUSED' } : error, host, port),
      );
      leave(EXIT.fail);
    };
    socket.on('message', (bytes) => {
      came += 1;
      view.chunk('←', bytes);
      waitForQuiet();
    });
    socket.once('error', failed);
    socket.connect(port, host, () => {
      if (input.interactive) {
        view.note('Each line is a datagram of its own. Ctrl-D or Ctrl-C leaves.');
      }
      input.start({
        message: (bytes) => {
          view.chunk('→', bytes);
          sending += 1;
          socket.send(bytes, (error) => {
            sending -= 1;
            // A refusal is told once, by the socket itself.
            if (error && (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED')
              view.note(reason(error, host, port));
            if (sending === 0) input.resume();
            waitForQuiet();
          });
          return false;
        },
        end: () => {
          ended = true;
          waitForQuiet();
        },
      });
    });
  });
}

/** Shows each datagram and who sent it; what is typed goes to the last sender. */
export function receiveDatagrams(host: string, port: number, input: Input, view: View): Promise<number> {
  return new Promise((resolve) => {
    const socket = socketFor(host);
    const names = new Map<string, string>();
    let last: dgram.RemoteInfo | undefined;
    let sending = 0;
    let ended = false;
    const leave = (code: number) => {
      view.flush();
      input.stop();
      socket.close();
      resolve(code);
    };
    const leaveWhenDone = () => {
      if (ended && sending === 0) leave(EXIT.pass);
    };
    const read = () => {
      input.start({
        message: (bytes) => {
          if (!last) {
            view.note('Nobody has sent anything yet: whom should it go to?');
            return true;
          }
          view.chunk('→', bytes, nameOf(last, names).name);
          sending += 1;
          socket.send(bytes, last.port, last.address, (error) => {
            sending -= 1;
            if (error) view.note(reason(error, host, port));
            if (sending === 0) input.resume();
            leaveWhenDone();
          });
          return false;
        },
        end: () => {
          ended = true;
          leaveWhenDone();
        },
      });
    };
    socket.on('message', (bytes, sender) => {
      const { name, isNew } = nameOf(sender, names);
      if (isNew) view.note(`${name} is ${sender.address}:${sender.port}`);
      const first = last === undefined;
      last = sender;
      view.chunk('←', bytes, name);
      // What is piped in is the answer to the first who asks.
      if (first && !input.interactive) read();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      console.error(reason(error, host, port));
      leave(EXIT.fail);
    });
    socket.bind({ address: host, port, exclusive: true }, () => {
      view.note(`listening on ${host}:${port} (UDP)`);
      if (input.interactive) {
        view.note('Lines go to the one who wrote last. Ctrl-D or Ctrl-C leaves.');
        read();
      }
    });
  });
}

/** Senders are numbered; so many are remembered. */
const MOST_NAMES = 10_000;

function nameOf({ address, port }: dgram.RemoteInfo, names: Map<string, string>) {
  const key = `${address} ${port}`;
  const known = names.get(key);
  if (known) return { name: known, isNew: false };
  const name = `#${names.size + 1}`;
  if (names.size < MOST_NAMES) names.set(key, name);
  return { name, isNew: true };
}
