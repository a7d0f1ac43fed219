// `npm run watch` as a person sees it: a real terminal; and where there is none.
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { copyOfTheCourse, course } from '../../checks/testing/command.ts';
import { hasTmux, TmuxScreen } from '../../checks/testing/tmux.ts';

const { root, remove } = copyOfTheCourse();
afterAll(remove);

const lab = join(root, 'labs/lab01-echo-server');
const mine = join(lab, 'echo_server.ts');
const starter = join(root, 'labs/.starters/lab01-echo-server/echo_server.ts');
const solution = join(root, 'solutions/lab01-echo-server/echo_server.ts');

beforeEach(() => {
  copyFileSync(starter, mine);
  rmSync(join(root, '.workbook'), { recursive: true, force: true });
});

describe.skipIf(!hasTmux && !process.env.CI)('in a terminal', { timeout: 90_000 }, () => {
  let screen: TmuxScreen | undefined;
  afterEach(() => screen?.close());
  const watch = (words: string[] = [], size = {}) => {
    screen = new TmuxScreen(['watch', ...words], { root, ...size });
    return screen;
  };

  test('an evening: a save, hints, the wire, the next lab, and the terminal back', async () => {
    const at = watch();
    await at.shows('✘ sends one line back');
    const first = await at.shows('h hint 1 of 3 · w wire');
    expect(first.split('\n').slice(0, 2)).toEqual([
      '□□□□□□□□□□  0 of 10 labs passed  lab01 · Echo server',
      'labs/lab01-echo-server/echo_server.ts',
    ]);
    at.type('h');
    await at.shows('Hint 1 of 3');
    at.press('Down');
    await at.shows(/^(?![\s\S]*Hint 1 of 3)[\s\S]*Which event/);
    at.press('Up');
    at.type('w');
    await at.shows('w back');
    at.type('a');
    await at.shows('✔ stops on Ctrl-C');
    copyFileSync(solution, mine);
    await at.shows('✔ lab01 passed: 13 of 13 points');
    await at.shows('n next: lab02');
    at.type('n');
    await at.shows('lab02 · Echo client');
    await at.shows('✘ sends the message');
    at.type('q');
    expect(await at.shows(/\nexit code 0$/)).toBe(
      '1 of 10 labs passed. To go on with lab02: npm run watch lab02\nexit code 0',
    );
  });

  test('an editor that writes anew under the same name, and a folder that is renamed and comes back', async () => {
    const at = watch(['lab01']);
    await at.shows('✘ sends one line back');
    writeFileSync(`${mine}.new`, readFileSync(solution));
    renameSync(`${mine}.new`, mine);
    await at.shows('✔ lab01 passed');
    renameSync(lab, `${lab}.away`);
    await at.shows('(missing-file)');
    renameSync(`${lab}.away`, lab);
    await at.shows('✔ lab01 passed');
  });

  test('--manual: saves are left alone until Enter', async () => {
    const at = watch(['lab01', '--manual']);
    await at.shows('✘ sends one line back');
    copyFileSync(solution, mine);
    at.press('Enter');
    await at.shows('✔ lab01 passed');
    expect(at.text()).toContain('r check');
  });

  test('reset asks, and names the file', async () => {
    const at = watch(['lab01']);
    appendFileSync(mine, '// mine\n');
    await at.shows('x reset');
    at.type('x');
    await at.shows(/Put the starter back in place of labs\/lab01-echo-server\/echo_server\.ts\?/);
    at.type('y');
    await at.shows(/The starter is back\. What was there is kept as echo_server\.ts\.bak\S*/);
    expect(readFileSync(mine, 'utf8')).toBe(readFileSync(starter, 'utf8'));
  });

  test('Ctrl-Z gives the terminal back, and fg comes back to the same screen', async () => {
    const at = new TmuxScreen([], {
      root,
      shell: 'set -m; npm run -s watch lab01; fg; echo "exit code $?"; exec cat',
    });
    screen = at;
    await at.shows('h hint 1 of 3');
    at.press('C-z');
    // The shell brings it back at once.
    await at.shows('h hint 1 of 3');
    at.type('w');
    await at.shows('w back');
    at.type('q');
    await at.shows('exit code 0');
  });

  test('windows of all sizes, and Ctrl-C', async () => {
    const at = watch(['lab01']);
    await at.shows('✘ sends one line back');
    at.resize(30, 6);
    await at.shows(/^✔✔✘[\s\S]*more lines?[\s\S]*h w a r x q$/);
    at.resize(120, 50);
    await at.shows(/^□+ {2}0 of 10[\s\S]*By hand[\s\S]*q quit$/);
    at.press('C-c');
    await at.shows('exit code 0');
  });

  test('a program that floods does no harm to the screen, and one that never ends is ended with the watch', async () => {
    writeFileSync(mine, "for (;;) process.stdout.write('x'.repeat(1000) + '\\x1b[31m\\x07');\n");
    const at = watch(['lab01']);
    const text = await at.shows('checks pass');
    expect(text).toContain('q quit');
    const noted = join(root, 'pid');
    const never = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(noted)}, String(process.pid)); for (;;);`;
    writeFileSync(mine, never);
    const pid = await poll(15_000, () => (existsSync(noted) && readFileSync(noted, 'utf8')) || undefined);
    at.press('C-c');
    await at.shows('exit code 0');
    expect(Number(pid)).toBeGreaterThan(0);
    expect(await poll(10_000, () => (isAlive(Number(pid)) ? undefined : true))).toBe(true);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('no terminal', { timeout: 60_000 }, () => {
  test('each save is a report, one below the other', async () => {
    let printed = '';
    let saved = false;
    const ended = course(['watch', 'lab01'], {
      root,
      onStart: (child) => {
        child.stdout?.on('data', (text) => {
          printed += text;
          if (printed.includes('not passed yet') && !saved) copyFileSync(solution, mine);
          saved ||= printed.includes('not passed yet');
          if (printed.includes('lab01 passed')) child.kill('SIGINT');
        });
      },
    });
    expect((await ended).code).toBe(130);
    expect(printed.split('\n')[0]).toBe('No terminal, so no keys: each save checks again. Ctrl-C ends it.');
  });

  test('--manual: each line checks', async () => {
    const { stdout, code } = await course(['watch', 'lab01', '--manual'], { root, stdin: Buffer.from('\n') });
    expect(code).toBe(0);
    expect(stdout).toContain('No terminal, so no keys: each line on standard input checks again.');
    expect(stdout).toContain('✘ lab01 not passed yet');
  });

  test.for([
    [['lab99'], "There is no lab 'lab99'."],
    [['lab01', 'lab02'], 'Watch one lab'],
    [['--file', 'nowhere.ts'], 'There is no file'],
    [['--manul'], 'Did you mean --manual?'],
  ] as const)('%j', async ([args, message]) => {
    const { stderr, code } = await course(['watch', ...args], { root });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('all labs are passed', async () => {
    mkdirSync(join(root, '.workbook'));
    const passed = Array.from({ length: 10 }, (_, i) => [
      `lab${String(i + 1).padStart(2, '0')}`,
      { passed: '2026-01-01T00:00:00.000Z' },
    ]);
    writeFileSync(join(root, '.workbook/progress.json'), JSON.stringify(Object.fromEntries(passed)));
    const { stdout, code } = await course(['watch'], { root });
    expect([code, stdout]).toEqual([0, 'All labs are passed. To watch one of them: npm run watch lab01\n']);
  });
});
