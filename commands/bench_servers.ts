// The part of `npm run bench` about the reference servers: requests per second and memory beside
// python3's http.server and a file handler on node:http, in turns of one run. Prints figures, judges nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { residentBytesOf } from '../checks/engine/program/processes.ts';
import { Server } from '../checks/engine/program/server.ts';
import { Starter, type Target } from '../checks/engine/program/target.ts';
import { fileTarget, ROOT } from '../checks/testing/labs.ts';

const MIB = 1024 * 1024;
const CLIENTS = 8;
const SMALL = 'small.html';
const LARGE = 'large.bin';

const command = (line: string): Target => ({
  kind: 'command',
  words: line.split(' '),
  cwd: ROOT,
  display: line,
});

const SERVERS: Record<string, Target> = {
  'lab09, our solution': fileTarget(join(ROOT, 'solutions/lab09-http-serve5/http_serve5.ts')),
  'lab10, our solution': fileTarget(join(ROOT, 'solutions/lab10-dynamic-server/dynamic_server.ts')),
  'python3 -m http.server': command('python3 -m http.server {port} --bind 127.0.0.1 --directory {root}'),
  'node:http, a file handler': command('node checks/testing/servers/node_http.mjs {port} {root}'),
  'node:http, readFile and no more': {
    ...command('node'),
    words: [
      'node',
      '-e',
      "require('http').createServer((q,s)=>require('fs').readFile('{root}'+q.url,(e,b)=>{s.setHeader('Content-Length',b.length);s.end(b)})).listen({port},'127.0.0.1')",
    ],
  } as Target,
};

/** Gets a file again and again on one connection, or on new ones where the server ends it, until `until`; gives how often. */
function getAgain(port: number, name: string, until: number): Promise<number> {
  const request = `GET /${name} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
  let count = 0;
  return new Promise((resolve, reject) => {
    const connect = () => {
      let head = '';
      let missing = -1;
      const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
      socket.setNoDelay(true);
      socket.on('data', (bytes) => {
        if (missing < 0) {
          head += bytes.toString('latin1');
          const end = head.indexOf('\r\n\r\n');
          if (end < 0) return;
          const length = /^content-length: *(\d+)/im.exec(head)?.[1];
          if (length === undefined || !/^HTTP\/1\.\d 200/.test(head)) return reject(new Error(head));
          missing = Number(length) - (head.length - end - 4);
        } else missing -= bytes.length;
        if (missing > 0) return;
        count += 1;
        const keepsOpen = /^HTTP\/1\.1/.test(head) && !/^connection: *close/im.test(head);
        [head, missing] = ['', -1];
        if (performance.now() > until) socket.destroy();
        else if (keepsOpen) socket.write(request);
        else socket.end();
      });
      socket.on('error', reject);
      socket.on('close', () => (performance.now() > until ? resolve(count) : connect()));
    };
    connect();
  });
}

interface Figures {
  perSecond: number[];
  memory: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Measures all servers, turn by turn, and prints a table for a small and a large file. */
export async function benchServers(rounds: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'bench-'));
  writeFileSync(join(root, SMALL), '<!DOCTYPE html>\n<title>small</title>\n'.padEnd(1000, '.'));
  writeFileSync(join(root, LARGE), Buffer.alloc(10 * MIB, 'large'));
  const running = await Promise.all(
    Object.entries(SERVERS).map(async ([name, target]) => {
      const starter = new Starter(target, ['{port}', root], ROOT);
      if (target.kind === 'command') {
        Object.assign(target, { words: target.words.map((word) => word.replace('{root}', root)) });
      }
      return { name, starter, server: await Server.start(starter) };
    }),
  );
  try {
    for (const [file, seconds] of [
      [SMALL, 1.5],
      [LARGE, 2],
    ] as const) {
      const figures = running.map((): Figures => ({ perSecond: [], memory: 0 }));
      for (let round = 0; round < rounds; round++) {
        for (const [i, { server }] of running.entries()) {
          const began = performance.now();
          const until = began + seconds * 1000;
          const of = figures[i] as Figures;
          const watch = setInterval(() => {
            of.memory = Math.max(of.memory, residentBytesOf(server.program.pid) ?? 0);
          }, 100);
          const counts = await Promise.all(
            Array.from({ length: CLIENTS }, () => getAgain(server.port, file, until)),
          );
          clearInterval(watch);
          const took = (performance.now() - began) / 1000;
          of.perSecond.push(counts.reduce((a, b) => a + b) / took);
        }
      }
      const best = median(figures[0]?.perSecond ?? []);
      console.log(`\n${file === SMALL ? 'a file of 1 KB' : 'a file of 10 MiB'}, ${CLIENTS} clients at once`);
      console.log('requests/s   of lab09   most memory');
      for (const [i, { name }] of running.entries()) {
        const { perSecond, memory } = figures[i] as Figures;
        const rate = median(perSecond);
        console.log(
          `${rate.toFixed(0).padStart(10)} ${(rate / best).toFixed(2).padStart(10)} ${(memory / MIB).toFixed(0).padStart(9)} MiB   ${name}`,
        );
      }
    }
  } finally {
    for (const { server, starter } of running) {
      await server.stop();
      starter.cleanUp();
    }
    rmSync(root, { recursive: true });
  }
}
