import { once } from 'node:events';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { freePort } from '../../checks/engine/program/ports.ts';
import type { Passage } from '../wire/looking_glass.ts';
import { Gate } from './gate.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that notes what it hears, a gate in front of it, and a client. */
async function open(target?: number) {
  const heard: string[] = [];
  const served: net.Socket[] = [];
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    served.push(socket);
    heard.push('connect');
    socket.on('data', (bytes) => heard.push(String(bytes)));
    socket.on('end', () => heard.push('end'));
    socket.on('error', () => heard.push('reset'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const port = target ?? (server.address() as net.AddressInfo).port;
  const gate = new Gate(
    () => net.connect({ port, host: '127.0.0.1', allowHalfOpen: true }),
    () => {},
  );
  const client = net.connect({ port: await gate.listen(), host: '127.0.0.1', allowHalfOpen: true });
  client.on('error', () => {});
  closers.push(() => {
    gate.close();
    client.destroy();
    server.close();
    for (const socket of served) socket.destroy();
  });
  const until = async <Value>(look: () => Value | undefined | false) => {
    const found = await poll(10_000, () => look() || undefined);
    expect(found, JSON.stringify({ heard, held: gate.held, passed: gate.passed })).toBeDefined();
    return found as Value;
  };
  const holds = (kind: Passage['kind'], from: Passage['from'] = 'client') =>
    until(() => gate.held.find((one) => one.kind === kind && one.from === from));
  const hears = (...what: string[]) => until(() => heard.join() === what.join());
  return { gate, client, heard, served, until, holds, hears };
}

test('nothing passes before it is let through, and then one thing at a time', async () => {
  const { gate, client, heard, served, holds, hears } = await open();
  const connect = await holds('connect');
  client.write('one');
  const one = await holds('data');
  client.end();
  await holds('fin');
  expect(heard).toEqual([]);
  gate.pass(connect);
  await hears('connect');
  gate.pass(one);
  await hears('connect', 'one');
  served[0]?.end('back');
  const back = await holds('data', 'server');
  await holds('fin', 'server');
  expect(client.bytesRead).toBe(0);
  gate.pass(back);
  expect(String((await once(client, 'data'))[0])).toBe('back');
  gate.pass(await holds('fin'));
  await hears('connect', 'one', 'end');
  gate.pass(await holds('fin', 'server'));
  await once(client, 'end');
  expect(gate.held).toEqual([]);
  expect(gate.passed.map(({ from, kind }) => `${from} ${kind}`)).toEqual([
    'client connect',
    'client data',
    'server data',
    'client fin',
    'server fin',
  ]);
});

test('what the same side has said before goes first', async () => {
  const { gate, client, holds, hears } = await open();
  client.write('one');
  await holds('data');
  client.end();
  gate.pass(await holds('fin'));
  await hears('connect', 'one', 'end');
});

test('two chunks become one, and one becomes two', async () => {
  const { gate, client, until, holds, hears } = await open();
  gate.pass(await holds('connect'));
  client.write('one');
  await holds('data');
  client.write('two');
  await until(() => gate.held.length === 2);
  gate.passTogether(gate.held);
  await hears('connect', 'onetwo');
  client.write('three');
  gate.pass(await holds('data'), 2);
  await hears('connect', 'onetwo', 'th');
  gate.pass(await holds('data'));
  await hears('connect', 'onetwo', 'th', 'ree');
  expect(gate.held).toEqual([]);
});

test('a reset is held, too', async () => {
  const { gate, client, holds, hears } = await open();
  gate.pass(await holds('connect'));
  await hears('connect');
  client.resetAndDestroy();
  gate.pass(await holds('reset'));
  await hears('connect', 'reset');
});

test('a server that is not there', async () => {
  const { gate, client, holds } = await open(await freePort());
  const closed = new Promise((resolve) => client.once('close', resolve));
  gate.pass(await holds('connect'));
  const refused = await holds('refused', 'server');
  expect(refused.text).toBe('ECONNREFUSED');
  gate.pass(refused);
  await closed;
});

test('an open gate holds nothing any more', async () => {
  const { gate, client, holds, hears } = await open();
  client.write('one');
  await holds('data');
  gate.open();
  await hears('connect', 'one');
  client.end('two');
  await hears('connect', 'one', 'two', 'end');
});
