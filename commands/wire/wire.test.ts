import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { freePort } from '../../checks/engine/program/ports.ts';
import { course } from '../../checks/testing/command.ts';
import { ROOT } from '../../checks/testing/labs.ts';
import type { LivePart } from '../../workbook/server/api.ts';
import type { Recording } from '../../workbook/wire_view/record.ts';
import { main } from '../wire.ts';
import { PageLink, runningPage } from './page_link.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-'));
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serve(onSocket: (socket: net.Socket) => void): Promise<number> {
  const server = net.createServer(onSocket).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return (server.address() as net.AddressInfo).port;
}

/** `npm run wire`, ready for clients at `port`. */
async function wire(target: number, ...args: string[]) {
  const port = await freePort();
  const command = [
    join(ROOT, 'commands/course.mjs'),
    'wire',
    String(target),
    '--port',
    String(port),
    ...args,
  ];
  const child: ChildProcess = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  closers.push(() => child.kill('SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (printed += text));
  const prints = async (text: string) =>
    expect(await poll(10_000, () => (printed.includes(text) ? true : undefined)), printed).toBe(true);
  await prints('Ctrl-C leaves.');
  const ends = async () => {
    const closed = once(child, 'close');
    child.kill('SIGINT');
    return (await closed)[0];
  };
  return { port, prints, ends, printed: () => printed };
}

test('shows a conversation, keeps it in a file, and ends with Ctrl-C while a client is there', async () => {
  const target = await serve((socket) => socket.on('data', () => socket.write('HTTP/1.0 200 OK\nX: y\n\n')));
  const file = join(folder, 'talk.json');
  const { port, prints, ends } = await wire(target, '--save', file);
  const client = net.connect(port, '127.0.0.1', () => client.write('GET / HTTP/1.0\r\n\r\n'));
  client.on('error', () => {});
  await once(client, 'data');
  await prints('a bare LF');
  expect(await ends()).toBe(0);
  await prints('3 events are kept in');
  const { events, ...about } = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  expect(about).toEqual({ title: `npm run wire ${target}`, client: 'client', server: `127.0.0.1:${target}` });
  expect(events.map(({ conversation, from, kind, size }) => [conversation, from, kind, size])).toEqual([
    [1, 'client', 'connect', undefined],
    [1, 'client', 'data', 18],
    [1, 'server', 'data', 22],
  ]);
  expect(Buffer.from(events[2]?.bytes ?? '', 'base64').toString()).toBe('HTTP/1.0 200 OK\nX: y\n\n');
});

test('the server is not running', async () => {
  const target = await freePort();
  const { port, prints } = await wire(target);
  const client = net.connect(port, '127.0.0.1');
  await once(client, 'error').catch(() => {});
  await prints(`nobody listens on 127.0.0.1:${target}. Is the server running?`);
});

test('without --port: the next free one', async () => {
  const target = await serve(() => {});
  const child = spawn(process.execPath, [join(ROOT, 'commands/course.mjs'), 'wire', String(target)]);
  closers.push(() => child.kill('SIGKILL'));
  const [text] = await once(child.stdout, 'data');
  const port = Number(/Looking glass on 127\.0\.0\.1:(\d+)/.exec(String(text))?.[1]);
  expect(port).toBeGreaterThan(0);
  expect(port).not.toBe(target);
});

describe('wrong use', () => {
  writeFileSync(join(folder, 'other.txt'), 'not ours');
  test.for<[string[], string]>([
    [[], 'In front of which server?'],
    [['http'], 'A port is a number'],
    [['example.com', '80'], 'The server must be on 127.0.0.1 or ::1'],
    [['8080', '--port', '8080'], 'The server is on port 8080 itself'],
    [['8080', '--save', join(folder, 'other.txt')], 'is something else than a recording'],
    [['8080', '--save', join(folder, 'none/x.json')], 'cannot be written (ENOENT)'],
  ])('%j', async ([args, message]) => {
    const { code, stderr } = await course(['wire', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('a port that is in use', async () => {
    const taken = await serve(() => {});
    const { code, stderr } = await course(['wire', '8080', '--port', String(taken)]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Port ${taken} is in use.`)]);
  });
});

describe('--open', () => {
  test('the file of the page is believed when it makes sense', () => {
    mkdirSync(join(folder, '.workbook'), { recursive: true });
    const page = (text: string) => {
      writeFileSync(join(folder, '.workbook/page.json'), text);
      return runningPage(folder);
    };
    expect(page('{"port": 4000, "token": "abcdefgh-123", "more": 1}')).toEqual({
      port: 4000,
      token: 'abcdefgh-123',
    });
    for (const text of [
      '',
      '{',
      'null',
      '{"port": "4000", "token": "abcdefgh"}',
      '{"port": 4000, "token": "a\\r\\nb"}',
    ]) {
      expect(page(text), text).toBeUndefined();
    }
    expect(runningPage(join(folder, 'none'))).toBeUndefined();
  });

  test('no page runs', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    closers.push(() => said.mockRestore());
    const load = () => Promise.reject(new Error('nothing to load'));
    expect(await main({ root: join(folder, 'none'), args: ['8080', '--open'], load })).toBe(2);
    expect(said.mock.calls.join()).toBe(
      'The page of the course does not run. Start it in another terminal: npm start',
    );
  });

  test('events go to the page in order, a few at a time, and a page that goes away is told once', async () => {
    const parts: LivePart[] = [];
    const server = http.createServer(async (request, response) => {
      expect(request.headers).toMatchObject({ 'x-workbook': 'abcdefgh', 'content-type': 'application/json' });
      let text = '';
      for await (const piece of request) text += piece;
      parts.push(JSON.parse(text));
      response.writeHead(parts.length > 5 ? 403 : 200).end('{}');
    });
    closers.push(() => server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as net.AddressInfo;
    const lost: string[] = [];
    const about = { title: 't', client: 'client', server: 's' };
    const link = new PageLink({ port, token: 'abcdefgh' }, about, (why) => lost.push(why));
    expect(await link.greet()).toBeUndefined();
    const event = (at: number, length = 3) => ({
      at,
      conversation: 1,
      from: 'client' as const,
      kind: 'data' as const,
      bytes: Buffer.alloc(length).toString('base64'),
      size: length,
    });
    for (let i = 0; i < 30; i++) link.add(event(i, 60_000));
    await link.flush();
    expect(parts.length).toBe(5);
    const events = parts.flatMap((part) => part.events);
    expect(events.map(({ at }) => at)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(Buffer.from(events[0]?.bytes ?? '', 'base64').length).toBeGreaterThan(16_000);
    expect(new Set(parts.map(({ recording }) => recording)).size).toBe(1);
    link.add(event(31));
    await link.flush();
    link.add(event(32));
    await link.flush();
    expect(lost).toEqual(['it answers 403']);
    expect(parts.length).toBe(6);
  });
});
