// How a student goes on from lab to lab: list, carry, compare, in a course of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanEnvironment } from '../checks/engine/program/environment.ts';
import { freePort } from '../checks/engine/program/ports.ts';
import { copyOfTheCourse, course, normalised } from '../checks/testing/command.ts';
import { hasTmux, TmuxScreen } from '../checks/testing/tmux.ts';
import { allLabs } from './labs.ts';
import { remember } from './progress.ts';

const { root, remove } = copyOfTheCourse();
afterAll(remove);

const run = (...args: string[]) => course(args, { root, env: { INIT_CWD: root } });
const folderOf = (id: string) => allLabs(root).find((lab) => lab.id === id)?.folder ?? '';
const inLab = (id: string, name = '') => join(root, 'labs', folderOf(id), name);

/** All starters as on the first day, and nothing remembered. */
function anew() {
  rmSync(join(root, '.workbook'), { recursive: true, force: true });
  for (const { folder } of allLabs(root)) {
    const own = join(root, 'labs', folder);
    for (const name of existsSync(own) ? readdirSync(own) : []) {
      if (name !== 'README.md') rmSync(join(own, name), { recursive: true });
    }
    cpSync(join(root, 'labs/.starters', folder), own, { recursive: true });
  }
}

const solve = (id: string) => cpSync(join(root, 'solutions', folderOf(id)), inLab(id), { recursive: true });

beforeEach(anew);

describe('list', () => {
  test('a first day', async () => {
    const { stdout, code } = await run('list');
    expect([code, stdout.split('\n').filter((line) => line.length > 80)]).toEqual([0, []]);
    await expect(normalised(stdout)).toMatchFileSnapshot('golden/list first day.txt');
  });

  test('the points of the last whole run, and what is begun', { timeout: 30_000 }, async () => {
    solve('lab01');
    await run('check', 'lab01', '--bonus');
    appendFileSync(inLab('lab03', 'time_server.ts'), '// begun\n');
    const { stdout } = await run('list');
    expect(stdout).toMatch(/^ {2}✔ lab01 {2}Echo server +passed +(\d+) of \1 {2}bonus (\d+) of \2$/m);
    expect(stdout).toMatch(/^→ {3}lab02 {2}Echo client +new$/m);
    expect(stdout).toMatch(/^ {2}… lab03 {2}Time server +begun$/m);
    expect(stdout).toContain('1 of 10 labs passed, 1 begun.');
  });

  test('folders that have other names now do not lose what was passed', async () => {
    remember(root, 'lab01', () => ({ passed: '2026-01-01T00:00:00.000Z', score: 9, maxScore: 9 }));
    const moved = `${root}-moved`;
    renameSync(root, moved);
    const parts = ['checks', 'labs', 'labs/.starters', 'solutions'].map((part) => join(moved, part));
    for (const part of parts) renameSync(join(part, 'lab01-echo-server'), join(part, 'lab01-renamed'));
    const { stdout } = await course(['list'], { root: moved });
    for (const part of parts) renameSync(join(part, 'lab01-renamed'), join(part, 'lab01-echo-server'));
    renameSync(moved, root);
    expect(stdout).toMatch(/^ {2}✔ lab01 {2}Echo server +passed +9 of 9$/m);
  });

  test('what is lost is told', async () => {
    const folder = inLab('lab01');
    renameSync(folder, `${folder}.away`);
    rmSync(inLab('lab02', 'echo_client.ts'));
    const { stdout, code } = await run('list');
    renameSync(`${folder}.away`, folder);
    expect(code).toBe(0);
    expect(stdout).toContain('! lab01: the folder labs/lab01-echo-server is gone.');
    expect(stdout).toContain('! lab02: echo_client.ts is gone.');
  });
});

