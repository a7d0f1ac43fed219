import type { Conversation } from './conversation.ts';

/** Connects at most so many clients at the same moment: a program's backlog may be as small as 5. */
const AT_ONCE = 5;

/** Connects many clients, a few at a time. */
export async function crowd(count: number, connect: () => Promise<Conversation>): Promise<Conversation[]> {
  const clients: Conversation[] = [];
  while (clients.length < count) {
    const some = Math.min(AT_ONCE, count - clients.length);
    clients.push(...(await Promise.all(Array.from({ length: some }, connect))));
  }
  return clients;
}

/** Lets every client send the next byte of its text, again and again, until `stop` is called: clients that never get done. */
export function drip(clients: readonly Conversation[], text: Buffer, everyMs: number): () => void {
  let at = 0;
  const timer = setInterval(() => {
    const byte = text.subarray(at % text.length, (at % text.length) + 1);
    at += 1;
    for (const client of clients) if (!client.socket.destroyed) client.socket.write(byte);
  }, everyMs);
  return () => clearInterval(timer);
}
