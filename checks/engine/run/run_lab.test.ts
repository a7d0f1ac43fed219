import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileTarget, loadedLabs, outline, ROOT, resultOf } from '../../testing/labs.ts';
import type { ServerContext } from '../context/server.ts';
import { poll } from '../deadline.ts';
import type { LabEvent } from '../events.ts';
import { Failure, fail, MachineError, skip } from '../failure.ts';
import { type Check, type CheckOptions, check, defineServerLab } from '../lab.ts';
import { MARKER } from '../program/environment.ts';
import { HAS_PROC, withEnvironment } from '../program/processes.ts';
import { attempt } from './attempt.ts';
import { runLab } from './run_lab.ts';

const fixture = (name: string) => fileTarget(join(ROOT, 'checks/engine/run/fixtures', `${name}.ts`));
const nullProgram = (name: string) => fileTarget(join(ROOT, 'checks/testing/null_programs', `${name}.ts`));

/** A lab of these checks. */
function labOf(...checks: Check<ServerContext>[]) {
  return { id: 'lab99', lab: defineServerLab({ title: 'A lab', program: 'x.ts', args: ['{port}'], checks }) };
}

function checkOf(
  id: string,
  run: (context: ServerContext) => Promise<void>,
  options: Partial<CheckOptions> = {},
) {
  return check<ServerContext>(id, { id, spec: '', hints: ['', '', ''], needs: [], ...options }, run);
}

/** One word there and back. */
async function exchange(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  await peer.send('word');
  if ((await peer.readBytes(4)) !== 'enough') fail('silent', 'No answer.');
  await peer.leave();
}

async function resets(context: ServerContext): Promise<void> {
  const peer = await context.connect();
  await peer.send('word');
  await peer.readBytes(4);
  peer.reset();
  await exchange(context);
}

const verdicts = (result: {
  checks: readonly { id: string; verdict: string; finding?: { diagnosis: string } }[];
}) => Object.fromEntries(result.checks.map((one) => [one.id, one.finding?.diagnosis ?? one.verdict]));

describe('one death is one finding', () => {
  test('a program that dies between two checks: told once, the right answers stay right', async () => {
    const entry = labOf(checkOf('one', exchange), checkOf('two', exchange), checkOf('three', exchange));
    const result = await resultOf(entry, fixture('dies_later'));
    expect(verdicts(result), outline(result)).toMatchObject({
      one: 'pass',
      two: 'pass',
      three: 'pass',
      'stays-up': 'crashed',
    });
    expect(result.verdict).toBe('fail');
    const death = result.checks.at(-1);
    expect(death?.finding?.message).toContain('after the check "one" had passed');
    expect(death?.output?.stderr).toContain('a bug in the last line');
  });

  test('a rude check comes after the careful ones, whatever the order in the lab', async () => {
    const entry = labOf(checkOf('rude', resets, { rude: true }), checkOf('careful', exchange));
    const order: string[] = [];
    for await (const event of runLab('lab99', entry.lab, fixture('mute_after_reset'), {
      root: ROOT,
      seed: 1,
    })) {
      if (event.type === 'check-started') order.push(event.id);
    }
    expect(order.slice(-2)).toEqual(['careful', 'rude']);
  });

  test('what works alone but not after a rude client is a finding of its own', async () => {
    const entry = labOf(
      checkOf('rude', resets, { rude: true }),
      checkOf('rude-too', exchange, { rude: true }),
    );
    const result = await resultOf(entry, fixture('mute_after_reset'));
    expect(verdicts(result), outline(result)).toMatchObject({ rude: 'pass', 'rude-too': 'only-when-fresh' });
    expect(result.checks.at(-1)?.finding?.message).toContain('no longer after "rude"');
    // The story is that of the try that failed.
    expect(result.checks.at(-1)?.wire.at(-1)?.kind).toBe('silence');
  });

  test('after a failure the next check gets a fresh program', async () => {
    const wedge = checkOf('wedge', async (context) => {
      await resets(context);
      await exchange(context);
    });
    const result = await resultOf(labOf(wedge, checkOf('next', exchange)), fixture('mute_after_reset'));
    expect(verdicts(result)).toMatchObject({ wedge: 'silent', next: 'pass' });
  });
});