describe('carry', () => {
  test('the program goes under its new name, and the work that was there is kept', async () => {
    solve('lab05');
    const first = await run('carry', 'lab05', 'lab06');
    await expect(normalised(first.stdout)).toMatchFileSnapshot('golden/carry lab05 to lab06.txt');
    const [from, to] = [inLab('lab05', 'http_serve1.ts'), inLab('lab06', 'http_serve2.ts')];
    expect(readFileSync(to, 'utf8')).toBe(readFileSync(from, 'utf8'));
    expect(existsSync(`${to}.bak`)).toBe(false);
    expect((await run('carry', 'lab06')).stdout).toBe(
      'lab06 holds what lab05 holds already. Nothing was changed.\n',
    );
    for (const work of ['first', 'second']) {
      writeFileSync(to, work);
      await run('carry', '6');
    }
    expect(readFileSync(`${to}.bak`, 'utf8')).toBe('first');
    expect(readFileSync(`${to}.bak.2`, 'utf8')).toBe('second');
  });

  test.for([
    ['without a name', []],
    ['three names', ['lab01', 'lab03', 'lab05']],
    ['an unknown lab', ['lab5', 'lab66']],
    ['the same lab', ['lab05', '5']],
    ['another kind', ['lab02', 'lab05']],
    ['the other way round', ['lab06', 'lab05']],
    ['into the first server', ['lab01']],
    ['an unknown option', ['lab06', '--forse']],
  ] as const)('%s is wrong usage', async ([name, words]) => {
    const { stdout, stderr, code } = await run('carry', ...words);
    expect([stdout, code]).toEqual(['', 2]);
    await expect(normalised(stderr)).toMatchFileSnapshot(`golden/carry refused ${name}.txt`);
  });

  test.for([
    ['an untouched starter', () => {}],
    ['an untouched starter behind a lab with work', () => solve('lab01')],
    ['a missing file', () => rmSync(inLab('lab03', 'time_server.ts'))],
    ['a missing folder', () => rmSync(inLab('lab05'), { recursive: true })],
  ] as const)('%s: nothing is carried', async ([name, prepare]) => {
    const readme = readFileSync(inLab('lab05', 'README.md'));
    prepare();
    const { stdout, stderr, code } = await run('carry', 'lab05');
    if (!existsSync(inLab('lab05'))) anew();
    writeFileSync(inLab('lab05', 'README.md'), readme);
    expect([stdout, code]).toEqual(['', 1]);
    await expect(normalised(stderr)).toMatchFileSnapshot(`golden/carry refused ${name}.txt`);
  });

  describe('the solution of a lab runs in the lab behind it', () => {
    test.for([
      ['lab01', 'lab05', 'http_serve1.ts'],
      ['lab03', 'lab05', 'http_serve1.ts'],
      ['lab05', 'lab06', 'http_serve2.ts'],
      ['lab06', 'lab07', 'http_serve3.ts'],
      ['lab07', 'lab08', 'http_serve4.ts'],
      ['lab08', 'lab09', 'http_serve5.ts'],
      ['lab09', 'lab10', 'dynamic_server.ts'],
    ])('%s to %s', { timeout: 30_000 }, async ([first = '', second = '', program = '']) => {
      solve(first);
      const { stdout, code } = await run('carry', first, second);
      expect([code, stdout]).toEqual([0, expect.not.stringContaining('there is no such file')]);
      const port = String(await freePort());
      const server = spawn(process.execPath, ['--import', 'tsx', inLab(second, program), port], {
        cwd: root,
        env: cleanEnvironment(),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      for (const stream of [server.stdout, server.stderr]) stream.on('data', (bytes) => (said += bytes));
      const gone = once(server, 'exit');
      const listening = new Promise<void>((resolve) => {
        server.stdout.on('data', () => said.includes('listening on') && resolve());
      });
      await Promise.race([listening, gone]);
      server.kill();
      await gone;
      expect(said).toContain(`listening on 127.0.0.1:${port}`);
    });

    test('lab02 to lab04', async () => {
      solve('lab02');
      expect((await run('carry', 'lab04')).code).toBe(0);
      const client = spawn(process.execPath, ['--import', 'tsx', inLab('lab04', 'http_client.ts')], {
        cwd: root,
        stdio: 'ignore',
      });
      expect((await once(client, 'exit'))[0]).toBe(2); // it says how it wants to be called
    });
  });
});

describe('compare', () => {
  test('a lab that is passed is shown at once', async () => {
    solve('lab06');
    appendFileSync(inLab('lab06', 'http_serve2.ts'), '// mine\n');
    remember(root, 'lab06', () => ({ passed: '2026-01-01T00:00:00.000Z' }));
    const { stdout, stderr, code } = await run('compare', 'lab06');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/ equal lines\n(?: {2}\d+ .*\n){3}- \d+ \/\/ mine\n$/);
  });

  test('files that only one side has', async () => {
    writeFileSync(inLab('lab09', 'mine.ts'), 'mine();\n');
    const { stdout } = await run('compare', 'lab09', '--yes');
    expect(stdout).toContain('── mine.ts ── only yours\n- 1 mine();\n');
    expect(stdout).toContain('── connection.ts ── only in the reference\n+   1 ');
    expect(stdout).toContain('── folder.ts ── the same in both\n');
    expect(stdout.indexOf('http_serve5.ts ──')).toBeLessThan(stdout.indexOf('connection.ts ──'));
  });

  test('one that is not passed stays closed where nobody can be asked', async () => {
    const { stdout, stderr, code } = await run('compare', 'lab06');
    expect([stdout, code]).toEqual(['', 1]);
    await expect(normalised(stderr)).toMatchFileSnapshot('golden/compare refused not passed.txt');
  });

  test('a course without solutions', async () => {
    const solutions = join(root, 'solutions');
    renameSync(solutions, `${solutions}.away`);
    const { stderr, code } = await run('compare', 'lab06');
    renameSync(`${solutions}.away`, solutions);
    expect(code).toBe(1);
    await expect(normalised(stderr)).toMatchFileSnapshot('golden/compare refused no solutions.txt');
  });

  test('without a name', async () => {
    const { stderr, code } = await run('compare');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Name one lab: npm run compare lab01.')]);
  });

  describe.skipIf(!hasTmux && !process.env.CI)('in a terminal', { timeout: 60_000 }, () => {
    let screen: TmuxScreen | undefined;
    afterEach(() => screen?.close());
    const asked = async (columns = 80) => {
      screen = new TmuxScreen(['compare', 'lab06'], { columns, rows: 70, root });
      await screen.shows('Show it all the same? y/N');
      return screen;
    };

    test('it asks, and y shows it', async () => {
      const terminal = await asked();
      terminal.type('y');
      terminal.press('Enter');
      const text = await terminal.shows('exit code 0');
      expect(text).toContain('- yours, in labs/lab06-http-serve2');
      expect(text).toContain('↪ body.');
    });

    test('a wide one has both sides beside each other', async () => {
      const terminal = await asked(120);
      terminal.type('yes');
      terminal.press('Enter');
      const text = await terminal.shows('exit code 0');
      expect(text).toMatch(/TODO 2: .* {2}\| \d\d {5}'HTTP\/1\.1 200 OK',/);
    });

    test.for([
      ['Enter', 0],
      ['n', 0],
      ['C-d', 0],
      ['C-c', 130],
    ] as const)('%s leaves it closed', async ([key, code]) => {
      const terminal = await asked();
      terminal.press(key);
      if (key === 'n') terminal.press('Enter');
      const text = await terminal.shows(`exit code ${code}`);
      expect(text).toContain('\nIt stays closed. A hint takes less: npm run hint lab06\n');
      expect(text).not.toContain('the reference, in');
    });
  });
});

test.for(['list', 'carry', 'compare'])('%s --help', async (command) => {
  const { stdout, code } = await run(command, '--help');
  expect([code, stdout.split('\n').filter((line) => line.length > 80)]).toEqual([0, []]);
  await expect(stdout).toMatchFileSnapshot(`golden/${command} help.txt`);
});
