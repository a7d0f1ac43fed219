import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import { course, normalised } from '../checks/testing/command.ts';
import { loadedLabs, ROOT } from '../checks/testing/labs.ts';
import { edited } from '../checks/testing/mutants.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [lab01] = await loadedLabs();
const starter = join(ROOT, 'labs/.starters/lab01-echo-server/echo_server.ts');
const solution = readFileSync(lab01?.solution ?? '', 'utf8');

/** Writes a broken echo server: the solution with these edits. */
function broken(name: string, ...edits: [string, string][]): string {
  const file = join(folder, `${name}.ts`);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(file, edited(solution, { name, killedBy: '', diagnosis: '', edits }));
  return file;
}

const REPORTS: Record<string, string[]> = {
  'the starter': ['--file', starter],
  'the solution': ['--solution'],
  'a syntax error': [
    '--file',
    broken('syntax', ["import net from 'node:net';", "import net from 'node:net';\nlet port 7;"]),
  ],
  'a hard-coded port': [
    '--file',
    broken('port', ['Number(process.argv[2] ?? process.env.PORT ?? 50000)', 'Number(31998 + 1)']),
  ],
  'a crash at the start': [
    '--file',
    broken('start', ['// The sockets of', 'null!.port;\n// The sockets of']),
  ],
  'a crash in a conversation': [
    '--file',
    broken('later', [
      'if (!socket.write(bytes)) {',
      "if (bytes.length > 1000) throw new RangeError('too much');\n    if (!socket.write(bytes)) {",
    ]),
  ],
  'bytes through text': [
    '--file',
    broken('text', ['if (!socket.write(bytes)) {', 'if (!socket.write(bytes.toString())) {']),
  ],
  'one client only': [
    '--file',
    broken('once', [
      '  clients.add(socket);',
      '  clients.add(socket);\n  server.close();\n  setInterval(() => {}, 1e9);',
    ]),
  ],
  'every exchange, for one check': ['--solution', '--wire', '--check', 'ends'],
};