describe('verdicts', () => {
  test('a fault of the checker is an error, never a failure', async () => {
    const broken = checkOf('broken', async () => {
      throw new TypeError('a bug of ours');
    });
    const result = await resultOf(
      labOf(broken, checkOf('after', exchange, { needs: ['broken'] })),
      fixture('mute_after_reset'),
    );
    expect(verdicts(result)).toMatchObject({ broken: 'error', after: 'skipped' });
    expect(result.verdict).toBe('error');
    expect(result.checks.find(({ id }) => id === 'broken')?.reason).toContain('a bug of ours');
  });

  test('what cannot be tried here does not count', async () => {
    const result = await resultOf(
      labOf(
        checkOf('no-such-thing', async () => skip('no IPv6')),
        checkOf('fine', exchange),
      ),
      fixture('mute_after_reset'),
    );
    expect([result.verdict, result.score, result.maxScore]).toEqual(['pass', 3, 3]);
  });

  test('a bonus that fails does not fail the lab', async () => {
    const bonus = checkOf('extra', async () => fail('silent', 'No.'), { tier: 'bonus', points: 5 });
    const result = await resultOf(labOf(checkOf('fine', exchange), bonus), fixture('mute_after_reset'));
    expect([result.verdict, result.bonusScore, result.maxBonusScore]).toEqual(['pass', 0, 5]);
  });

  test('a check that is never done ends at its limit', async () => {
    const late = await attempt(() => new Promise(() => {}), 200);
    expect(late).toMatchObject({ verdict: 'fail', finding: { diagnosis: 'too-slow' } });
  });

  test.for([
    [new Failure({ diagnosis: 'silent', message: 'x' }), 'fail'],
    [new MachineError('x'), 'error'],
    [new Error('x'), 'error'],
    ['x', 'error'],
  ] as const)('%s: %s', async ([thrown, verdict]) => {
    expect((await attempt(() => Promise.reject(thrown))).verdict).toBe(verdict);
  });

  test('only: the check and what it needs', async () => {
    const entry = labOf(
      checkOf('a', exchange),
      checkOf('b', exchange, { needs: ['a'] }),
      checkOf('c', exchange),
      checkOf('d', exchange, { needs: ['b'] }),
    );
    const result = await resultOf(entry, fixture('mute_after_reset'), { only: ['d'] });
    expect(result.checks.map(({ id }) => id)).toEqual(['starts', 'a', 'b', 'd']);
  });
});

describe('where the system does not show its sockets', () => {
  test.for(['lab01', 'lab03'])(
    '%s: the first conversation finds out, and the solution passes',
    { timeout: 60_000 },
    async (id) => {
      const entry = (await loadedLabs()).find((lab) => lab.id === id);
      if (!entry) throw new Error(`no ${id}`);
      const result = await resultOf(entry, fileTarget(entry.solution), { readiness: 'first-conversation' });
      expect(result.verdict, outline(result)).toBe('pass');
    },
  );

  test.for([
    ['exits_at_once', 'exits-at-start'],
    ['throws_at_line_3', 'crashes-at-start'],
    ['never_listens', 'never-listens'],
  ] as const)('%s: %s', { timeout: 15_000 }, async ([name, diagnosis]) => {
    const result = await resultOf(labOf(checkOf('one', exchange)), nullProgram(name), {
      readiness: 'first-conversation',
    });
    expect(verdicts(result)).toMatchObject({ starts: diagnosis, one: 'skipped' });
  });
});

describe('events', () => {
  test('come in order, and the wire while it happens', async () => {
    const types: string[] = [];
    for await (const event of runLab(
      'lab99',
      labOf(checkOf('one', exchange)).lab,
      fixture('mute_after_reset'),
      { root: ROOT, seed: 1 },
    )) {
      types.push(event.type === 'wire' ? `wire ${event.event.kind}` : event.type);
    }
    expect(types).toEqual([
      'lab-started',
      ...['check-started', 'check-ended'], // starts
      ...['check-started', 'check-ended'], // raw-sockets
      ...['check-started', 'wire connect', 'wire data', 'wire data', 'wire fin', 'wire fin', 'check-ended'],
      'lab-ended',
    ]);
  });

  test.runIf(HAS_PROC)('one who stops listening stops the run, and the program with it', async () => {
    const entry = labOf(
      checkOf('one', async (context) => void (await (await context.connect()).readBytes(1e9))),
    );
    for await (const event of runLab('lab99', entry.lab, fixture('trickles'), {
      root: ROOT,
      seed: 1,
    }) as AsyncIterable<LabEvent>) {
      if (event.type === 'wire' && event.event.kind === 'data') break;
    }
    expect(
      await poll(5000, () => (withEnvironment(`${MARKER}=${process.pid}.`).length === 0 ? true : undefined)),
    ).toBe(true);
  });
});

describe('checks that start the program in a way of their own', () => {
  const solution = fileTarget(join(ROOT, 'solutions/lab01-echo-server/echo_server.ts'));
  const apart = { launch: { env: { ANY: '1' } } };

  test('go on side by side with the shared process', async () => {
    // Each waits until both are under way: one after another they would wait in vain.
    let underWay = 0;
    const meets = async (context: ServerContext) => {
      underWay += 1;
      if (!(await poll(10_000, () => (underWay === 2 ? true : undefined))))
        fail('alone', 'Nobody else came.');
      await exchange(context);
    };
    const entry = labOf(checkOf('first', exchange), checkOf('shared', meets), checkOf('apart', meets, apart));
    const result = await resultOf(entry, solution);
    expect(result.verdict, outline(result)).toBe('pass');
  });

  test('wait for the verdict of a shared one that they need', async () => {
    const entry = labOf(
      checkOf('first', exchange),
      checkOf('good', exchange),
      checkOf('bad', async () => fail('wrong', 'It is wrong.')),
      checkOf('needs-good', exchange, { ...apart, needs: ['good'] }),
      checkOf('needs-bad', exchange, { ...apart, needs: ['bad'] }),
    );
    const result = await resultOf(entry, solution);
    expect(verdicts(result)).toMatchObject({ 'needs-good': 'pass', 'needs-bad': 'skipped', bad: 'wrong' });
  });
});
