// What a student does in an evening, in a course of their own: check, hint, reset, check again.
import { appendFileSync, copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { copyOfTheCourse, course, normalised } from '../checks/testing/command.ts';
import { readProgress, remember } from './progress.ts';

const { root, remove } = copyOfTheCourse();
afterAll(remove);

const mine = join(root, 'labs/lab01-echo-server/echo_server.ts');
const starter = join(root, 'labs/.starters/lab01-echo-server/echo_server.ts');
const run = (...args: string[]) => course(args, { root, env: { INIT_CWD: root } });

describe('check, hint, reset', { timeout: 30_000 }, () => {
  test('without a lab: the first that is not passed', async () => {
    const { stdout, code } = await run('check');
    expect(code).toBe(1);
    expect(stdout).toContain('lab01 · Echo server');
    expect(stdout).toContain('npm run hint lab01');
    expect(readProgress(root).lab01).toMatchObject({ failing: 'echo-line' });
  });

  test('one rung of the ladder at each call, and it stays on the last', async () => {
    const hints = [];
    for (let i = 0; i < 4; i++) hints.push((await run('hint', 'lab01')).stdout);
    expect(hints.map((hint) => /Hint (\d) of 3/.exec(hint)?.[1])).toEqual(['1', '2', '3', '3']);
    await expect(normalised(hints[0] ?? '')).toMatchFileSnapshot('golden/hint first.txt');
    await expect(normalised(hints[2] ?? '')).toMatchFileSnapshot('golden/hint last.txt');
    const all = await run('hint', 'lab01', '--all');
    await expect(normalised(all.stdout)).toMatchFileSnapshot('golden/hint all.txt');
  });

  test('the hint is about the file as it is now', async () => {
    const text = readFileSync(mine, 'utf8').replace(
      '// TODO 1: send the bytes back.',
      'socket.write(bytes.toString());',
    );
    writeFileSync(mine, text);
    expect((await run('hint', 'lab01')).stdout).toContain(
      'For the check "sends every byte back unchanged, text or not" (bytes)\n\nHint 1',
    );
  });

  test('the solution passes, and the next lab is named', async () => {
    copyFileSync(join(root, 'solutions/lab01-echo-server/echo_server.ts'), mine);
    const { stdout, code } = await run('check');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Next: lab02\. Its handout is labs\/lab02-.*\/README\.md/);
    expect((await run('hint', 'lab01')).stdout).toContain('every required check passes');
    expect((await run('check', '--check', 'echo-line')).stderr).toContain('There is no check');
    expect((await run('check')).stdout).toContain('lab02 · ');
  });

  test('reset keeps every file that it takes away', async () => {
    appendFileSync(mine, '// first\n');
    expect((await run('reset', 'lab01')).stdout).toBe(
      'labs/lab01-echo-server/echo_server.ts is the starter again. Your file is kept as echo_server.ts.bak beside it.\n',
    );
    expect((await run('reset', 'lab01')).stdout).toBe(
      'labs/lab01-echo-server/echo_server.ts is the starter already. Nothing was changed.\n',
    );
    appendFileSync(mine, '// second\n');
    expect((await run('reset', 'lab01')).stdout).toContain('kept as echo_server.ts.bak.2');
    expect(readFileSync(mine, 'utf8')).toBe(readFileSync(starter, 'utf8'));
    expect(readFileSync(`${mine}.bak`, 'utf8')).toContain('// first');
    expect(readFileSync(`${mine}.bak.2`, 'utf8')).toContain('// second');
  });

  test('a file that got lost', async () => {
    rmSync(mine);
    const { stdout, code } = await run('check', 'lab01');
    expect(code).toBe(1);
    expect(stdout).toContain('(missing-file)');
    expect((await run('reset', 'lab01')).stdout).toBe(
      'labs/lab01-echo-server/echo_server.ts is the starter again.\n',
    );
  });

  test.for([
    ['reset', 'Name one lab'],
    ['talk', 'Whom to talk to?'],
  ] as const)('%s without a name', async ([command, message]) => {
    const { stderr, code } = await run(command);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('talk', () => {
  test('bytes go out as they came in, and come back visible', async () => {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const { stdout, code } = await course(['talk', '127.0.0.1', String(port), '--crlf'], {
      stdin: Buffer.from([0x68, 0xc3, 0xa9, 0x0a, 0xff, 0x00]),
    });
    server.close();
    expect(stdout.split('\n').filter((line) => line.startsWith('→'))).toEqual(['→ hé\\r\\n', '→ \\xff\\x00']);
    const came = stdout.split('\n').flatMap((line) => (line.startsWith('← ') ? [line.slice(2)] : []));
    expect(came.join('')).toBe('hé\\r\\n\\xff\\x00');
    expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([0, 'the other side has ended']);
  });

  test.for([
    [['127.0.0.1', '99999'], 'A port is a number from 1 to 65535'],
    [['127.0.0.1:50000'], 'with a blank between'],
  ] as const)('%j', async ([args, message]) => {
    const { stderr, code } = await course(['talk', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('progress', () => {
  test('survives a broken file and remembers one lab at a time', () => {
    const file = join(root, '.workbook/progress.json');
    for (const broken of ['', '{', '[]', 'null', '"x"', '{"lab01": 7}']) {
      writeFileSync(file, broken);
      expect(remember(root, 'lab01', (before) => ({ ...before, failing: 'x' }))).toBe(true);
      expect(readProgress(root)).toEqual({ lab01: { failing: 'x' } });
    }
    remember(root, 'lab02', () => ({ passed: 'now' }));
    expect(readProgress(root)).toEqual({ lab01: { failing: 'x' }, lab02: { passed: 'now' } });
    expect(existsSync(join(root, '.workbook/progress.json'))).toBe(true);
  });
});

describe('the compiled course', () => {
  test('a change of the course is seen at once', async () => {
    const file = join(root, 'commands/reset.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Nothing was changed.', 'Changed text.'));
    expect((await run('reset', 'lab01')).stdout).toContain('Changed text.');
  });

  test('a mistake in the course is told with its place', async () => {
    const file = join(root, 'commands/reset.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}\nlet = ;\n`);
    const { stderr, code } = await run('reset', 'lab01');
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/The course itself could not be compiled: .*\n.*reset\.ts:\d+/),
    ]);
    writeFileSync(file, text);
  });
});
