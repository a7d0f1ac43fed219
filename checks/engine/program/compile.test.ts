import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../testing/labs.ts';
import { parseProblem } from './bundler.ts';
import { type Compiled, compileProgram } from './compile.ts';
import { cleanEnvironment } from './environment.ts';

const FIXTURES = join(ROOT, 'checks/engine/program/fixtures');
const out = mkdtempSync(join(tmpdir(), 'compile-'));
afterAll(() => rmSync(out, { recursive: true }));

async function compiled(
  file: string,
  folder: string | undefined = out,
): Promise<Extract<Compiled, { ok: true }>> {
  const result = await compileProgram(file, ROOT, folder);
  if (!result.ok) throw new Error(result.problem.message);
  return result;
}

function run(nodeArgs: readonly string[]) {
  const { stdout, stderr } = spawnSync(process.execPath, nodeArgs, {
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  return { stdout, stderr };
}

describe('both routes do the same', () => {
  test.for([
    ['several_files/plain.ts', 'esbuild', 'DONE false true\n'],
    ['several_files/main.ts', 'tsx', '42 true part.ts\n'],
    ['fetches.ts', 'esbuild', 'x\n'],
    ['runs_when_main.ts', 'tsx', 'main\n'],
  ] as const)('%s goes the way of %s', async ([name, route, printed]) => {
    const file = join(FIXTURES, name);
    const quick = await compiled(file);
    expect(quick.route).toBe(route);
    expect(run(quick.nodeArgs).stdout).toBe(printed);
    expect(run(['--import', 'tsx', file]).stdout).toBe(printed);
  });

  test('a stack trace shows the line of the source', async () => {
    const file = join(FIXTURES, 'throws.ts');
    const { nodeArgs } = await compiled(file);
    for (const { stderr } of [run(nodeArgs), run(['--import', 'tsx', file])]) {
      expect(stderr).toMatch(/throws\.ts:5\b/);
      expect(stderr).toContain('TypeError');
    }
  });

  test('without a folder to write to, tsx compiles in memory', async () => {
    const result = await compileProgram(join(FIXTURES, 'several_files/plain.ts'), ROOT);
    expect(result).toMatchObject({ ok: true, route: 'tsx' });
    expect(run((result as Extract<Compiled, { ok: true }>).nodeArgs).stdout).toBe('DONE false true\n');
  });

  test('what is saved during a run does not change the run', async () => {
    const file = join(out, 'changing.ts');
    writeFileSync(file, "console.log('before');\n");
    const { nodeArgs } = await compiled(file);
    writeFileSync(file, 'syntax error(');
    expect(run(nodeArgs).stdout).toBe('before\n');
  });

  test('CommonJS in a folder of its own', async () => {
    const file = join(out, 'old.cjs');
    writeFileSync(file, "const { basename } = require('node:path'); console.log(basename(__filename));\n");
    const { nodeArgs, route } = await compiled(file);
    expect([route, run(nodeArgs).stdout]).toEqual(['tsx', 'old.cjs\n']);
  });
});

describe('what a program uses', () => {
  test('imports and global network functions are seen', async () => {
    expect((await compiled(join(FIXTURES, 'fetches_for_real.ts'))).globals).toEqual(['fetch']);
    expect((await compiled(join(FIXTURES, 'fetches.ts'))).globals).toEqual([]);
    const file = join(out, 'imports.ts');
    writeFileSync(file, "import net from 'node:net';\nimport http from 'http';\nconsole.log(net, http);\n");
    expect((await compiled(file)).imports).toEqual(['node:net', 'http']);
  });
});

describe('mistakes', () => {
  test.for([
    ['const = 1;', 'syntax-error', 1, 7],
    ["import './nowhere.ts';", 'import-not-found', 1, 8],
    ['let a = 1;\nlet a = 2;', 'syntax-error', 2, 5],
  ] as const)('%s: %s at %i:%i', async ([text, kind, line, column]) => {
    const file = join(out, 'wrong.ts');
    writeFileSync(file, text);
    const withFolder = await compileProgram(file, ROOT, out);
    expect(withFolder).toMatchObject({
      ok: false,
      problem: { kind, line, column, source: text.split('\n')[line - 1] },
    });
    expect(await compileProgram(file, ROOT)).toEqual(withFolder);
  });

  test('other words of esbuild are not taken for a mistake', () =>
    expect(parseProblem('▲ [WARNING] x\n', '/')).toBeUndefined());
});
