import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { poll, within } from '../../engine/deadline.ts';
import { cleanEnvironment } from '../../engine/program/environment.ts';
import { freePort, isFree } from '../../engine/program/ports.ts';
import { allPids, groupMembers, HAS_PROC, procFile } from '../../engine/program/processes.ts';
import { fillIn } from '../../engine/program/words.ts';
import { HTTP_PEERS } from '../http_peers.ts';
import { ROOT } from '../labs.ts';
import type { Peer } from '../peer.ts';

const PATH = [process.env.PATH ?? '', '/usr/local/sbin', '/usr/sbin', join(ROOT, 'node_modules/.bin')].join(
  delimiter,
);
const WITHIN = { timeout: 20_000 };

/** Where a missing program is an oversight: there the tests of it fail. */
const ALL_ARE_INSTALLED = process.env.CI === '1'; // as .ci/run sets it

function isInstalled(command: string): boolean {
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command));
      return true;
    } catch {
      return false;
    }
  });
}

// The lines end in CRLF, because Python and busybox hand on what they are.
const HELLO: Readonly<Record<string, string>> = {
  'hello.sh': `#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\nhello from sh'\n`,
  'hello.py': `#!/usr/bin/env python3\nprint('Content-Type: text/plain\\r\\n\\r\\nhello from py')\n`,
  'hello.mjs': `#!/usr/bin/env node\nconsole.log('Content-Type: text/plain\\r\\n\\r\\nhello from mjs');\n`,
  'hello.ts': `#!/usr/bin/env tsx\nconst name: string = 'ts';\nconsole.log(\`Content-Type: text/plain\\r\\n\\r\\nhello from \${name}\`);\n`,
};

/** A running server, its web root, and the folder that it was given for temporary files. */
interface Running {
  child: ChildProcess;
  pid: number;
  port: number;
  folder: string;
  exited: Promise<unknown>;
}

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

/** Starts a server on a small web root that only its owner can read, and waits until it answers. */
async function start({ words }: Peer, edit: (root: string) => void = () => {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'servers-'));
  const root = join(folder, 'root');
  mkdirSync(join(root, 'sub'), { recursive: true });
  mkdirSync(join(root, 'cgi-bin'));
  mkdirSync(join(folder, 'tmp'), { mode: 0o755 });
  writeFileSync(join(root, 'hello.txt'), 'hello\n', { mode: 0o600 });
  writeFileSync(join(root, 'sub/two words.txt'), 'two\n', { mode: 0o600 });
  for (const [name, text] of Object.entries(HELLO)) {
    writeFileSync(join(root, 'cgi-bin', name), text, { mode: 0o700 });
  }
  edit(root);
  const port = await freePort();
  const [command = '', ...args] = fillIn(words, { port: String(port), root });
  const child = spawn(command, args, {
    cwd: folder,
    env: cleanEnvironment({ PATH, TMPDIR: join(folder, 'tmp') }),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const pid = child.pid as number;
  cleanUps.push(() => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {} // gone, as it should be
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  const answer = await poll(
    8000,
    () => get(port, '/hello.txt').catch(() => undefined),
    () => child.exitCode !== null,
  );
  if (!answer) throw new Error(`the server did not answer: ${stderr}`);
  return { child, pid, port, folder, exited };
}

function get(port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text) => {
          body += text;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.on('error', reject);
      })
      .on('error', reject);
  });
}

/** Sees that the server ended within a second and left nothing: no process, no port, no temporary file. */
async function expectNothingLeft({ pid, port, folder, exited }: Running): Promise<void> {
  expect(await within(1000, exited), 'it ends within a second').toBeDefined();
  const left = await poll(1000, () => {
    const some = HAS_PROC ? [...groupMembers(pid), ...mentioning(folder)] : [];
    return some.length === 0 && readdirSync(join(folder, 'tmp')).every((name) => /^tsx-/.test(name))
      ? true
      : undefined;
  });
  expect(left, `${readdirSync(join(folder, 'tmp'))} or a process is left`).toBe(true);
  // The system may take a moment to tidy up behind one that was killed.
  const free = await poll(2000, async () => (await isFree(port)) || undefined);
  expect(free, 'the port is free again').toBe(true);
}

/** Living processes that have the folder in their command line, whatever their group. */
const mentioning = (folder: string): number[] =>
  allPids().filter((pid) => procFile(`${pid}/cmdline`).includes(folder));

const titled = (peers: readonly Peer[]) =>
  peers.map((peer) => {
    const missing = isInstalled(peer.needs) ? '' : `: ${peer.needs} IS NOT INSTALLED`;
    return {
      title: `${peer.name}, as ${peer.lab}${missing}`,
      skip: missing !== '' && !ALL_ARE_INSTALLED,
      peer,
    };
  });

describe.skipIf(process.platform === 'win32')('a real HTTP server', () => {
  for (const { title, skip, peer } of titled(HTTP_PEERS)) {
    test.skipIf(skip)(title, WITHIN, async () => {
      const server = await start(peer);
      const { port } = server;
      expect((await get(port, '/nothing-here')).status).toBe(404);
      if (peer.lab === 'lab08') {
        const { status, body } = await get(port, '/sub/');
        expect(status).toBe(200);
        // serve encodes the blank as little as a browser needs.
        expect(body).toMatch(/href="[^"]*two(%20| )words\.txt"/);
      } else {
        expect(await get(port, '/hello.txt')).toEqual({ status: 200, body: 'hello\n' });
      }
      if (peer.lab === 'lab10') {
        for (const kind of ['sh', 'py', 'mjs', 'ts']) {
          const { status, body } = await get(port, `/cgi-bin/hello.${kind}`);
          expect([status, body.trimEnd()]).toEqual([200, `hello from ${kind}`]);
        }
        expect((await get(port, '/cgi-bin/nothing-here.sh')).status).toBe(404);
      }
      process.kill(server.pid, 'SIGTERM');
      await expectNothingLeft(server);
    });
  }

  const once = HTTP_PEERS.filter(
    ({ command }, at) => HTTP_PEERS.findIndex((other) => other.command === command) === at,
  );
  for (const { title, skip, peer } of titled(once)) {
    test.skipIf(skip)(`${title}: stops on Ctrl-C`, WITHIN, async () => {
      const server = await start(peer);
      process.kill(-server.pid, 'SIGINT');
      await expectNothingLeft(server);
    });
  }

  const chooses = HTTP_PEERS.filter(
    ({ lab, name }) => lab === 'lab10' && ['lighttpd', 'node:http, CGI'].includes(name),
  );
  for (const { title, skip, peer } of titled(chooses)) {
    test.skipIf(skip)(`${title}: chooses the interpreter by the extension`, WITHIN, async () => {
      const { port } = await start(peer, (root) => {
        for (const [name, text] of Object.entries(HELLO)) {
          writeFileSync(join(root, 'cgi-bin', `bare_${name}`), text.replace(/^#!.*\n/, ''), { mode: 0o600 });
        }
      });
      for (const kind of ['sh', 'py', 'mjs', 'ts']) {
        expect((await get(port, `/cgi-bin/bare_hello.${kind}`)).body.trimEnd()).toBe(`hello from ${kind}`);
      }
    });
  }

  test('a launcher that is killed leaves nothing behind either', WITHIN, async () => {
    const server = await start(HTTP_PEERS.find(({ name }) => name === 'npm serve') as Peer);
    process.kill(-server.pid, 'SIGKILL');
    await expectNothingLeft(server);
  });
});
