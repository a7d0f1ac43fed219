// `node commands/bench_start.mjs FILE`: compiles a server, starts it, talks to it once and ends it: what every
// check of a server must at least do. For `npm run bench`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const out = join(folder, 'program.mjs');
const esbuild = `node_modules/@esbuild/${process.platform}-${process.arch}/bin/esbuild`;
spawnSync(esbuild, [
  process.argv[2],
  '--bundle',
  '--platform=node',
  '--format=esm',
  `--outfile=${out}`,
  '--log-level=error',
]);

const port = 20_000 + (process.pid % 10_000);
const child = spawn(process.execPath, [out, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
child.stdout.once('data', () => {
  const socket = net.connect(port, '127.0.0.1', () => socket.write('hello\n'));
  socket.once('data', () => {
    socket.destroy();
    child.kill();
  });
});
child.once('exit', () => rmSync(folder, { recursive: true }));
