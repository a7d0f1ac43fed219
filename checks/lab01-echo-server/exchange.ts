import type { ServerContext } from '../engine/context/server.ts';
import { explainDifference } from '../engine/diagnose/bytes.ts';
import { fail } from '../engine/failure.ts';
import type { Conversation } from '../engine/wire/conversation.ts';

export const KIB = 1024;

/** Waits until as many bytes as were sent have come back, and sees that they are the same. */
export async function expectEcho(peer: Conversation, sent: Buffer, whenSilent = 'silent'): Promise<void> {
  const end = await peer.readBytes(sent.length);
  const received = peer.received;
  const difference = explainDifference(sent, received);
  if (!difference) return;
  const evidence = { expected: sent, actual: received, at: difference.at };
  const so = `Sent ${sent.length} bytes, got ${received.length} back`;
  if (received.length < sent.length && difference.diagnosis === 'cut-short') {
    if (end === 'silence') {
      const diagnosis = received.length === 0 ? whenSilent : 'cut-short';
      fail(
        diagnosis,
        `${so}; then nothing came for ${peer.silence}, and the connection is still open.`,
        evidence,
      );
    }
    if (end === 'fin') fail('closed-early', `${so}; then the program ended the connection.`, evidence);
    fail('resets-connection', `${so}; then the program cut the connection.`, evidence);
  }
  fail(difference.diagnosis, `${so}. ${difference.message}`, evidence);
}

/** Reads until the program ends its side, and sees that it does so in good order. */
export async function expectEnd(peer: Conversation): Promise<void> {
  const end = await peer.readToEnd();
  if (end === 'silence') {
    fail(
      'keeps-open',
      'We ended our side and got everything back, but the program does not end its own side: a client that reads to the end would wait for ever. Call socket.end() when the client has ended.',
    );
  }
  if (end === 'reset') {
    fail(
      'resets-connection',
      'Everything came back, but then the program cut the connection. Use socket.end(), which ends it in good order, not destroy().',
    );
  }
}

/** One line there and back, then both sides end: what every echo server can do. */
export async function oneLine(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  const line = Buffer.from(`hello ${context.random.word()}\n`);
  await peer.send(line);
  // A program that answers only when the client has ended still echoes a line; another check is about that.
  // And one that throws its answer away when the client ends first has had its chance before.
  if ((await peer.readBytes(1)) === 'silence') peer.end();
  await expectEcho(peer, line);
  peer.end();
  // More than the line may follow.
  await peer.read(() => peer.length > line.length, 300);
  if (peer.length > line.length) await expectEcho(peer, line);
  peer.drop();
}

/** A program that a rude client has visited must still serve a good one. */
export async function stillServes(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  const line = Buffer.from(`still there, ${context.random.word()}?\n`);
  await peer.send(line);
  await expectEcho(peer, line);
  await peer.leave();
}
