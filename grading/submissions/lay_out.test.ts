import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileProgram } from '../../checks/engine/program/compile.ts';
import { ROOT } from '../../checks/testing/labs.ts';
import type { SubmittedProgram } from '../model.ts';
import { moduleType } from './lay_out.ts';
import { targetOf } from './target.ts';
import { collected, type Files, folderWith, newFolder } from './testing/class_folder.ts';

/** What a student with these files gets, lab by lab. */
async function programs(files: Files): Promise<Record<string, SubmittedProgram>> {
  const folder = folderWith(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`ä b/${path}`, text])),
  );
  const { submissions } = await collected(folder);
  return submissions[0]?.programs ?? {};
}

const filesIn = (program: SubmittedProgram | undefined) =>
  readdirSync(program?.folder ?? '', { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(program?.folder ?? '', name)).isFile())
    .sort();

const packageOf = (program: SubmittedProgram | undefined) =>
  JSON.parse(readFileSync(join(program?.folder ?? '', 'package.json'), 'utf8'));

const ESM = "import net from 'node:net';";

test('each lab has its own files, and nothing of the others', async () => {
  const { lab01, lab08 } = await programs({
    'lab01/echo_server.ts': ESM,
    'lab01/lib/helper.ts': '',
    'lab08/http_serve4.ts': ESM,
    'lab08/request.ts': '',
    'README.md': '',
  });
  expect(filesIn(lab01)).toEqual(['echo_server.ts', 'lib/helper.ts', 'package.json']);
  expect(filesIn(lab08)).toEqual(['http_serve4.ts', 'package.json', 'request.ts']);
  expect(packageOf(lab01)).toEqual({ type: 'module' });
});

test("flat: what lies beside a program comes along, another lab's program only when it is imported", async () => {
  const { lab01, lab02, lab05 } = await programs({
    'echo_server.ts': ESM,
    'echo_client.ts': "import './echo_server.ts'",
    'http_serve1.ts': ESM,
    'helper.ts': '',
    'data/x.txt': '',
  });
  expect(filesIn(lab01)).toEqual(['data/x.txt', 'echo_server.ts', 'helper.ts', 'package.json']);
  expect(filesIn(lab05)).toEqual(['data/x.txt', 'helper.ts', 'http_serve1.ts', 'package.json']);
  expect(filesIn(lab02)).toContain('echo_client.ts');
});

test('files that the course asks for by name are there under that name, too', async () => {
  const { lab03, lab08 } = await programs({
    'time_server.js': ESM,
    'whatismyip.js': '1',
    'lab08/http_serve4.ts': "import './request.ts'",
    'lab08/request (1).ts': '2',
  });
  expect(readFileSync(join(lab03?.folder ?? '', 'whatismyip.ts'), 'utf8')).toBe('1');
  expect(readFileSync(join(lab08?.folder ?? '', 'request.ts'), 'utf8')).toBe('2');
});

test.for<[string, Files, object | undefined]>([
  ['none', { 'lab01/echo_server.ts': ESM }, { type: 'module' }],
  ['theirs', { 'lab01/echo_server.ts': ESM, 'lab01/package.json': '{"name":"x"}' }, { name: 'x' }],
  [
    'theirs from further up',
    { 'labs/lab01/echo_server.ts': ESM, 'package.json': '{"name":"up"}' },
    { name: 'up' },
  ],
  [
    'the nearest',
    {
      'labs/lab01/echo_server.ts': ESM,
      'labs/package.json': '{"name":"near"}',
      'package.json': '{"name":"up"}',
    },
    { name: 'near' },
  ],
  ['CommonJS', { 'lab01/echo_server.js': "const net = require('net');" }, { type: 'commonjs' }],
  ['Python', { 'lab01/echo_server.py': 'import socket' }, undefined],
])('package.json: %s', async ([, files, expected]) => {
  const { lab01 } = await programs(files);
  expect(existsSync(join(lab01?.folder ?? '', 'package.json'))).toBe(expected !== undefined);
  if (expected) expect(packageOf(lab01)).toEqual(expected);
});

