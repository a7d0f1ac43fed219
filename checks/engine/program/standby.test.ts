import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { fileTarget, loadedLab, outline, ROOT, resultOf } from '../../testing/labs.ts';
import { plantMutant, standingMutants } from '../../testing/mutants.ts';
import { poll } from '../deadline.ts';
import { compileProgram } from './compile.ts';
import { cleanEnvironment } from './environment.ts';
import { HAS_PROC } from './processes.ts';
import { RunningProgram, type StartPlan } from './running.ts';
import { Standby } from './standby.ts';

const standby = new Standby(ROOT);
const folder = mkdtempSync(join(tmpdir(), 'standby-'));
afterAll(() => {
  standby.close();
  rmSync(folder, { recursive: true, force: true });
});
/** Resolves when somebody waits. */
const filled = async (one: Standby) => {
  one.fill();
  expect(await poll(20_000, () => (one.size > 0 ? true : undefined))).toBe(true);
};
beforeEach(() => filled(standby));

/** A program in the folder, compiled, with what is needed to start it. */
async function planOf(name: string, text: string, more: Partial<StartPlan> = {}): Promise<StartPlan> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const compiled = await compileProgram(file, ROOT, folder);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  const env = cleanEnvironment({ GREETING: 'hello', TZ: 'Asia/Kathmandu' });
  const words = [process.execPath, ...compiled.nodeArgs, 'one', 'two words'];
  return { words, cwd: folder, env, marker: `${process.pid}.t`, standby, ...more };
}

async function ranToItsEnd(plan: StartPlan) {
  const before = standby.size;
  const program = await RunningProgram.start(plan);
  const taken = before - standby.size;
  const exit = await program.exited;
  await program.closed;
  await program.stop();
  return { taken, exit, stdout: program.stdout.text(), stderr: program.stderr.text() };
}

describe('a program on standby is the program that it would be otherwise', () => {
  const SHOWS_ITSELF = `
    import { readdirSync } from 'node:fs';
    const { GREETING, WORKBOOK_RUN, NODE_CHANNEL_FD } = process.env;
    console.log(JSON.stringify({
      args: process.argv.slice(2), execArgv: process.execArgv, cwd: process.cwd(), GREETING, WORKBOOK_RUN, NODE_CHANNEL_FD,
      names: Object.keys(process.env).length, zone: new Date(0).getTimezoneOffset(), main: process.mainModule === undefined,
      send: typeof process.send, exit: process.exitCode,
      files: process.platform === 'linux' ? readdirSync('/proc/self/fd').slice(0, 3).join() : '',
      third: process.platform === 'linux' && readdirSync('/proc/self/fd').includes('3') ? 'open' : 'closed',
    }));
    process.exitCode = 7;`;

  test('arguments, folder, environment, time zone, descriptors', async () => {
    const plan = await planOf('shows.ts', SHOWS_ITSELF);
    const there = await ranToItsEnd(plan);
    const { standby: _, ...usual } = plan;
    const here = await ranToItsEnd(usual);
    expect([there.taken, here.taken]).toEqual([1, 0]);
    const { third: __, ...told } = JSON.parse(there.stdout);
    const { third: ___, ...expected } = JSON.parse(here.stdout);
    expect(told).toEqual(expected);
    expect(told).toMatchObject({ args: ['one', 'two words'], GREETING: 'hello', zone: -330 });
    expect([there.exit, there.stderr]).toEqual([{ ...here.exit, code: 7 }, '']);
  });

  test.for([
    ['throws at once', "throw new Error('wrong');", 1],
    ['throws later', "setTimeout(() => { throw new Error('wrong'); }, 1);", 1],
    ['rejects', "Promise.reject(new Error('wrong'));", 1],
    ['waits for ever at its top level', "await new Promise(() => {});\nconsole.log('wrong');", 13],
    ['ends itself at its top level', "process.exit(0);\nconsole.log('wrong');", 0],
    ['awaits something', "console.log(await Promise.resolve('right'));", 0],
  ] as const)('%s', async ([name, text, code]) => {
    const plan = await planOf(`${name.replaceAll(' ', '_')}.ts`, text);
    const there = await ranToItsEnd(plan);
    const { standby: _, ...usual } = plan;
    const here = await ranToItsEnd(usual);
    expect(there.taken).toBe(1);
    expect([there.exit, there.stdout]).toEqual([here.exit, here.stdout]);
    expect(there.exit.code).toBe(code);
    // The student's own line, and nothing of ours.
    const own = (stderr: string) => stderr.split('\n').filter((line) => /\.ts:\d+|^Error/.test(line));
    expect(own(there.stderr)).toEqual(own(here.stderr));
    expect(there.stderr).not.toContain('standby_node');
  });
});

