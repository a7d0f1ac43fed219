// The keys, and what they do to real programs.
import { afterEach, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { isFree } from '../../checks/engine/program/ports.ts';
import { ROOT } from '../../checks/testing/labs.ts';
import type { Demo } from './demo.ts';
import { Show } from './show.ts';
import { demoNamed } from './testing.ts';

let show: Show | undefined;
afterEach(() => show?.close());

function shown(demo: Demo | string, next?: string) {
  const left: string[] = [];
  const made = new Show(typeof demo === 'string' ? demoNamed(demo) : demo, {
    root: ROOT,
    next,
    changed: () => {},
    leave: (why) => left.push(why),
  });
  show = made;
  const keys = () => made.keys.map(({ name }) => name).join(' ');
  const until = async (look: () => boolean) =>
    expect(await poll(10_000, () => look() || undefined), JSON.stringify(made.model.step)).toBe(true);
  return { show: made, left, keys, until };
}

/** The port of the server, as it prints it. */
const portOf = (show: Show) => Number(/:(\d+)/.exec(show.model.sides.server.printed)?.[1]);

test('a demo from its first key to its last, and again', async () => {
  const { show, keys, until } = shown('echo', 'stream');
  const beginning = show.begin();
  expect(show.model.busy).toBe('The server is being started …');
  expect(keys()).toBe('b w n q');
  await beginning;
  expect(keys()).toBe('space b w n q');
  await until(() => portOf(show) > 0);
  const first = portOf(show);
  await show.press('space');
  await until(() => show.model.wire.held.length === 3);
  expect(show.model.step.number).toBe(2);
  expect(show.model.wire.passed).toEqual([]);
  // Enter, the arrow and the remote control of a lecturer do the same.
  for (const key of ['return', 'right', 'pagedown', 'space', 'space', 'space']) await show.press(key);
  expect(show.model.over).toBe(true);
  expect(show.model.sides.client.printed).toContain('received 5 bytes\nHello\n');
  expect(keys()).toBe('b w n q');
  await show.press('space');
  expect(show.model.step.number).toBe(8);
  await show.press('b');
  expect(show.model.step.number).toBe(1);
  expect(show.model.wire.passed).toEqual([]);
  await until(() => portOf(show) > 0);
  expect(await isFree(first)).toBe(true);
});

test('the parts of a demo: on to the next, and this one again', async () => {
  const { show, keys } = shown('slow');
  await show.begin();
  for (let i = 0; i < 11; i += 1) await show.press('space');
  expect(show.model.act).toMatchObject({ number: 2, of: 2 });
  expect(show.model.step).toMatchObject({ number: 12, of: 18 });
  expect(keys()).toBe('space b r w q');
  await show.press('space');
  await show.press('r');
  expect(show.model.step.number).toBe(12);
  await show.press('b');
  expect(show.model.step.number).toBe(1);
});

test('the wire alone, scrolled, and back', async () => {
  const { show } = shown('echo');
  await show.begin();
  await show.press('w');
  show.scroll(1, 3);
  expect([show.model.wide, show.model.scroll]).toEqual([true, 4]);
  show.scroll(-1, 0);
  expect(show.model.scroll).toBe(0);
  await show.press('w');
  expect([show.model.wide, show.model.scroll]).toEqual([false, undefined]);
});

test('leaving ends the server, and other keys do nothing', async () => {
  const { show, left, until } = shown('time', 'http');
  await show.begin();
  await until(() => portOf(show) > 0);
  const port = portOf(show);
  for (const key of ['x', 'r', 'n', 'q', 'q!']) await show.press(key);
  expect(left).toEqual(['next', 'quit', 'quit']);
  await show.close();
  expect(await isFree(port)).toBe(true);
});

test('a browser is waited for, and the wait can be left', async () => {
  const { show, until } = shown('browser');
  await show.begin();
  const address = show.model.sides.client.address as string;
  const waiting = show.press('space');
  expect(show.model.busy).toBe(`Open this address in a browser: ${address}`);
  await show.press('b');
  await waiting;
  expect(show.model.busy).toBeUndefined();
  expect(show.model.step.number).toBe(1);
  const again = show.press('space');
  const asked = fetch(show.model.sides.client.address as string).catch((error) => error);
  await again;
  await show.press('space');
  await until(() => show.model.wire.held.some(({ from }) => from === 'server'));
  expect(show.model.sides.server.printed).toContain('GET / HTTP/1.1');
  await show.press('space');
  await show.press('space');
  await show.press('space');
  // What is no HTTP is not accepted.
  expect(await asked).toBeInstanceOf(Error);
});

const [act] = demoNamed('echo').acts;
const oneStep = (change: Partial<Demo['acts'][0]>): Demo => ({
  ...demoNamed('echo'),
  acts: [{ ...(act as Demo['acts'][0]), ...change }],
});

test('what cannot be is said in one sentence', async () => {
  const missing = shown(oneStep({ server: { lab: 'lab99-none', file: 'none.ts', args: [] } }));
  await missing.show.begin();
  expect(missing.show.model.trouble).toBe(
    'This demo shows solutions/lab99-none/none.ts, and there is no such file. Copies of the course without solutions have no demos.',
  );
  expect(missing.keys()).toBe('b w q');
  await missing.show.close();
  const { server } = act as Demo['acts'][0];
  const crashes = shown(oneStep({ server: { ...server, mutant: 'crashes-at-start' } }));
  await crashes.show.begin();
  expect(crashes.show.model.trouble).toMatch(/^[^\n]*$/);
  expect(crashes.show.model.trouble).not.toContain('    at ');
  await crashes.show.close();
  const dies = shown(
    oneStep({
      server: { ...server, mutant: 'dies-after-first-echo' },
      client: { kind: 'script', title: '' },
      steps: [
        { say: '', server: '' },
        { say: '', action: { do: 'connect' } },
        { say: '', action: { do: 'send', text: 'one' } },
        { say: '', action: { do: 'pass', from: 'client', kind: 'data' } },
        { say: '', action: { do: 'pass', from: 'server', kind: 'data' } },
        { say: '', action: { do: 'send', text: 'two' } },
        { say: '', action: { do: 'pass', from: 'client', kind: 'data' } },
        { say: '', action: { do: 'pass', from: 'server', kind: 'data' } },
      ],
    }),
  );
  await dies.show.begin();
  for (let i = 0; i < 7; i += 1) await dies.show.press('space');
  expect(dies.show.model.trouble).toBe(
    'The server has ended by itself, in the middle of the demo. Press b to start again.',
  );
});
