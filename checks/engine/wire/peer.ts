import net from 'node:net';
import { MachineError } from '../failure.ts';
import { Conversation, type Watch } from './conversation.ts';
import type { Transcript } from './transcript.ts';

/** Where a peer connects to, and from where. */
export interface Endpoint {
  host: string;
  port: number;
  /** Address of ours to connect from, for example `127.0.0.2`. */
  from?: string;
}

/**
 * Connects to the program as a client. `undefined` when the connection is refused; a MachineError when
 * this machine cannot even try (no such local address, no descriptors left).
 */
export function connectPeer(
  to: Endpoint,
  transcript: Transcript,
  watch?: Watch,
): Promise<Conversation | undefined> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({
      host: to.host,
      port: to.port,
      allowHalfOpen: true,
      ...(to.from && { localAddress: to.from }),
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') {
        // It was accepted and cut before we could look.
        const number = transcript.nextConversation();
        transcript.add(number, 'checker', 'connect', { text: `${to.host}:${to.port}` });
        resolve(Conversation.cut(socket, transcript, number));
      } else if (error.code === 'ECONNREFUSED' || error.code === 'ETIMEDOUT') {
        resolve(undefined);
      } else {
        reject(new MachineError(`could not connect to ${to.host}:${to.port} (${error.code})`));
      }
    });
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      const number = transcript.nextConversation();
      transcript.add(number, 'checker', 'connect', { text: `${to.host}:${to.port}` });
      resolve(new Conversation(socket, transcript, number, watch));
    });
  });
}