// Of the mutants of a lab each that many'th: all of them took a minute and a half, and agreed.
test.for([
  ['lab01', 2],
  ['lab02', 6],
] as const)('%s: the same verdicts on both routes', { timeout: 300_000 }, async ([id, every]) => {
  const entry = await loadedLab(id);
  const { lab, solution, solutionFolder, mutantFolder } = entry;
  const passed = await resultOf(entry, fileTarget(solution), { standby });
  expect(passed.verdict, outline(passed)).toBe('pass');
  const mutants = [...standingMutants(lab.kind, readFileSync(solution, 'utf8')), ...entry.mutants].filter(
    (_, i) => i % every === 0,
  );
  const told = [];
  for (const mutant of mutants) {
    await filled(standby);
    const { file, remove } = plantMutant(mutant, solutionFolder, mutantFolder, lab.program);
    const result = await resultOf(entry, fileTarget(file), { only: [mutant.killedBy], standby }).finally(
      remove,
    );
    const killer = result.checks.find((check) => check.id === mutant.killedBy);
    told.push([mutant.name, killer?.verdict, killer?.finding?.diagnosis]);
  }
  expect(told).toEqual(mutants.map(({ name, diagnosis }) => [name, 'fail', diagnosis]));
});

test('what cannot be on standby is started in the usual way', async () => {
  const asks = "console.log(process.argv[1].endsWith('asks.ts') ? 'main' : 'not main');";
  expect(await ranToItsEnd(await planOf('asks.ts', asks))).toMatchObject({ taken: 0, stdout: 'main\n' });
  const reads = "process.stdin.on('data', (bytes) => console.log(String(bytes)));";
  const plan = await planOf('reads.ts', reads, { stdin: Buffer.from('typed') });
  expect(await ranToItsEnd(plan)).toMatchObject({ taken: 0, stdout: 'typed\n' });
});

test('one that cannot start is no program that fails', async () => {
  const elsewhere = new Standby(folder); // there is nothing to start in this folder
  elsewhere.fill();
  const plan = await planOf('runs.ts', "console.log('runs');", { standby: elsewhere });
  expect(await ranToItsEnd(plan)).toMatchObject({ taken: 0, stdout: 'runs\n' });
  elsewhere.close();
});

test('one that has died while it waited is no program that fails', async () => {
  const lonely = new Standby(ROOT);
  await filled(lonely);
  const plan = await planOf('lives.ts', "console.log('alive');", { standby: lonely });
  const victims = spawnSync('pgrep', ['-f', 'standby_node.mjs', '-P', String(process.pid)], {
    encoding: 'utf8',
  });
  for (const pid of victims.stdout.trim().split('\n').slice(-2)) process.kill(Number(pid), 'SIGKILL');
  expect(await poll(5000, () => (lonely.size === 0 ? true : undefined))).toBe(true);
  expect(await ranToItsEnd(plan)).toMatchObject({ taken: 0, stdout: 'alive\n' });
  lonely.close();
});

test.runIf(HAS_PROC)('they end with the one who has started them, however that ends', async () => {
  const file = join(folder, 'owner.mjs');
  const source = join(ROOT, 'checks/engine/program/standby.ts');
  const text = `import { Standby } from ${JSON.stringify(source)};
    const standby = new Standby(${JSON.stringify(ROOT)});
    standby.fill();
    console.log('filled');
    setInterval(() => {}, 1000);`;
  writeFileSync(file, text);
  const owner = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: ROOT,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => owner.stdout.once('data', resolve));
  const children = () =>
    spawnSync('pgrep', ['-f', 'standby_node.mjs'], { encoding: 'utf8' })
      .stdout.trim()
      .split('\n')
      .filter(
        (pid) => pid && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`=${owner.pid}.standby`),
      );
  expect(children()).toHaveLength(2);
  const pids = children();
  owner.kill('SIGKILL');
  const gone = await poll(10_000, () =>
    pids.every((pid) => {
      try {
        process.kill(Number(pid), 0);
        return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
      } catch {
        return true;
      }
    })
      ? true
      : undefined,
  );
  expect(gone).toBe(true);
});
