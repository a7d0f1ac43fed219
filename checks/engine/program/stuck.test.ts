import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { poll } from '../deadline.ts';
import { HAS_PROC } from './processes.ts';
import { StuckWatch, sleepsForEver } from './stuck.ts';

test.for([
  ['281 0xd 0x7ffd 0x400 0xffffffff 0x0 0x8 0x7ffd 0x7f6a', true], // epoll_pwait without a time-out
  ['281 0xd 0x7ffd 0x400 0xffffffffffffffff 0x0 0x8 0x7ffd 0x7f6a', true],
  ['281 0xd 0x7ffd 0x400 0x1388 0x0 0x8 0x7ffd 0x7f6a', false], // a timer of 5 s
  ['202 0x29 0x189 0x0 0x0 0x0 0xffffffff 0x7f 0x7f', true], // futex
  ['202 0x29 0x189 0x0 0x7ffd 0x0 0xffffffff 0x7f 0x7f', false],
  ['288 0x3 0x7f 0x7f 0x80000 0x0 0x0 0x7f 0x7f', true], // accept4
  ['230 0x1 0x1 0x7f 0x0 0x0 0x0 0x7f 0x7f', false], // clock_nanosleep
  ['1 0x1 0x7f 0x10 0x0 0x0 0x0 0x7f 0x7f', false], // write
  ['running', false],
] as const)('%s: %s', ([line, expected]) => expect(sleepsForEver(line, 'x64')).toBe(expected));

test.runIf(HAS_PROC).for([
  ['a server that waits for a client', "require('net').createServer().listen(0,'127.0.0.1')", true],
  ['a program with a timer', 'setTimeout(() => {}, 60_000)', false],
  ['a program that computes', 'for(;;);', false],
] as const)('%s', async ([, program, expected]) => {
  const child = spawn(process.execPath, ['-e', program], { detached: true, stdio: 'ignore' });
  try {
    // While Node starts it is not stuck; once it is, it stays so.
    const watch = new StuckWatch(child.pid as number);
    const stuck = await poll(expected ? 5000 : 700, () => (watch.look() ? true : undefined));
    expect(stuck ?? false).toBe(expected);
  } finally {
    process.kill(-(child.pid as number), 'SIGKILL');
  }
});