describe('the report', () => {
  test.concurrent.for(Object.entries(REPORTS))(
    '%s',
    { timeout: 30_000 },
    async ([name, args], { expect }) => {
      const { stdout, stderr, code } = await course(
        ['check', 'lab01', '--seed', '7', '--no-color', ...args],
        { env: { INIT_CWD: ROOT } },
      );
      const file = `golden/report ${name}.txt`;
      await expect(normalised(`${stdout}${stderr}exit code ${code}\n`)).toMatchFileSnapshot(file);
      // Only what is meant to be copied as a whole may be wider than a terminal.
      const wide = stdout
        .split('\n')
        .filter((line) => line.length > 80 && !/^ {2}(Again|By hand| {8})/.test(line));
      expect(wide.filter((line) => !line.includes(folder))).toEqual([]);
      expect(stdout).not.toContain('\x1b');
    },
  );

  test('colours on demand, never with NO_COLOR', async () => {
    const args = ['check', 'lab01', '--solution', '--check', 'echo-line'];
    expect((await course([...args, '--color'])).stdout).toContain('\x1b[32m✔');
    expect((await course(args, { env: { FORCE_COLOR: '1' } })).stdout).toContain('\x1b[32m✔');
    expect((await course(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain('\x1b');
    expect((await course(args)).stdout).not.toContain('\x1b');
  });
});

describe('wrong usage: exit code 2 and one clear sentence', () => {
  const ROWS: Record<string, string[]> = {
    'an unknown lab': ['lab1O'],
    'an unknown option': ['lab01', '--soluton'],
    'an option without its value': ['lab01', '--file'],
    'a number that is none': ['lab01', '--repeat', 'often'],
    'an unknown check': ['lab01', '--check', 'echo-lin'],
    'a missing file': ['lab01', '--file', 'nowhere.ts'],
    'two programs': ['lab01', '--solution', '--file', 'x.ts'],
    'a command without a port': ['lab01', '--cmd', 'python3 server.py'],
    'a quote that is not closed': ['lab01', '--cmd', 'python3 "server.py {port}'],
    'several labs and a file': ['lab01', 'all', '--file', starter, '--port', '7000'],
    'a report that cannot be written': [
      'lab01',
      '--solution',
      '--check',
      'starts',
      '--json',
      '/nowhere/report.json',
    ],
  };
  test.concurrent.for(Object.entries(ROWS))('%s', async ([name, args], { expect }) => {
    const { stderr, code } = await course(['check', ...args]);
    expect(code).toBe(2);
    await expect(normalised(stderr)).toMatchFileSnapshot(`golden/usage ${name}.txt`);
  });

  test('an option that npm has taken', async () => {
    const { stderr, code } = await course(['check', 'lab01'], { env: { npm_config_solution: 'true' } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('npm kept --solution for itself')]);
  });

  test('--help tells all options', async () => {
    const { stdout, code } = await course(['check', '--help']);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/usage help.txt');
  });
});

describe('the machine is at fault: exit code 3, nothing counted', () => {
  test('a missing interpreter', async () => {
    const { stdout, code } = await course([
      'check',
      'lab01',
      '--cmd',
      'no-such-python {port}',
      '--seed',
      '7',
    ]);
    expect(code).toBe(3);
    await expect(normalised(stdout)).toMatchFileSnapshot('golden/machine no interpreter.txt');
  });

  test('a port in use', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as net.AddressInfo;
    const { stdout, code } = await course(['check', 'lab01', '--solution', '--port', String(port)]);
    other.close();
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      new RegExp(`port ${port} is taken: process ${process.pid} \\(.*\\) listens there`),
    );
  });
});

describe('JSON', () => {
  const schema = JSON.parse(
    readFileSync(join(ROOT, 'checks/engine/report/check.schema.json'), 'utf8'),
  ) as object;
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);

  test.concurrent.for([
    ['the solution', ['--solution'], 0],
    ['the starter', ['--file', starter], 1],
    ['a missing interpreter', ['--cmd', 'no-such-python {port}'], 3],
    ['several rounds', ['--solution', '--check', 'echo-line', '--repeat', '3'], 0],
  ] as const)('%s is as the schema says', async ([, args, expected], { expect }) => {
    const { stdout, code } = await course(['check', 'lab01', '--json', '-', '--seed', '5', ...args]);
    expect(code).toBe(expected);
    const report: unknown = JSON.parse(stdout);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  test('a file beside the report on the terminal', async () => {
    const file = join(folder, 'report.json');
    const { stdout } = await course([
      'check',
      'lab01',
      '--solution',
      '--check',
      'echo-line',
      '--json',
      file,
      '--seed',
      '5',
    ]);
    expect(stdout).toContain('✔ sends one line back');
    const report = JSON.parse(readFileSync(file, 'utf8')) as {
      seed: number;
      labs: { lab: string; verdict: string }[];
    };
    expect(validate(report)).toBe(true);
    expect([report.seed, report.labs[0]?.lab, report.labs[0]?.verdict]).toEqual([5, 'lab01', 'pass']);
  });

  test('the schema can say no', () => {
    expect(validate({ schema: 'workbook/check@1', seed: 1, labs: [{ lab: 'lab01' }] })).toBe(false);
  });
});

describe('programs in any place and language', () => {
  test('--port: the program listens where it always does', async () => {
    const file = broken('fixed', ['Number(process.argv[2] ?? process.env.PORT ?? 50000)', '31997']);
    const { code, stdout } = await course(['check', 'lab01', '--file', file, '--port', '31997']);
    expect(code, stdout).toBe(0);
  });

  test('--repeat: one line a round, and the next seed each time', async () => {
    const { stdout } = await course([
      'check',
      'lab01',
      '--solution',
      '--check',
      'echo-line',
      '--repeat',
      '2',
      '--seed',
      '3',
    ]);
    expect(normalised(stdout)).toBe(
      'lab01 round 1 of 2: passed  (seed 3, 0.0 s)\nlab01 round 2 of 2: passed  (seed 4, 0.0 s)\n\n2 lab runs: 2 passed, 0 failed\n',
    );
  });
});
