import { expect, test } from 'vitest';
import { ROOT } from '../../testing/labs.ts';
import { Server } from './server.ts';
import { Starter } from './target.ts';

// Starts a child and sleeps for good; it is the child that listens, and then it sleeps, too.
const CHILD = `setTimeout(() => require('node:net').createServer(() => {}).listen(+process.argv[1], '127.0.0.1'), +process.argv[2])`;
const PARENT = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(CHILD)}, ...process.argv.slice(1)])`;

test.for([0, 40, 80, 120, 160, 200, 240, 280, 320])(
  'a child that listens after %i ms is found, however the looks fall',
  { timeout: 20_000 },
  async (ms) => {
    const words = [process.execPath, '-e', PARENT, '{port}', String(ms)];
    const starter = new Starter({ kind: 'command', words, cwd: ROOT, display: '' }, [], ROOT);
    try {
      const server = await Server.start(starter);
      expect(server.port).toBeGreaterThan(0);
      await server.stop();
    } finally {
      starter.cleanUp();
    }
  },
);
