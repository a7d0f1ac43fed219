import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { poll } from '../deadline.ts';
import type { Conversation } from './conversation.ts';
import { connectPeer } from './peer.ts';
import { ScriptedServer } from './scripted_server.ts';
import { KEPT_BYTES, KEPT_EVENTS, Transcript } from './transcript.ts';

let server: net.Server | undefined;
const open: Conversation[] = [];
const accepted: net.Socket[] = [];

/** A conversation with a server that does `behave` with each client. */
async function withServer(
  behave: (socket: net.Socket) => void,
): Promise<{ peer: Conversation; transcript: Transcript }> {
  const listening = net.createServer({ allowHalfOpen: true }, (socket) => {
    accepted.push(socket.on('error', () => {}));
    behave(socket);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const transcript = new Transcript();
  const { port } = listening.address() as net.AddressInfo;
  const peer = (await connectPeer({ host: '127.0.0.1', port }, transcript)) as Conversation;
  open.push(peer);
  await poll(2000, () => accepted[0]);
  return { peer, transcript };
}

afterEach(async () => {
  for (const peer of open.splice(0)) peer.drop();
  await stopServer();
});

async function stopServer(): Promise<void> {
  for (const socket of accepted.splice(0)) socket.destroy();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
}

describe('how a read ended', () => {
  test('enough', async () => {
    const { peer } = await withServer((socket) => socket.write('hello'));
    expect(await peer.readBytes(5)).toBe('enough');
    expect(peer.received.toString()).toBe('hello');
  });

  test('FIN', async () => {
    const { peer } = await withServer((socket) => socket.resume().end('he'));
    expect(await peer.readBytes(5)).toBe('fin');
    expect(peer.received.toString()).toBe('he');
  });

  test('RST', async () => {
    const { peer } = await withServer((socket) => socket.resetAndDestroy());
    expect(await peer.readBytes(5)).toBe('reset');
  });

  test('RST after FIN', async () => {
    const { peer } = await withServer((socket) => {
      socket.end('bye');
      socket.on('data', () => socket.resetAndDestroy());
    });
    expect(await peer.readToEnd()).toBe('fin');
    // After a FIN nobody reads any more: only writing shows that the other side has cut the connection.
    await poll(2000, async () => ((await peer.send('are you there?')) === 'reset' ? true : undefined));
    expect(peer.ended).toBe('reset');
  });

  test('silence', async () => {
    const { peer, transcript } = await withServer((socket) => socket.resume());
    expect(await peer.readBytes(1, 100)).toBe('silence');
    expect(transcript.events.at(-1)).toMatchObject({ kind: 'silence', text: '0.1 s' });
  });

  test('bytes that came before the end still count', async () => {
    const { peer } = await withServer((socket) => socket.resume().end('hello'));
    await peer.readToEnd();
    expect(await peer.readBytes(5)).toBe('enough');
  });

  test('the patience starts again with each byte', async () => {
    const { peer } = await withServer((socket) => {
      let sent = 0;
      const timer = setInterval(() => (sent++ < 5 ? socket.write('x') : clearInterval(timer)), 60);
    });
    expect(await peer.readBytes(5, 150)).toBe('enough');
  });
});

describe('sending', () => {
  test('to one that does not read: stalled', async () => {
    const { peer } = await withServer((socket) => socket.pause());
    let how = 'sent';
    for (let i = 0; i < 200 && how === 'sent'; i++) how = await peer.send(Buffer.alloc(256 * 1024), 150);
    expect(how).toBe('stalled');
  });

  test('to one that has cut the connection: reset', async () => {
    const { peer } = await withServer((socket) => socket.resetAndDestroy());
    await peer.readToEnd();
    expect(await peer.send('x')).toBe('reset');
  });

  test('in pieces, all of which arrive', async () => {
    const { peer } = await withServer((socket) => socket.pipe(socket));
    await peer.sendPieces([Buffer.from('a'), Buffer.from('b'), Buffer.from('c')]);
    expect(await peer.readBytes(3)).toBe('enough');
    expect(peer.received.toString()).toBe('abc');
  });
});

test('take gives each reply once', async () => {
  const { peer } = await withServer((socket) => socket.pipe(socket));
  await peer.send('one');
  await peer.readBytes(3);
  expect(peer.take().toString()).toBe('one');
  await peer.send('two');
  await peer.readBytes(6);
  expect(peer.take().toString()).toBe('two');
});

test('our reset is seen by the other side', async () => {
  let code: string | undefined;
  const { peer } = await withServer((socket) =>
    socket
      .on('data', (bytes) => socket.write(bytes))
      .on('error', (error: NodeJS.ErrnoException) => (code = error.code)),
  );
  // Once an answer has come, the other side has read; a reset with bytes unread may look like an end to it.
  await peer.send('x');
  await peer.readBytes(1);
  peer.reset();
  await poll(2000, () => code);
  expect(code).toBe('ECONNRESET');
});

test('nobody listens: no conversation', async () => {
  const { peer } = await withServer(() => {});
  const { remotePort } = peer.socket;
  peer.drop();
  await stopServer();
  expect(
    await connectPeer({ host: '127.0.0.1', port: remotePort as number }, new Transcript()),
  ).toBeUndefined();
});

describe('the transcript', () => {
  test('keeps what happened, in order, bounded', () => {
    const transcript = new Transcript();
    const reused = Buffer.alloc(KEPT_BYTES + 1, 'a');
    transcript.add(1, 'checker', 'data', { bytes: reused });
    reused.fill('b');
    expect(transcript.events[0]?.bytes).toEqual(Buffer.alloc(KEPT_BYTES, 'a'));
    expect(transcript.events[0]?.size).toBe(KEPT_BYTES + 1);
    for (let i = 0; i < KEPT_EVENTS; i++) transcript.add(1, 'checker', 'data', { bytes: reused });
    expect(transcript.events).toHaveLength(KEPT_EVENTS);
    expect(transcript.activity).toBe(KEPT_EVENTS + 1);
  });

  test('is closed with the verdict', () => {
    const transcript = new Transcript();
    transcript.close();
    transcript.add(1, 'checker', 'fin');
    expect(transcript.events).toEqual([]);
  });
});

describe('the scripted server', () => {
  test('runs its script for each client and tells of a fault of its own', async () => {
    const scripted = await ScriptedServer.listen(async (client, number) => {
      await client.readBytes(1);
      await client.send(`you are ${number}`);
      client.end();
      if (number === 2) throw new Error('fault of the checker');
    }, new Transcript());
    for (const number of [1, 2]) {
      const peer = (await connectPeer(
        { host: '127.0.0.1', port: scripted.port },
        new Transcript(),
      )) as Conversation;
      await peer.send('x');
      await peer.readToEnd();
      expect(peer.received.toString()).toBe(`you are ${number}`);
      peer.drop();
    }
    await expect(scripted.finished()).rejects.toThrow('fault of the checker');
    await scripted.close();
  });
});
