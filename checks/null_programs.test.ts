import net from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { LabResult } from './engine/events.ts';
import { MARKER } from './engine/program/environment.ts';
import { HAS_PROC, withEnvironment } from './engine/program/processes.ts';
import { fileTarget, loadedLabs, outline, ROOT, resultOf } from './testing/labs.ts';

/** Programs that do nothing right, each named after what it does, and what each kind of lab must say about it. */
const SERVER_ROWS = [
  ['exits_at_once', 'starts', 'exits-at-start'],
  ['throws_at_line_3', 'starts', 'crashes-at-start'],
  ['never_listens', 'starts', 'never-listens'],
  ['endless_loop', 'starts', 'never-listens'],
  ['floods_stdout', 'starts', 'floods-output'],
  ['accepts_and_says_nothing', 'echo-line', 'silent'],
  ['loops_when_somebody_comes', 'echo-line', 'silent'],
  ['closes_at_once', 'echo-line', 'closed-early'],
  ['resets', 'echo-line', 'resets-connection'],
  ['ignores_signals', 'clean-stop', 'ignores-signal'],
] as const;

const labs = await loadedLabs();
const program = (name: string) => fileTarget(join(ROOT, 'checks/testing/null_programs', `${name}.ts`));

/** Every bound of the checker together stays below this, also where three hundred processes share a busy machine. */
const WITHIN = { timeout: 60_000 };

describe('a server lab', () => {
  const lab01 = labs[0] as (typeof labs)[number];

  test.for(SERVER_ROWS)('%s: %s fails with %s', WITHIN, async ([name, check, diagnosis]) => {
    const result = await resultOf(lab01, program(name), { bonus: false });
    const first = result.checks.find(({ verdict }) => verdict === 'fail');
    expect([first?.id, first?.finding?.diagnosis], outline(result)).toEqual([check, diagnosis]);
    expect(result.verdict).toBe('fail');
    await expectNothingLeft(result);
  });

  test('throws_at_line_3: its own line is shown', WITHIN, async () => {
    const result = await resultOf(lab01, program('throws_at_line_3'));
    expect(result.checks[0]?.output?.stderr).toMatch(/throws_at_line_3\.ts:3\b/);
  });

  test.runIf(HAS_PROC)('eats_memory: it is ended', WITHIN, async () => {
    const result = await resultOf(lab01, program('eats_memory'), { bonus: false });
    expect(outline(result)).toContain('eats-memory');
    await expectNothingLeft(result);
  });

  test.runIf(HAS_PROC)('starts_more_and_more: it is ended, with all of them', WITHIN, async () => {
    const result = await resultOf(lab01, program('starts_more_and_more'), { bonus: false });
    expect(outline(result)).toContain('too-many-processes');
    await expectNothingLeft(result);
  });

  test('starts_grandchildren: a right answer stays right, and all of them are ended', WITHIN, async () => {
    const result = await resultOf(lab01, program('starts_grandchildren'), { bonus: false });
    expect(result.verdict, outline(result)).toBe('pass');
    await expectNothingLeft(result);
  });
});

describe.for(labs.filter(({ lab }) => lab.kind === 'client'))('the client lab $id', (entry) => {
  test.for(['exits_at_once', 'throws_at_line_3', 'never_listens', 'endless_loop', 'floods_stdout'])(
    '%s fails its first check',
    WITHIN,
    async (name) => {
      const result = await resultOf(entry, program(name), { bonus: false });
      const first = result.checks.find(({ verdict }) => verdict === 'fail');
      expect(first?.id, outline(result)).toBe(entry.lab.checks[0]?.id);
      expect(result.checks.filter(({ verdict }) => verdict === 'error')).toEqual([]);
      await expectNothingLeft(result);
    },
  );
});

/** No process of the run is alive, and nobody listens on its ports any more. */
async function expectNothingLeft(result: LabResult): Promise<void> {
  if (HAS_PROC) expect(withEnvironment(`${MARKER}=${process.pid}.`)).toEqual([]);
  const ports = result.checks
    .flatMap(({ wire }) => wire)
    .flatMap(({ kind, text }) => (kind === 'connect' ? [Number(text?.split(':').at(-1))] : []));
  for (const port of new Set(ports)) expect(await answers(port)).toBe(false);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

afterEach(() => {
  // A test that failed must not leave its program to the next one.
  if (HAS_PROC) for (const pid of withEnvironment(`${MARKER}=${process.pid}.`)) process.kill(pid, 'SIGKILL');
});
