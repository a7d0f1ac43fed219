import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { poll } from '../checks/engine/deadline.ts';
import { MARKER } from '../checks/engine/program/environment.ts';
import { HAS_PROC, withEnvironment } from '../checks/engine/program/processes.ts';
import { course } from '../checks/testing/command.ts';
import { ROOT } from '../checks/testing/labs.ts';

const PROGRAM = join(ROOT, 'checks/testing/null_programs/never_listens.ts');
const GRANDCHILDREN = join(ROOT, 'checks/testing/null_programs/starts_grandchildren.ts');

/** Runs a check of the program, calls `act` as soon as the program runs, and tells what is left afterwards. */
async function leave(program: string, act: (checker: ChildProcess) => void, count = 1) {
  let checker: ChildProcess | undefined;
  const processes = () => withEnvironment(`${MARKER}=${checker?.pid}.`);
  const ended = course(['check', 'lab01', '--file', program, '--port', '31990', '--repeat', '20'], {
    onStart: (child) => {
      checker = child;
    },
  });
  // Node has started its threads: the program is past its first moments, and the guard knows of it.
  const started = await poll(10_000, () =>
    processes().filter((pid) => threads(pid) > 5).length >= count ? true : undefined,
  );
  expect(started, 'the program was started').toBe(true);
  act(checker as ChildProcess);
  const { code, signal } = await ended;
  const left = await poll(5000, () => (processes().length === 0 ? [] : undefined));
  return { code, signal, left };
}

function threads(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

const WITHIN = { timeout: 20_000 };

test.runIf(HAS_PROC).for([
  ['Ctrl-C', 'SIGINT', 130],
  ['SIGTERM', 'SIGTERM', 143],
  ['a terminal that is closed', 'SIGHUP', 129],
] as const)('%s ends the program with the checker', WITHIN, async ([, name, code]) => {
  const { left, ...ended } = await leave(PROGRAM, (checker) => checker.kill(name));
  expect(left).toEqual([]);
  expect(ended).toEqual({ code, signal: null });
});

test.runIf(HAS_PROC)('even when the checker itself is killed', WITHIN, async () => {
  const { left, signal } = await leave(PROGRAM, (checker) => checker.kill('SIGKILL'));
  expect(left).toEqual([]);
  expect(signal).toBe('SIGKILL');
});

test.runIf(HAS_PROC)('a reader of the report that goes away ends everything quietly', WITHIN, async () => {
  const { left, code } = await leave(PROGRAM, (checker) => {
    checker.stdout?.destroy();
    checker.stderr?.destroy();
  });
  expect(left).toEqual([]);
  expect(code).not.toBe(3);
});

test.runIf(HAS_PROC).for(['SIGINT', 'SIGKILL'] as const)(
  '%s: children end with the program, also one in a session of its own',
  WITHIN,
  async (name) => {
    // The program, and both of the children that it starts.
    const { left } = await leave(GRANDCHILDREN, (checker) => checker.kill(name), 3);
    expect(left).toEqual([]);
  },
);
