import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { poll } from '../checks/engine/deadline.ts';
import { copyOfTheCourse, course, type Ran } from '../checks/testing/command.ts';

const { root, remove } = copyOfTheCourse();
afterAll(remove);
const pageFile = join(root, '.workbook/page.json');

/** Starts the page, and gives what it prints and how it ends. */
function start(...args: string[]) {
  let child: ChildProcess | undefined;
  let printed = '';
  const ended: Promise<Ran> = course(['start', '--no-open', ...args], {
    root,
    onStart: (started) => {
      child = started;
      started.stdout?.on('data', (text) => {
        printed += text;
      });
    },
  });
  const url = async () => {
    const found = await poll(20_000, () => /http:\S+/.exec(printed)?.[0]);
    if (!found) throw new Error(`no address was printed: ${printed}`);
    return found;
  };
  return { ended, url, signal: (name: NodeJS.Signals) => child?.kill(name), printed: () => printed };
}

/** A port that was free a moment ago, with a free one behind it most of the time. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(Math.min(port, 65_000)));
    });
  });

test('the page is there until it is asked to end, and leaves nothing behind', {
  timeout: 60_000,
}, async () => {
  const port = await freePort();
  const first = start('--port', String(port));
  const url = await first.url();
  const response = await fetch(url);
  expect(response.status).toBe(200);
  const { port: noted, token, pid } = JSON.parse(readFileSync(pageFile, 'utf8'));
  expect(url).toBe(`http://127.0.0.1:${noted}/`);
  expect(await response.text()).toContain(token);
  expect(pid).toBeGreaterThan(0);
  if (process.platform !== 'win32') expect(statSync(pageFile).mode & 0o777).toBe(0o600);

  // A second one takes the next port, says so, and does not lose the file of the other when it ends.
  const second = start('--port', String(noted));
  expect(await second.url()).not.toBe(url);
  expect(second.printed()).toContain(`Port ${noted} is taken.`);
  const run = await fetch(`${await second.url()}api/labs/lab01/run`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Workbook': JSON.parse(readFileSync(pageFile, 'utf8')).token,
    },
    body: '{}',
  });
  expect(run.status).toBe(202);
  // In the middle of a run.
  second.signal('SIGINT');
  expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(pageFile)).toBe(false);

  writeFileSync(pageFile, JSON.stringify({ port: 1, token: 'x', pid: 1 }));
  first.signal('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(pageFile)).toBe(true);
});

test.for([
  [['--port', 'x'], "--port needs a whole number from 0 to 65535, not 'x'."],
  [['--port', '70000'], "--port needs a whole number from 0 to 65535, not '70000'."],
  [['--prot', '1'], 'There is no option --prot. Did you mean --port?'],
  [['lab01'], 'npm start takes options only: npm start -- --port 4001'],
] as const)('%s', { timeout: 20_000 }, async ([args, message]) => {
  const { code, stderr } = await course(['start', ...args], { root });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('--help', async () => {
  const { code, stdout } = await course(['start', '--help'], { root });
  expect(code).toBe(0);
  expect(stdout).toContain('--no-open');
});
