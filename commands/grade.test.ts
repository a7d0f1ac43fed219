// `npm run grade` and `npm run merge` as an instructor uses them, on a small class.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { course } from '../checks/testing/command.ts';
import { ROOT } from '../checks/testing/labs.ts';

const folder = mkdtempSync(join(tmpdir(), 'grade-'));
const out = (name: string) => join(folder, name);
const read = (name: string, file: string) => readFileSync(join(out(name), file), 'utf8');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LAB = 'lab01-echo-server/echo_server.ts';
const HARD_CODED = `import net from 'node:net';
net.createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket)).listen(50000, '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
`;

beforeAll(() => {
  const put = (student: string, file: string, from: string) => {
    mkdirSync(join(folder, 'class', student), { recursive: true });
    if (existsSync(from)) copyFileSync(from, join(folder, 'class', student, file));
    else writeFileSync(join(folder, 'class', student, file), from);
  };
  put('ada', 'echo_server.ts', join(ROOT, 'solutions', LAB));
  put('bob', 'echo_server.ts', join(ROOT, 'labs/.starters', LAB));
  put('eve', 'echo_server.js', HARD_CODED);
  put('zoë müller', 'echo_server.ts', join(ROOT, 'solutions', LAB));
  mkdirSync(join(folder, 'class/nobody'));
});

const grade = (name: string, ...more: string[]) =>
  course(['grade', join(folder, 'class'), '--out', out(name), '--lab', 'lab01', '--seed', '7', ...more]);
/** What must be the same in every way to come to it. */
const marks = (name: string) => {
  const { gradedAt: _, ...rest } = JSON.parse(read(name, 'marks.json'));
  return { csv: read(name, 'grades.csv'), marks: rest };
};

