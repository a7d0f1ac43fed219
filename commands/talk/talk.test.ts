import { type ChildProcess, spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { freePort } from '../../checks/engine/program/ports.ts';
import { course } from '../../checks/testing/command.ts';
import { ROOT } from '../../checks/testing/labs.ts';

const children: ChildProcess[] = [];
const servers: net.Server[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) server.close();
});

async function serve(onSocket: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return String((server.address() as net.AddressInfo).port);
}

/** `npm run talk` with an open pipe as its keyboard. */
function talk(...args: string[]) {
  const child = spawn(process.execPath, [join(ROOT, 'commands/course.mjs'), 'talk', ...args]);
  children.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
  const closed = once(child, 'close');
  return {
    child,
    printed: () => printed,
    prints: async (text: string) => {
      expect(
        await poll(10_000, () => (printed.includes(text) ? true : undefined)),
        `"${text}" in:\n${printed}`,
      ).toBe(true);
    },
    ended: async () => (await closed)[0] as number | null,
  };
}

test('a script with escapes from a pipe, and its end as our end', async () => {
  let heard = '';
  const port = await serve((socket) => {
    socket.on('data', (bytes) => (heard += bytes.toString('latin1')));
    socket.on('end', () => socket.end('bye'));
  });
  const { stdout, code } = await course(['talk', '127.0.0.1', port], {
    stdin: Buffer.from('GET / HTTP/1.0\\r\\n\\r\\n\nplain\r\n\\x00\\\\\\\n'),
  });
  expect(heard).toBe('GET / HTTP/1.0\r\n\r\nplain\r\n\0\\');
  expect(stdout).toBe(
    '→ GET / HTTP/1.0\\r\\n\\r\\n\n→ plain\\r\\n\n→ \\x00\\\\\n← bye\nthe other side has ended\n',
  );
  expect(code).toBe(0);
});

test('hexadecimal, and the time of each chunk', async () => {
  const port = await serve((socket) => socket.end('\x1b[31mred'));
  const { stdout } = await course(['talk', '127.0.0.1', port, '--hex', '--time']);
  expect(stdout.replaceAll(/\d+\.\d{3} s/g, 'T')).toMatch(
    /^← +T {2}8 bytes\n {2}0000 {2}1b 5b 33 31 6d 72 65 64 +\.\[31mred\n +T {2}the other side has ended\n$/,
  );
});

test('what is not shown of 50 MB is counted, and memory stays where it is', { timeout: 30_000 }, async () => {
  const size = 50_000_000;
  const port = await serve((socket) => socket.end(Buffer.alloc(size, 0xff)));
  const { stdout, code } = await course(['talk', '127.0.0.1', port], {
    env: { NODE_OPTIONS: '--max-old-space-size=60' },
  });
  expect(code).toBe(0);
  expect(stdout.length).toBeLessThan(400_000);
  const shown = stdout.split('\\xff').length - 1;
  const counted = [...stdout.matchAll(/… (\d+) more bytes/g)].reduce((sum, [, n]) => sum + Number(n), 0);
  expect(shown + counted).toBe(size);
});

test.for<[string, (socket: net.Socket) => void]>([
  ['at once', (socket) => socket.resetAndDestroy()],
  ['behind some bytes', (socket) => socket.write('x', () => socket.resetAndDestroy())],
])('a reset %s', async ([, onSocket]) => {
  const port = await serve(onSocket);
  const client = talk('127.0.0.1', port); // its own side stays open
  expect(await client.ended()).toBe(1);
  expect(client.printed()).toMatch(/^(← x\n)?The other side cut the connection \(reset\)\.\n$/);
});

test('nobody listens', async () => {
  const port = String(await freePort());
  const { code, stderr } = await course(['talk', '127.0.0.1', port]);
  expect([code, stderr]).toEqual([
    1,
    `Nobody listens on 127.0.0.1:${port}. Is the server running, and on this port?\n`,
  ]);
});

test('being the server: one client, a second one that waits, and our answer from a pipe', async () => {
  const port = await freePort();
  const server = talk('--listen', String(port), '--crlf');
  await server.prints(`listening on 127.0.0.1:${port}`);
  const one = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  one.write('hello\n');
  await server.prints('← #1 hello\\n');
  server.child.stdin.write('HTTP/1.0 200 OK\n\n');
  await server.prints('→ #1 \\r\\n');
  const two = net.connect({ port, host: '127.0.0.1' });
  two.on('error', () => {});
  await server.prints(', and waits');
  expect(String((await once(one, 'data'))[0])).toContain('HTTP/1.0 200 OK\r\n');
  server.child.stdin.end();
  await once(one, 'end');
  one.end();
  expect(await server.ended()).toBe(0);
  two.destroy();
});

test('a port that is in use', async () => {
  const port = await serve(() => {});
  const { code, stderr } = await course(['talk', port, '--listen']);
  expect([code, stderr]).toEqual([
    1,
    `Another program listens on 127.0.0.1:${port} already. End it, or take another port.\n`,
  ]);
});

test('datagrams, to a server and as a server', async () => {
  const port = await freePort();
  const server = talk('--udp', '--listen', String(port));
  await server.prints('(UDP)');
  server.child.stdin.write('answer\n');
  const client = talk('--udp', '127.0.0.1', String(port));
  client.child.stdin.write('question\\\n');
  await server.prints('← #1 question\n');
  await client.prints('← answer\\n');
  server.child.stdin.end();
  client.child.stdin.end();
  expect([await server.ended(), await client.ended()]).toEqual([0, 0]);
  expect(client.printed()).toBe('→ question\n← answer\\n\n');
});

test('datagrams that nobody answers', async () => {
  const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { code, stdout } = await course(['talk', '--udp', '127.0.0.1', String(socket.address().port)], {
    stdin: Buffer.from('x\n'),
  });
  socket.close();
  expect([code, stdout]).toEqual([0, expect.stringContaining('No answer came.')]);
});

test.for<[string[], string]>([
  [['--crlf', '--lf', '127.0.0.1', '1'], 'Either --crlf or --lf'],
  [['--raw', '--lf', '127.0.0.1', '1'], '--raw leaves'],
  [['--listen', '0.0.0.0', '50000'], 'which nobody else can reach'],
  [['--listen', 'x'], 'A port is a number'],
  [['127.0.0.1', '0'], 'A port is a number'],
])('%j', async ([args, message]) => {
  const { code, stderr } = await course(['talk', ...args]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
