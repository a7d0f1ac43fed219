// `npm run demo` as a lecturer uses it: in a real terminal, and without one.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { isFree } from '../../checks/engine/program/ports.ts';
import { copyOfTheCourse, course } from '../../checks/testing/command.ts';
import { hasTmux, TmuxScreen } from '../../checks/testing/tmux.ts';
import type { DemoRecording } from './recording.ts';

const folder = mkdtempSync(join(tmpdir(), 'demos-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the list', async () => {
  const { code, stdout } = await course(['demo']);
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  await expect(stdout).toMatchFileSnapshot('../golden/demo list.txt');
});

test('all demos are rehearsed, and nothing is left behind', async () => {
  const own = mkdtempSync(join(folder, 'tmp-'));
  const { code, stdout, stderr } = await course(['demo', '--auto', 'all'], { env: { TMPDIR: own } });
  expect([code, stderr], stdout).toEqual([0, '']);
  expect(stdout).toMatch(/\n10 of 10 demos went as they should\.\n$/);
  expect(readdirSync(own).filter((name) => /^(mutant|demo|workbook)-/.test(name))).toEqual([]);
});

test('--record keeps what was sent, and what was said', async () => {
  const file = join(folder, 'echo.json');
  const { code, stdout } = await course(['demo', 'echo', '--auto', '--record', file]);
  expect(code).toBe(0);
  expect(stdout).toContain(`6 events are kept in ${file}.`);
  const { captions, events, ...about } = JSON.parse(readFileSync(file, 'utf8')) as DemoRecording;
  expect(about).toEqual({ title: 'echo: Who waits for whom?', client: 'client', server: 'server' });
  expect(events.map(({ conversation, from, kind, size }) => [conversation, from, kind, size])).toEqual([
    [0, 'server', 'start', undefined],
    [1, 'client', 'connect', undefined],
    [1, 'client', 'data', 5],
    [1, 'server', 'data', 5],
    [1, 'client', 'fin', undefined],
    [1, 'server', 'fin', undefined],
  ]);
  expect(captions).toHaveLength(8);
  expect(captions[0]).toMatchObject({ text: 'The server runs and listens. No client is there yet.' });
  const times = [...events, ...captions].map(({ at }) => at);
  expect(times.every((at) => at >= 0 && at < 60_000)).toBe(true);
});

test('the connections of a second part count on', async () => {
  const file = join(folder, 'slow.json');
  await course(['demo', 'slow', '--auto', '--record', file]);
  const { events } = JSON.parse(readFileSync(file, 'utf8')) as DemoRecording;
  const connects = events.filter(({ kind }) => kind === 'connect').map(({ conversation }) => conversation);
  expect(connects).toEqual([1, 2, 3, 4]);
});

describe('wrong use', () => {
  writeFileSync(join(folder, 'other.txt'), 'not ours');
  test.for<[string[], string]>([
    [['ecko'], "There is no demo 'ecko'. Did you mean echo? All demos: echo stream montreal"],
    [
      ['echo'],
      'A demo needs a terminal with keys. Without one it can be rehearsed: npm run demo echo -- --auto',
    ],
    [['--auto'], 'Which demo? Name one, or all: npm run demo -- --auto all'],
    [['all'], 'One after the other: npm run demo echo, and then the key n.'],
    [['--page'], 'Which demo? Name one: npm run demo echo -- --page'],
    [['echo', 'slow', '--page'], 'One after the other: npm run demo echo, and then the key n.'],
    [['echo', '--page', '--auto'], 'A rehearsal is text, and has no page: leave out --auto or --page.'],
    [['echo', '--fast'], 'There is no option --fast.'],
    [['all', '--auto', '--record', 'x.json'], 'One file holds one demo.'],
    [['echo', '--auto', '--record', join(folder, 'other.txt')], 'is something else than a recording'],
    [['echo', '--auto', '--record', join(folder, 'none/x.json')], 'cannot be written (ENOENT)'],
  ])('%j', async ([args, message]) => {
    const { code, stderr } = await course(['demo', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

test('a copy of the course without its solutions, or without its broken programs', async () => {
  const { root, remove } = copyOfTheCourse();
  try {
    rmSync(join(root, 'solutions/lab03-time-server'), { recursive: true });
    rmSync(join(root, 'checks/lab06-http-serve2/mutants'), { recursive: true });
    const time = await course(['demo', 'time', '--auto'], { root });
    expect([time.code, time.stderr]).toEqual([1, '']);
    expect(time.stdout.replaceAll(/\s+/g, ' ')).toContain(
      '✘ time, part 1, step 1: This demo shows solutions/lab03-time-server/time_server.ts, and there is no such file.',
    );
    const length = await course(['demo', 'length', '--auto'], { root });
    expect([length.code, length.stderr]).toEqual([1, '']);
    expect(length.stdout).toContain('checks/lab06-http-serve2/mutants/mutants.ts');
    // Everything else of the course goes on.
    expect((await course(['list'], { root })).code).toBe(0);
  } finally {
    remove();
  }
});

describe.skipIf(!hasTmux && !process.env.CI)('in a terminal', { timeout: 90_000 }, () => {
  let screen: TmuxScreen | undefined;
  afterEach(() => screen?.close());
  const demo = (words: string[], size = {}) => {
    screen = new TmuxScreen(['demo', ...words], size);
    return screen;
  };
  const portOn = (text: string) => Number(/listening on 127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
  const isGone = async (port: number) =>
    expect(await poll(10_000, async () => ((await isFree(port)) ? true : undefined))).toBe(true);

  test('step by step, the next demo, and the terminal back', async () => {
    const at = demo(['echo']);
    const port = portOn(await at.shows('prints: listening on'));
    await at.shows('space next · b again · w wire · n next: stream · q quit');
    at.press('Space');
    await at.shows(/··> ends its side \(FIN\) +on its way/);
    at.press('Enter');
    await at.shows('──▶ connects');
    at.press('Right');
    await at.shows(/<·· some bytes +on its way/);
    at.type('w');
    await at.shows('w back');
    at.type('n');
    await at.shows('A stream is not messages');
    await isGone(port);
    const next = portOn(await at.shows('prints: listening on'));
    at.type('q');
    expect(await at.shows(/\nexit code 0$/)).toBe('To show it again: npm run demo stream\nexit code 0');
    await isGone(next);
  });

  test('Ctrl-C, while a browser is waited for; and the recording is kept', async () => {
    const file = join(folder, 'browser.json');
    const at = demo(['browser', '--record', file], { columns: 120, rows: 40 });
    const port = portOn(await at.shows('prints: listening on'));
    at.press('Space');
    await at.shows(/Open this address in a browser: http:\/\/127\.0\.0\.1:\d+\//);
    at.press('C-c');
    expect(await at.shows(/\nexit code 0$/)).toContain('1 event is kept in');
    await isGone(port);
  });

  test('a window that is too small, and grows', async () => {
    const at = demo(['time'], { columns: 60, rows: 12 });
    await at.shows('This window has 60 columns and 12 rows.');
    at.resize(80, 24);
    await at.shows('What does a client have to send to get the time?');
  });
});
