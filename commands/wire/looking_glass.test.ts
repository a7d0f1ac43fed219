import { once } from 'node:events';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { freePort } from '../../checks/engine/program/ports.ts';
import { LookingGlass, type Passage } from './looking_glass.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server behind a looking glass; `connect` makes a client in front of it. */
async function behindGlass(onSocket: (socket: net.Socket) => void) {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    onSocket(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as net.AddressInfo;
  const passages: Passage[] = [];
  const glass = new LookingGlass({ host: '127.0.0.1', port }, (passage) => passages.push(passage));
  const front = await glass.listen(0);
  closers.push(
    () => server.close(),
    () => glass.close(),
  );
  const connect = () => {
    const socket = net.connect({ port: front, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    closers.push(() => socket.destroy());
    return socket;
  };
  const kinds = () => passages.map(({ from, kind }) => `${from} ${kind}`);
  return { passages, kinds, connect, front };
}

/** Everything that a socket says, and how it ends. */
function heard(socket: net.Socket): Promise<{ bytes: Buffer; end: string }> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const done = (end: string) => resolve({ bytes: Buffer.concat(chunks), end });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => done('fin'));
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''));
  });
}

const eventually = async (condition: () => boolean) =>
  expect(await poll(10_000, () => (condition() ? true : undefined)), String(condition)).toBe(true);

const noise = (length: number) => Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7919) >> 3));

test('every byte both ways, and each half-close by itself', async () => {
  const [asked, answered] = [noise(300_000), noise(700_001)];
  let atServer: Buffer = Buffer.alloc(0);
  const { kinds, connect } = await behindGlass(async (socket) => {
    const { bytes, end } = await heard(socket);
    expect(end).toBe('fin');
    atServer = bytes;
    socket.end(answered); // after the client has ended its side
  });
  const client = connect();
  const answer = heard(client);
  client.end(asked);
  expect((await answer).end).toBe('fin');
  expect((await answer).bytes.equals(answered)).toBe(true);
  expect(atServer.equals(asked)).toBe(true);
  expect(kinds()[0]).toBe('client connect');
  expect(kinds().indexOf('client fin')).toBeLessThan(kinds().indexOf('server data'));
  expect(kinds().at(-1)).toBe('server fin');
});

test('the server may end first, and still hears the client', async () => {
  let atServer = '';
  const { connect } = await behindGlass((socket) => {
    socket.end('only me');
    socket.on('data', (bytes) => (atServer += bytes));
  });
  const client = connect();
  const answer = await heard(client);
  expect([answer.bytes.toString(), answer.end]).toEqual(['only me', 'fin']);
  client.end('not yet');
  await eventually(() => atServer === 'not yet');
});

test('chunks stay apart when they come apart', async () => {
  const atServer: string[] = [];
  const { passages, connect } = await behindGlass((socket) => {
    socket.on('data', (bytes) => {
      atServer.push(String(bytes));
      socket.write(`got ${bytes}`);
    });
  });
  const client = connect();
  for (const word of ['GE', 'T /', ' HTTP/1.0\r', '\n']) {
    client.write(word);
    await once(client, 'data');
  }
  expect(atServer).toEqual(['GE', 'T /', ' HTTP/1.0\r', '\n']);
  expect(passages.filter(({ kind }) => kind === 'data').map(({ bytes }) => String(bytes))).toHaveLength(8);
});

test('a reset of the server reaches the client, behind its last words', async () => {
  const { kinds, connect } = await behindGlass((socket) => {
    socket.once('data', () => {
      socket.write('last words');
      socket.once('data', () => socket.resetAndDestroy());
    });
  });
  const client = connect();
  client.write('x');
  client.once('data', () => client.write('y'));
  const { bytes, end } = await heard(client);
  expect([String(bytes), end]).toEqual(['last words', 'ECONNRESET']);
  expect(kinds().at(-1)).toBe('server reset');
});

test('a reset close behind the last bytes is no end', async () => {
  let rounds = 0;
  const { kinds, connect } = await behindGlass((socket) => {
    const cut = () => socket.write('x', () => socket.resetAndDestroy());
    rounds++ < 10 ? cut() : socket.once('data', cut);
  });
  for (let i = 1; i <= 20; i++) {
    const client = connect();
    client.write('go');
    await heard(client); // this side of the test is Node too, and may take it for an end
    await eventually(() => kinds().filter((kind) => /^server (fin|reset)/.test(kind)).length === i);
    client.destroy();
  }
  expect(kinds().filter((kind) => kind === 'server fin')).toEqual([]);
  expect(kinds().filter((kind) => kind === 'server reset')).toHaveLength(20);
});

test('a reset of the client reaches the server', async () => {
  let end = '';
  const { kinds, connect } = await behindGlass((socket) => {
    heard(socket).then((result) => (end = result.end));
    socket.write('hello');
  });
  const client = connect();
  await once(client, 'data');
  client.resetAndDestroy();
  await eventually(() => end === 'ECONNRESET');
  expect(kinds().at(-1)).toBe('client reset');
});

test('a server that is not there: the client is cut off, and the reason is told', async () => {
  const glass: Passage[] = [];
  const front = new LookingGlass({ host: '127.0.0.1', port: await freePort() }, (passage) =>
    glass.push(passage),
  );
  closers.push(() => front.close());
  const client = net.connect(await front.listen(0), '127.0.0.1');
  expect((await heard(client)).end).toBe('ECONNRESET');
  expect(glass.map(({ from, kind, text }) => [from, kind, kind === 'refused' && text])).toEqual([
    ['client', 'connect', false],
    ['server', 'refused', 'ECONNREFUSED'],
  ]);
});

test('who does not read slows the other side down', async () => {
  let written = 0;
  const size = 100_000_000;
  const { connect } = await behindGlass((socket) => {
    const piece = Buffer.alloc(100_000);
    const more = () => {
      while (written < size) {
        written += piece.length;
        if (!socket.write(piece)) return;
      }
      socket.end();
    };
    socket.on('drain', more);
    more();
  });
  const client = connect();
  client.pause();
  // The buffers of the systems fill, and then nothing moves any more.
  let before = -1;
  let same = 0;
  await eventually(() => {
    same = written === before ? same + 1 : 0;
    before = written;
    return same > 20;
  });
  expect(written).toBeLessThan(40_000_000);
  let came = 0;
  client.on('data', (bytes) => {
    came += bytes.length;
  });
  client.resume();
  await once(client, 'end');
  expect(came).toBe(size);
}, 60_000);

test('a hundred conversations at once are kept apart', async () => {
  const { passages, connect } = await behindGlass((socket) => socket.pipe(socket));
  const answers = Array.from({ length: 100 }, async (_, i) => {
    const client = connect();
    const answer = heard(client);
    client.end(`client ${i}`);
    return String((await answer).bytes);
  });
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 100 }, (_, i) => `client ${i}`));
  for (let i = 1; i <= 100; i++) {
    const own = passages.filter(({ conversation, kind }) => conversation === i && kind === 'data');
    expect(own.map(({ from }) => from)).toEqual(['client', 'server']);
    expect(String(own[0]?.bytes)).toBe(String(own[1]?.bytes));
  }
});

test('a port that is taken', async () => {
  const { front } = await behindGlass(() => {});
  const other = new LookingGlass({ host: '127.0.0.1', port: 1 }, () => {});
  await expect(other.listen(front)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const free = await other.listen(0);
  expect(free).toBeGreaterThan(0);
  other.close();
});
