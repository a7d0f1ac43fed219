import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { poll } from '../deadline.ts';
import { cleanEnvironment } from './environment.ts';
import {
  descendantsOf,
  familyOf,
  HAS_PROC,
  listedByPs,
  openFilesOf,
  residentBytesOf,
  statOf,
  treeOf,
} from './processes.ts';
import { RunningProgram } from './running.ts';

test.skipIf(process.platform === 'win32')('ps and /proc tell the same about us', async () => {
  const own = (await listedByPs()).find(({ pid }) => pid === process.pid);
  expect(own?.parent).toBe(process.ppid);
  if (HAS_PROC) expect(own?.group).toBe(statOf(process.pid)?.group);
});

test.skipIf(!HAS_PROC)('memory and open files of a process', () => {
  expect(residentBytesOf(process.pid)).toBeGreaterThan(10 * 1024 * 1024);
  expect(openFilesOf(process.pid)).toBeGreaterThan(3);
});

// What a CGI server does with its scripts: a group of their own and an environment that tells nothing.
const HIDES_ITS_CHILD = `
  const child = require('node:child_process').spawn('sleep', ['100'], { detached: true, env: {}, stdio: 'ignore' });
  console.log(child.pid);
  setInterval(() => {}, 1000);`;

test.skipIf(process.platform === 'win32')(
  'a child with a group and an environment of its own ends with the program',
  async () => {
    const program = await RunningProgram.start({
      words: [process.execPath, '-e', HIDES_ITS_CHILD],
      cwd: process.cwd(),
      env: cleanEnvironment(),
      marker: 'test',
    });
    const child = await poll(10_000, () => Number(program.stdout.text()) || undefined);
    expect(await descendantsOf(program.pid)).toContain(child);
    await program.stop();
    const gone = await poll(3000, () => {
      try {
        process.kill(child as number, 0);
        return HAS_PROC && statOf(child as number)?.state === 'Z' ? true : undefined;
      } catch {
        return true;
      }
    });
    expect(gone).toBe(true);
  },
);

test.skipIf(!HAS_PROC)('a family holds what any thread has started, and what that has started', async () => {
  const starts = `require('node:child_process').spawn('sh', ['-c', 'sleep 100; true'])`;
  const program = await RunningProgram.start({
    words: [
      process.execPath,
      '-e',
      `new (require('node:worker_threads').Worker)(${JSON.stringify(`${starts};setInterval(() => {}, 1e6)`)}, { eval: true })`,
    ],
    cwd: process.cwd(),
    env: cleanEnvironment(),
    marker: 'test',
  });
  const family = await poll(10_000, () => {
    const found = familyOf(program.pid);
    return found.length === 3 ? found : undefined;
  });
  expect(family?.sort()).toEqual(treeOf(program.pid).sort());
  await program.stop();
  expect(familyOf(program.pid)).toEqual([program.pid]);
});

test.skipIf(!HAS_PROC)('the tree of a process holds its children', () => {
  const child = spawn('sleep', ['10']);
  expect(treeOf(process.pid)).toContain(child.pid);
  child.kill();
});
