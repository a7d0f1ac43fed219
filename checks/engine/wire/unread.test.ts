import net from 'node:net';
import { expect, test } from 'vitest';
import { poll } from '../deadline.ts';
import { HAS_PROC } from '../program/processes.ts';
import { unreadBytes } from './unread.ts';

test.runIf(HAS_PROC).for([
  ['127.0.0.1', '127.0.0.1'],
  ['::', '127.0.0.1'],
])('a server on %s that has not read yet, and then has', async ([listen, connect]) => {
  let theirs: net.Socket | undefined;
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    theirs = socket;
  });
  await new Promise<void>((resolve) => server.listen(0, listen, resolve));
  const ours = net.connect((server.address() as net.AddressInfo).port, connect);
  await new Promise((resolve) => ours.once('connect', resolve));
  ours.write('seven b');
  expect(await poll(2000, () => (unreadBytes(ours) === 7 ? 7 : undefined))).toBe(7);
  theirs?.resume();
  expect(await poll(2000, () => (unreadBytes(ours) === 0 ? 0 : undefined))).toBe(0);
  theirs?.destroy();
  ours.destroy();
  server.close();
});
