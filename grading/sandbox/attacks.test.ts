// Submissions that try to get marks that are not theirs, or to spoil those of others. Each is graded in the sandbox
// between two honest ones, by one worker, one after the other.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import { ROOT } from '../../checks/testing/labs.ts';
import type { GradedLab } from '../model.ts';
import { type Outcome, Pool } from '../run/pool.ts';
import type { Unit } from '../run/units.ts';
import { protectionHere } from './protection.ts';

const ATTACKS = join(ROOT, 'grading/sandbox/attacks');
const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function unitOf(name: string, number: number): Unit {
  const place = join(folder, `${number}-${name}`);
  mkdirSync(place);
  copyFileSync(join(ATTACKS, `${name}.ts`), join(place, 'echo_server.ts'));
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
  const program = {
    folder: place,
    file: 'echo_server.ts',
    path: 'echo_server.ts',
    language: 'typescript',
    digest: name,
  } as const;
  return { submission: `${number}-${name}`, name, lab: 'lab01', round: 0, seed: 7, program };
}

async function gradedOf(names: readonly string[], jobs = 1): Promise<Map<string, GradedLab>> {
  const pool = new Pool({ root: ROOT, folder: mkdtempSync(join(folder, 'workers-')), jobs, sandbox: true });
  const outcomes: Outcome[] = [];
  await pool.run(names.map(unitOf), (outcome) => outcomes.push(outcome));
  return new Map(
    outcomes.map((outcome) => {
      if ('failed' in outcome) throw new Error(`${outcome.unit.submission}: ${outcome.failed}`);
      return [outcome.unit.submission, outcome.graded];
    }),
  );
}

const protection = protectionHere(ROOT);

describe.skipIf(!protection.sandbox && !process.env.CI)('an attack', { timeout: 240_000 }, () => {
  const names = readdirSync(ATTACKS).map((name) => name.replace('.ts', ''));
  const attacks = names.filter((name) => name !== 'honest');
  /** Each attack has an honest program behind it, in the same worker. */
  const order = attacks.flatMap((name) => [name, 'honest']);
  let graded: Map<string, GradedLab>;
  let before: GradedLab['result'];

  beforeAll(async () => {
    expect(protection.lacks).toEqual([]);
    before = [...(await gradedOf(['honest'])).values()][0]?.result as GradedLab['result'];
    rmSync(join(folder, '0-honest'), { recursive: true });
    graded = await gradedOf(order);
  }, 240_000);

  const resultOf = (name: string) => graded.get(`${order.indexOf(name)}-${name}`)?.result;
  const verdicts = (result: GradedLab['result'] | undefined) =>
    Object.fromEntries((result?.checks ?? []).map(({ id, verdict }) => [id, verdict]));

  test('the honest program gets the same marks beside all of them', () => {
    expect(before.verdict).toBe('pass');
    const honest = [...graded.values()].filter(({ name }) => name === 'honest');
    expect(honest).toHaveLength(attacks.length);
    for (const { result } of honest) expect(verdicts(result)).toEqual(verdicts(before));
  });

  test.for([
    ['reads_the_solution', 'crashes-at-start'],
    ['prints_fake_results', 'exits-at-start'],
    ['kills_its_parent', 'exits-at-start'],
    ['leaves_a_daemon', 'exits-at-start'],
    ['fills_the_disk', /exits-at-start|never-listens/],
    ['fork_bomb', 'too-many-processes'],
  ] as [string, string | RegExp][])('%s: nothing but what it is (%s)', ([name, diagnosis]) => {
    const result = resultOf(name);
    expect(result?.verdict).toBe('fail');
    expect(result?.checks.map((check) => check.diagnosis).join(' ')).toMatch(diagnosis);
    expect(result?.checks.filter(({ id, verdict }) => id !== 'raw-sockets' && verdict === 'pass')).toEqual(
      [],
    );
  });

  test('detects_the_checker: who serves the first client alone has not passed', () => {
    expect(resultOf('detects_the_checker')?.verdict).toBe('fail');
  });

  test.for(['reads_the_checks', 'calls_home'])('%s: there is nothing to be found', (name) => {
    expect(verdicts(resultOf(name))).toEqual(verdicts(before));
  });

  test('nothing of any of them is left', async () => {
    const left = () => (process.platform === 'linux' ? processesIn(folder) : []);
    expect(await poll(10_000, () => (left().length === 0 ? true : undefined)), left().join()).toBe(true);
    // The port that the daemon wanted is free for everybody.
    const server = net.createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(50_000, '127.0.0.1', resolve);
    });
    server.close();
  });
});

/** Processes that run in a folder, or were started with it. */
function processesIn(place: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(place);
    } catch {
      return false;
    }
  });
}