test.for([
  ['a.ts', "import net from 'node:net'", 'module'],
  ['a.js', "const net = require('node:net')", 'commonjs'],
  ['a.ts', "const net = require('node:net')", 'commonjs'],
  ['a.js', "// const net = require('net')\nfetch('x')", 'module'],
  [
    'a.js',
    "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url); require('x')",
    'module',
  ],
  ['a.js', 'module.exports = 1', 'commonjs'],
  ['a.js', "const net = await import('node:net')", 'module'],
  ['a.cjs', '', 'commonjs'],
  ['a.mjs', "require('x')", 'module'],
  ['a.js', '', 'module'],
] as const)('%s with %j is meant as %s', ([file, text, type]) => {
  expect(moduleType(file, text)).toBe(type);
});

test('a byte order mark and CRLF stay, and compile', async () => {
  const bytes = Buffer.from('\ufeffconst text: string = "ü";\r\n// CRLF\r\nconsole.log(text);\r\n');
  const { lab01 } = await programs({ 'lab01/echo_server.ts': bytes });
  const file = join(lab01?.folder ?? '', 'echo_server.ts');
  expect(readFileSync(file)).toEqual(bytes);
  for (const out of [newFolder(), undefined]) {
    const compiled = await compileProgram(file, ROOT, out);
    if (!compiled.ok) throw new Error(compiled.problem.message);
    expect(spawnSync(process.execPath, compiled.nodeArgs, { encoding: 'utf8' })).toMatchObject({
      stdout: 'ü\n',
      stderr: '',
    });
  }
});

test('a byte order mark and CRLF in Python run', async () => {
  const { lab01 } = await programs({ 'lab01/echo_server.py': '\ufeffimport sys\r\nprint(sys.argv[1:])\r\n' });
  const target = targetOf(lab01 as SubmittedProgram, { args: ['{port}'] });
  if (target.kind !== 'command') throw new Error('no command');
  const [command = '', ...words] = target.words;
  expect(spawnSync(command, words, { cwd: target.cwd, encoding: 'utf8' }).stdout).toMatch(
    "['{port}', '{args}']",
  );
});

test('the digest is that of the content, not of names of folders or dates', async () => {
  const digest = async (files: Files) => (await programs(files)).lab01?.digest;
  const one = await digest({ 'lab01/echo_server.ts': ESM, 'lab01/a.ts': 'x' });
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(
    await digest({ 'labs/lab01-echo-server/echo_server.ts': ESM, 'labs/lab01-echo-server/a.ts': 'x' }),
  ).toBe(one);
  expect(await digest({ 'lab01/echo_server.ts': `${ESM} `, 'lab01/a.ts': 'x' })).not.toBe(one);
  expect(await digest({ 'lab01/echo_server.ts': ESM, 'lab01/b.ts': 'x' })).not.toBe(one);
  expect(await digest({ 'lab01/echo_server.ts': ESM, 'lab01/a.ts': 'y' })).not.toBe(one);
});

test.for([
  [
    'echo_server.ts',
    'typescript',
    { kind: 'file', file: join('/x', 'echo_server.ts'), display: 'echo_server.ts' },
  ],
  ['src/s.cjs', 'javascript', { kind: 'file', file: join('/x', 'src/s.cjs'), display: 'src/s.cjs' }],
  [
    'src/s 1.py',
    'python',
    {
      kind: 'command',
      words: [expect.stringMatching(/^python3?$/), 's 1.py', '{port}', '{root}', '{args}'],
      cwd: join('/x', 'src'),
      display: expect.stringMatching(/^python3? src\/s 1\.py \{port\} \{root\}$/),
    },
  ],
] as const)('%s in %s is started as it should', ([file, language, target]) => {
  expect(targetOf({ folder: '/x', file, language }, { args: ['{port}', '{root}'] })).toEqual(target);
});

test('a name that would be a placeholder on the command line gets another one', async () => {
  const { lab01 } = await programs({ 'lab01/-x{port}.py': 'pass' });
  expect(lab01?.file).toBe('echo_server.py');
});
