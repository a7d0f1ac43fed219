import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LabResult } from '../checks/engine/events.ts';
import { ROOT } from '../checks/testing/labs.ts';
import { climb, keepResult, readProgress, remember } from './progress.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'progress-'));
  mkdirSync(join(root, '.workbook'));
});
afterEach(() => rmSync(root, { recursive: true }));

const inWorkbook = (name: string) => join(root, '.workbook', name);
const lab01 = { id: 'lab01', folder: 'lab01-echo-server' };

/** A result with these verdicts of its checks `one`, `two`, … */
function result(verdict: LabResult['verdict'], points: Partial<LabResult> = {}): LabResult {
  const checks = verdict === 'fail' ? [{ id: 'one', verdict }] : [];
  return {
    verdict,
    checks,
    score: 0,
    maxScore: 9,
    bonusScore: 0,
    maxBonusScore: 0,
    ...points,
  } as unknown as LabResult;
}

describe('a whole run', () => {
  test('is remembered with its points and the check that failed', () => {
    keepResult(root, lab01, result('fail', { score: 4 }));
    expect(readProgress(root).lab01).toEqual({ failing: 'one', score: 4, maxScore: 9 });
  });

  test('that fails does not take the date of the first pass away, nor the hints', () => {
    keepResult(root, lab01, result('pass', { score: 9 }));
    const passed = readProgress(root).lab01?.passed;
    expect(new Date(passed ?? '').toISOString()).toBe(passed);
    climb(root, 'lab01', { id: 'one', hints: ['a', 'b', 'c'] });
    keepResult(root, lab01, result('fail', { score: 8 }));
    expect(readProgress(root).lab01).toEqual({
      passed,
      failing: 'one',
      score: 8,
      maxScore: 9,
      hints: { one: 1 },
    });
    vi.setSystemTime(0);
    keepResult(root, lab01, result('pass', { score: 9 }));
    vi.useRealTimers();
    expect(readProgress(root).lab01).toEqual({ passed, score: 9, maxScore: 9, hints: { one: 1 } });
  });

  test('without bonus checks says nothing about the bonus', () => {
    keepResult(root, lab01, result('pass', { bonusScore: 2, maxBonusScore: 3 }));
    keepResult(root, lab01, result('pass'));
    expect(readProgress(root).lab01).toMatchObject({ bonusScore: 2, maxBonusScore: 3 });
  });

  test('that the machine spoilt changes nothing', () => {
    keepResult(root, lab01, result('fail', { score: 4 }));
    const before = readProgress(root);
    keepResult(root, lab01, result('error'));
    expect(readProgress(root)).toEqual(before);
  });
});

describe('the ladder', () => {
  const check = { id: 'one', hints: ['a question', 'a pointer', 'code'] };

  test('one rung at each call, and it stays on the last', () => {
    const rungs = [1, 2, 3, 4].map(() => climb(root, 'lab01', check));
    expect(rungs.map(({ rung, hint }) => [rung, hint])).toEqual([
      [1, 'a question'],
      [2, 'a pointer'],
      [3, 'code'],
      [3, 'code'],
    ]);
    expect(rungs[0]).toMatchObject({ last: 3, kept: true });
  });

  test('a folder that cannot be written: the same rung, and it says so', () => {
    rmSync(inWorkbook(''), { recursive: true });
    writeFileSync(join(root, '.workbook'), 'a file in the place of the folder');
    expect(climb(root, 'lab01', check)).toMatchObject({ rung: 1, kept: false });
    expect(climb(root, 'lab01', check)).toMatchObject({ rung: 1, kept: false });
  });
});

describe('the file', () => {
  test('a broken one is put aside, each under a name of its own', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const broken of ['{"lab01": {"passed": "2026-01-01"', '[1]']) {
      writeFileSync(inWorkbook('progress.json'), broken);
      expect(readProgress(root)).toEqual({});
      remember(root, 'lab02', () => ({ score: 1 }));
      expect(readProgress(root)).toEqual({ lab02: { score: 1 } });
    }
    expect(readFileSync(inWorkbook('progress.json.broken'), 'utf8')).toContain('2026-01-01');
    expect(readFileSync(inWorkbook('progress.json.broken.2'), 'utf8')).toBe('[1]');
    expect(said.mock.calls.map(([text]) => text.replace(root, '…'))).toEqual([
      'Your progress could not be read. The file is kept as …/.workbook/progress.json.broken, and a new one is begun.',
      'Your progress could not be read. The file is kept as …/.workbook/progress.json.broken.2, and a new one is begun.',
    ]);
    said.mockRestore();
  });

  test('what is in the way of the file is left alone', () => {
    mkdirSync(inWorkbook('progress.json'));
    expect(remember(root, 'lab01', () => ({ score: 1 }))).toBe(false);
    expect(readdirSync(inWorkbook(''))).toEqual(['progress.json']);
  });

  test('nothing is left beside it', () => {
    remember(root, 'lab01', () => ({ score: 1 }));
    expect(readdirSync(inWorkbook(''))).toEqual(['progress.json']);
  });
});

describe('several processes at once', () => {
  const TIMES = 60;
  const counting = (lab: string) =>
    spawn(
      process.execPath,
      ['--import', 'tsx', 'commands/testing/remember_often.ts', root, lab, `${TIMES}`],
      {
        cwd: ROOT,
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );

  test('lose nothing that another has written', { timeout: 60_000 }, async () => {
    const labs = ['lab01', 'lab01', 'lab02', 'lab02'];
    const codes = await Promise.all(labs.map(async (lab) => (await once(counting(lab), 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(readProgress(root)).toEqual({
      lab01: { hints: { steps: 2 * TIMES } },
      lab02: { hints: { steps: 2 * TIMES } },
    });
  });

  test('one that is killed in the middle of it all keeps nobody waiting', { timeout: 60_000 }, async () => {
    const victim = counting('lab01');
    const others = [counting('lab02'), counting('lab03')];
    const ends = others.map(async (other) => (await once(other, 'exit'))[0]);
    const gone = once(victim, 'exit');
    while (!readProgress(root).lab01 && victim.exitCode === null) await new Promise(setImmediate);
    victim.kill('SIGKILL');
    await gone;
    expect(await Promise.all(ends)).toEqual([0, 0]);
    expect(readProgress(root)).toMatchObject({
      lab02: { hints: { steps: TIMES } },
      lab03: { hints: { steps: TIMES } },
    });
  });
});

describe('a lock that was left behind', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);

  test.for([
    ['by a process that has ended', `${pid} ${hostname()} abc`],
    ['by a process of another computer', `${process.pid} elsewhere.example abc`],
    ['before its holder could write its name', ''],
  ])('%s', ([, holder]) => {
    writeFileSync(inWorkbook('progress.lock'), holder as string);
    expect(remember(root, 'lab01', () => ({ score: 1 }))).toBe(true);
    expect(existsSync(inWorkbook('progress.lock'))).toBe(false);
  });

  test('who lost the lock in between does it again, with what the other has written', () => {
    let tries = 0;
    const kept = remember(root, 'lab01', (before) => {
      tries += 1;
      if (tries === 1) {
        // Another process thinks us dead, and makes a change of its own.
        rmSync(inWorkbook('progress.lock'));
        remember(root, 'lab02', () => ({ score: 2 }));
      }
      return { ...before, score: 1 };
    });
    expect([kept, tries]).toEqual([true, 2]);
    expect(readProgress(root)).toEqual({ lab01: { score: 1 }, lab02: { score: 2 } });
  });
});