describe('a small class', { timeout: 240_000 }, () => {
  test('is graded, and everything is written', async () => {
    const { stdout, stderr, code } = await grade('whole');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^4\/4 lab01 /m)]);
    expect(stdout).toContain('nobody');
    const { students } = JSON.parse(read('whole', 'marks.json'));
    expect(
      students.map(({ id, labs: [lab] }: { id: string; labs: { points: number }[] }) => [
        id.slice(0, 4),
        lab?.points,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['ada', 13],
        ['bob', 3],
        ['eve', 13],
        ['zoe-', 13],
      ]),
    );
    for (const file of ['gradebook.html', 'junit.xml', 'summary.md', 'students/ada.html', 'results.jsonl']) {
      expect(existsSync(join(out('whole'), file)), file).toBe(true);
    }
    expect(read('whole', 'students/eve.json')).toContain('listens on port 50000, whatever port it is given');
  });

  test('killed in the middle, and gone on with: the result of an undisturbed run', async () => {
    const killed = await course(
      [
        'grade',
        join(folder, 'class'),
        '--out',
        out('killed'),
        '--lab',
        'lab01',
        '--seed',
        '7',
        '--jobs',
        '1',
      ],
      {
        onStart: (child) => {
          child.stderr?.on('data', (text) => {
            if (String(text).includes('2/4')) child.kill('SIGKILL');
          });
        },
      },
    );
    expect(killed.signal).toBe('SIGKILL');
    // And in the middle of a line.
    writeFileSync(join(out('killed'), 'results.jsonl'), `${read('killed', 'results.jsonl')}{"submission":"e`);
    const { stderr, code } = await grade('killed', '--resume');
    expect(code).toBe(0);
    expect(stderr.split('\n').filter((line) => /^\d\/4/.test(line))).toHaveLength(2);
    expect(marks('killed')).toEqual(marks('whole'));
  });

  test('two parts, merged, are one run', async () => {
    const [one, two] = [await grade('one', '--shard', '1/2'), await grade('two', '--shard', '2/2')];
    expect([one.code, two.code]).toEqual([0, 0]);
    const { code } = await course(['merge', out('one'), out('two'), out('one'), '--out', out('merged')]);
    expect(code).toBe(0);
    expect(marks('merged')).toEqual(marks('whole'));
  });

  test('an audit of programs that are always the same finds nothing', async () => {
    const { stdout, code } = await grade('audit', '--audit', '2');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('Audit: every check said the same of every program in 2 rounds.'),
    ]);
  });

  test('one submission for other systems, and for GitHub', async () => {
    const summary = join(folder, 'step-summary.md');
    const { stdout, code } = await course(
      [
        'grade',
        join(folder, 'class/bob'),
        ...['--out', out('single'), '--lab', 'lab01', '--github'],
        ...['--for', `gradescope=${join(folder, 'results.json')}`, '--for', 'autolab=-'],
      ],
      { env: { GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: folder } },
    );
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))).toMatchObject({ score: 3 });
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toHaveProperty('scores');
    // As the file lies in the repository.
    expect(stdout).toMatch(/^::error file=class\/bob\/[\w/-]*echo_server\.ts,title=lab01%3A /m);
    expect(readFileSync(summary, 'utf8')).toContain('lab01');
  });

  test('what is there is not overwritten', async () => {
    const { stderr, code } = await grade('whole');
    expect([code, stderr]).toEqual([2, expect.stringContaining('holds results already')]);
  });

  test('no sandbox: graded all the same, and what is missing is said', async () => {
    const { stdout, stderr, code } = await course(
      ['grade', join(folder, 'class'), '--out', out('bare'), '--lab', 'lab01', '--seed', '7', '--jobs', '1'],
      { env: { PATH: folder } },
    );
    expect(code).toBe(0);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'Programs are not kept apart here: bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap).',
      'The summary says what that means.',
    ]);
    expect(
      stdout.slice(stdout.indexOf('What kept the programs apart'), stdout.indexOf('Written,')),
    ).toMatchInlineSnapshot(`
      "What kept the programs apart
        With: every submission runs on a copy, in an environment without your
        variables; time and output of every program are bounded, and all that it
        starts is ended with it; memory and number of processes are bounded.
        Without: a program can read other submissions, the files of the grader, the
        checks and the solutions; a program can use the network; a program can reach
        the processes of the grader and of other submissions, and may outlive its
        check; what a program writes is not bounded; bubblewrap is not installed
        (Debian, Ubuntu: apt install bubblewrap).

      "
    `);
    expect(read('bare', 'grades.csv')).toBe(read('whole', 'grades.csv'));
  });

  test('no sandbox: refused on demand', async () => {
    const env = { PATH: folder };
    const refused = await course(
      ['grade', join(folder, 'class'), '--out', out('none'), '--require-sandbox'],
      { env },
    );
    expect([refused.code, refused.stderr]).toEqual([
      3,
      'Nothing was graded, because of --require-sandbox: bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap).\n',
    ]);
    expect(existsSync(out('none'))).toBe(false);
  });
});

test.for([
  [['grade'], 'Grade what?'],
  [['grade', '.', '--shard', '3/2'], '--shard needs a part and their number'],
  [['grade', '.', '--jobs', '0'], '--jobs needs a whole number from 1 to 256'],
  [['grade', '.', '--lab', 'lab99'], "There is no lab 'lab99'"],
  [['grade', '.', '--roster', 'nowhere.csv'], '--roster: there is no nowhere.csv'],
  [['grade', '.', '--repeat', '2', '--audit', '2'], 'Choose one'],
  [['grade', '.', '--resum'], 'Did you mean --resume?'],
  [['grade', '.', '--out', join(folder, 'nothing'), '--resume'], 'nothing was graded yet'],
  [['grade', '.', '--for', 'moodle=x'], '--for needs gradescope=FILE, classroom50=FILE, autolab=FILE'],
  [['merge'], 'Merge what?'],
  [['merge', join(folder, 'nowhere')], 'nothing was graded there yet'],
] as const)('%j', { timeout: 60_000 }, async ([args, message]) => {
  const { stderr, code } = await course(args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test.for(['grade', 'merge'])('%s --help', { timeout: 60_000 }, async (command) => {
  const { stdout, code } = await course([command, '--help']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('--out FOLDER')]);
});
