// Watch mode without its screen: real runs of real programs, in a course of its own.
import { appendFileSync, copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { poll } from '../../checks/engine/deadline.ts';
import type { LabEvent } from '../../checks/engine/events.ts';
import { Standby } from '../../checks/engine/program/standby.ts';
import { copyOfTheCourse } from '../../checks/testing/command.ts';
import { load } from '../../checks/testing/labs.ts';
import { type LabEntry, requireLab } from '../labs.ts';
import { readProgress } from '../progress.ts';
import { firstFailure } from './model.ts';
import { Session, type Watched } from './session.ts';
import { watchedLab } from './watched.ts';

const { root, remove } = copyOfTheCourse();
const standby = new Standby(root);
afterAll(() => {
  standby.close();
  remove();
});

const entryOf = (id: string): LabEntry => requireLab(root, [id], '');
const open = (entry: LabEntry, program = {}): Promise<Watched> =>
  watchedLab(root, entry, load, program, root);
const mine = join(root, 'labs/lab01-echo-server/echo_server.ts');
const starter = join(root, 'labs/.starters/lab01-echo-server/echo_server.ts');
const solution = join(root, 'solutions/lab01-echo-server/echo_server.ts');

let session: Session;
let events: LabEvent[] = [];
let quits = 0;

async function watching(id = 'lab01', program = {}): Promise<Session> {
  session = new Session(
    {
      root,
      standby,
      bonus: false,
      manual: false,
      open,
      changed: () => {},
      moved: () => {},
      told: (event) => events.push(event),
      quit: () => {
        quits += 1;
      },
    },
    await open(entryOf(id), program),
  );
  return session;
}

beforeEach(() => {
  events = [];
  quits = 0;
  copyFileSync(starter, mine);
  rmSync(join(root, '.workbook'), { recursive: true, force: true });
});
afterEach(() => session.close());

const ran = async () => {
  session.run();
  await session.idle;
};
const runs = (type: LabEvent['type']) => events.filter((event) => event.type === type).length;

describe('watch mode', { timeout: 60_000 }, () => {
  test('from the starter to the next lab', async () => {
    await watching();
    await ran();
    expect(firstFailure(session.model.run)?.id).toBe('echo-line');
    expect(readProgress(root).lab01).toMatchObject({ failing: 'echo-line' });
    copyFileSync(solution, mine);
    session.saved();
    await session.idle;
    expect(session.model.run?.result?.verdict).toBe('pass');
    expect(session.model.labs[0]).toEqual({ id: 'lab01', passed: true });
    expect(readProgress(root).lab01?.passed).toBeDefined();
    await session.press('n');
    await session.idle;
    expect(session.watched.entry.id).toBe('lab02');
    expect(session.model.run?.result?.lab).toBe('lab02');
  });

  test('what the last run has seen is no save', async () => {
    await watching();
    await ran();
    session.saved();
    await session.idle;
    expect(runs('lab-started')).toBe(1);
    appendFileSync(mine, '// more\n');
    session.saved();
    session.saved();
    await session.idle;
    expect(runs('lab-ended')).toBe(2);
  });

  test('a save in the middle of a run begins anew, and only the new run is told', async () => {
    await watching();
    session.run();
    await poll(10_000, () => (runs('check-started') > 2 ? true : undefined));
    copyFileSync(solution, mine);
    session.saved();
    await session.idle;
    expect([runs('lab-started'), runs('lab-ended')]).toEqual([2, 1]);
    expect(session.model.run?.result?.verdict).toBe('pass');
  });

  test('the failure stays on the screen until the next run has something to say', async () => {
    await watching();
    await ran();
    const { run } = session.model;
    copyFileSync(solution, mine);
    session.saved();
    expect(session.model.run).toBe(run);
    expect(session.model.coming?.busy).toBe(true);
    await session.idle;
    expect([session.model.run?.result?.verdict, session.model.coming]).toEqual(['pass', undefined]);
  });

  test('keys that were pressed too early wait, and act once', async () => {
    await watching();
    session.run();
    await session.press('h');
    await session.press('h');
    await session.press('n');
    expect(session.model.held).toEqual(['h', 'h', 'n']);
    await session.idle;
    // `n` means nothing where the lab is not passed.
    expect(session.model).toMatchObject({ held: [], ladder: { shown: { length: 2 } } });
    expect(readProgress(root).lab01?.hints).toEqual({ 'echo-line': 2 });
    await session.press('h');
    expect(readProgress(root).lab01?.hints).toEqual({ 'echo-line': 3 });
    expect(session.model.ladder).toMatchObject({ shown: { length: 3 }, open: true });
    await session.press('h');
    expect(session.model.ladder).toMatchObject({ shown: { length: 3 }, open: false });
    await session.press('h');
    expect(session.model.ladder).toMatchObject({ shown: { length: 3 }, open: true });
    // The same check fails in another way: the hints are put away.
    writeFileSync(
      mine,
      readFileSync(mine, 'utf8').replace(
        '// TODO 1: send the bytes back.',
        'socket.write(bytes); socket.write(bytes);',
      ),
    );
    session.saved();
    await session.idle;
    expect(firstFailure(session.model.run)?.id).toBe('echo-line');
    expect(session.model.ladder).toMatchObject({ shown: { length: 3 }, open: false });
  });

  test('`n` that waits for a pass goes on by one lab', async () => {
    copyFileSync(solution, mine);
    await watching();
    session.run();
    await session.press('n');
    await session.idle;
    expect(session.watched.entry.id).toBe('lab02');
    expect(events.filter((event) => event.type === 'lab-ended')).toHaveLength(2);
  });

  test('the bonus is made on demand', async () => {
    copyFileSync(solution, mine);
    await watching();
    await ran();
    const left = session.model.run?.bonusLeft ?? 0;
    expect(left).toBeGreaterThan(0);
    await session.press('b');
    await session.idle;
    expect(session.model.run).toMatchObject({ bonusLeft: 0, bonus: true });
    expect(session.model.run?.result?.maxBonusScore).toBeGreaterThan(0);
  });

  test('reset asks, keeps the file, and checks the starter', async () => {
    copyFileSync(solution, mine);
    await watching();
    await ran();
    await session.press('x');
    expect(session.model.question).toBe(
      'Put the starter back in place of labs/lab01-echo-server/echo_server.ts? Your file is kept beside it as .bak.',
    );
    await session.press('q'); // every key but y is a no
    expect(session.model).toMatchObject({ question: undefined, notice: 'Nothing was changed.' });
    // Typed ahead, or pasted: nobody has read the question.
    void session.press('x');
    await session.press('y');
    expect(session.model).toMatchObject({ question: undefined, notice: 'Nothing was changed.' });
    await session.press('x');
    await new Promise(setImmediate);
    await session.press('y');
    await session.idle;
    expect(session.model.notice).toBe('The starter is back. What was there is kept as echo_server.ts.bak.');
    expect(readFileSync(mine, 'utf8')).toBe(readFileSync(starter, 'utf8'));
    expect(readFileSync(`${mine}.bak`, 'utf8')).toBe(readFileSync(solution, 'utf8'));
    expect(session.model.run?.result?.verdict).toBe('fail');
    // The watcher tells of it a moment later.
    session.saved();
    await session.idle;
    expect(runs('lab-ended')).toBe(2);
    expect(quits).toBe(0);
  });

  test('views come and go, and a new failure begins at its top', async () => {
    await watching();
    await ran();
    for (const [key, view] of ['w', 'w', 'a', 'w'].map((key, i) => [
      key,
      ['wire', 'failure', 'checks', 'wire'][i],
    ])) {
      await session.press(key as string);
      expect(session.model.view).toBe(view);
    }
    session.scroll(5);
    expect(session.model.scroll).toBe(5);
    await ran();
    // The same failure: what was being read stays.
    expect(session.model).toMatchObject({ view: 'wire', scroll: 5 });
    writeFileSync(mine, 'let = ;\n');
    session.saved();
    await session.idle;
    expect(session.model).toMatchObject({ view: 'failure', scroll: 0 });
    expect(firstFailure(session.model.run)?.finding?.diagnosis).toBe('syntax-error');
    expect(session.model.ladder).toBeUndefined();
    await session.press('q');
    expect(quits).toBe(1);
  });

  test('a file that is not there, and that comes back', async () => {
    await watching();
    rmSync(mine);
    await ran();
    expect(firstFailure(session.model.run)?.finding?.diagnosis).toBe('missing-file');
    copyFileSync(solution, mine);
    session.saved();
    await session.idle;
    expect(session.model.run?.result?.verdict).toBe('pass');
  });

  test('another file, and another language: no hints, no reset, no progress', async () => {
    await watching('lab01', { file: solution });
    await ran();
    expect(session.model.run?.result?.verdict).toBe('pass');
    await session.press('x');
    expect(session.model.question).toBeUndefined();
    expect(existsSync(join(root, '.workbook/progress.json'))).toBe(false);
    await session.close();
    const other = mine.replace('echo_server.ts', 'other.mjs');
    const cmd = `node ${other} {port}`;
    await expect(watching('lab01', { cmd })).rejects.toThrow('there is no such file');
    writeFileSync(other, "import 'node:net'; setInterval(() => {}, 1e6);\n");
    await watching('lab01', { cmd });
    expect(session.watched.sources().some((path) => path.endsWith('other.mjs'))).toBe(true);
    await ran();
    expect(session.model.ladder).toBeUndefined();
    expect(session.model.run?.result?.verdict).toBe('fail');
    rmSync(other);
  });

  test('a client lab is ended in the middle of its programs', async () => {
    await watching('lab04');
    copyFileSync(
      join(root, 'solutions/lab04-http-client/http_client.ts'),
      join(root, 'labs/lab04-http-client/http_client.ts'),
    );
    session.run();
    await poll(20_000, () => (runs('check-ended') > 3 ? true : undefined));
    await session.close();
    expect(runs('lab-ended')).toBe(0);
    expect(session.model.run?.result).toBeUndefined();
  });
});
