// The packages as those who upload them use them: built, unpacked, and run on a submission.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { cleanEnvironment } from '../checks/engine/program/environment.ts';
import { copyOfTheCourse, course } from '../checks/testing/command.ts';
import { ROOT } from '../checks/testing/labs.ts';
import { isPacked } from '../grading/packages/contents.ts';

const folder = mkdtempSync(join(tmpdir(), 'package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const PACKAGES = join(ROOT, 'grading/packages');
const LAB = 'lab01-echo-server/echo_server.ts';
const RULES = {
  labs: { lab01: { points: 26, due: '2026-12-01T12:00:00Z' } },
  late: { perDay: 50, most: 50 },
};

/** `npm run package …`, in the temporary folder. */
function packageIt(...args: string[]) {
  const words = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'commands/package.ts'), ...args];
  const env = { ...process.env, INIT_CWD: folder };
  return spawnSync(process.execPath, words, { cwd: ROOT, env, encoding: 'utf8' });
}

function unpack(bytes: Uint8Array, into: string): void {
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), content);
  }
}

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const schema = (name: string) =>
  new Ajv({ strict: false, formats: { 'date-time': true, uri: true } }).compile(
    json(join(ROOT, `grading/outputs/schemas/${name}.schema.json`)),
  );

describe('what is packed', () => {
  test.each([
    ['commands/grade.ts', true],
    ['commands/course.mjs', true],
    ['checks/lab01-echo-server/checks.ts', true],
    ['checks/engine/program/standby_node.mjs', true],
    ['labs/.starters/lab01-echo-server/echo_server.ts', true],
    ['grading/pages/client/report.css', true],
    ['package-lock.json', true],
    ['solutions/lab01-echo-server/echo_server.ts', false],
    ['checks/lab01-echo-server/mutants/mutants.ts', false],
    ['checks/testing/labs.ts', false],
    ['grading/sandbox/attacks/fork_bomb.ts', false],
    ['grading/outputs/golden/summary.txt', false],
    ['commands/grade.test.ts', false],
    ['workbook/page/page.test.tsx', false],
    ['docs/grading.md', false],
    ['slides/index.html', false],
    ['node_modules/tsx/package.json', false],
    ['.github/workflows/ci.yml', false],
  ])('%s: %s', (path, packed) => {
    expect(isPacked(path)).toBe(packed);
  });
});

describe('the command', { timeout: 120_000 }, () => {
  test.each([
    [['moodle'], 'Package what? One of: gradescope, classroom50.'],
    [[], 'Package what?'],
    [['gradescope', '--lab', 'lab77'], 'lab77'],
    [['gradescope', '--rules', 'nothing.json'], '--rules: there is no nothing.json.'],
    [['gradescope', '--rules', 'bad.json'], "'labs.lab99'|labs.lab99: there is no lab of this name"],
    [['gradescope', '--labs', 'lab01'], 'Did you mean --lab?'],
  ])('refuses %j', (args, message) => {
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ labs: { lab99: {} } }));
    const { status, stderr } = packageIt(...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message.split('|').at(-1) ?? '')]);
  });
});

describe('Gradescope', { timeout: 240_000 }, () => {
  const root = join(folder, 'autograder');
  const results = join(root, 'results/results.json');
  const run = (env: Record<string, string> = {}) =>
    spawnSync('bash', [join(root, 'source/run_autograder')], {
      cwd: root,
      env: { ...cleanEnvironment(), AUTOGRADER_ROOT: root, ...env },
      encoding: 'utf8',
    });
  const handIn = (from: string, createdAt: string) => {
    copyFileSync(join(ROOT, from, LAB), join(root, 'submission/echo_server.ts'));
    writeFileSync(join(root, 'submission_metadata.json'), JSON.stringify({ created_at: createdAt }));
  };

  beforeAll(() => {
    writeFileSync(join(folder, 'course.json'), JSON.stringify(RULES));
    const { status, stdout, stderr } = packageIt('gradescope', '--lab', 'lab01', '--rules', 'course.json');
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringMatching(/^gradescope\.zip: \d+ KiB\. /)]);
    unpack(readFileSync(join(folder, 'gradescope.zip')), join(root, 'source'));
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'source/course/node_modules'));
    mkdirSync(join(root, 'submission'));
  });

  test('both scripts are at the top of the archive, and can be run', async () => {
    const modes = new Map<string, number>();
    await new Promise<void>((resolve, reject) =>
      fromBuffer(readFileSync(join(folder, 'gradescope.zip')), (error, zip) => {
        if (error) return reject(error);
        zip.on('entry', (entry) => modes.set(entry.fileName, entry.externalFileAttributes >>> 16));
        zip.on('end', resolve);
      }),
    );
    expect([modes.get('setup.sh'), modes.get('run_autograder')]).toEqual([0o100755, 0o100755]);
    expect(modes.get('course/package.json')).toBe(0o100644);
  });

  test('a submission in time gets its points, in the form that Gradescope reads', () => {
    handIn('solutions', '2026-12-01T04:59:00.365935-07:00');
    const { status, stdout } = run();
    expect([status, stdout]).toEqual([0, expect.stringContaining('1/1 lab01 submission: pass, 13 of 13')]);
    const validate = schema('gradescope');
    expect(validate(json(results)), JSON.stringify(validate.errors)).toBe(true);
    expect(json(results)).toMatchObject({ score: 26, tests: expect.any(Array) });
  });

  test('the time in the metadata counts for late rules', () => {
    handIn('solutions', '2026-12-01T06:01:00.365935-07:00');
    expect(run().status).toBe(0);
    expect(json(results).score).toBe(13);
    expect(json(results).output).toContain('1 day late');
  });

  test('an unfinished program gets the points of what works', () => {
    handIn('labs/.starters', '2026-11-30T00:00:00Z');
    expect(run().status).toBe(0);
    expect(json(results).score).toBe(6);
  });

  test('without a time, where lateness costs, there is no score, and it is said', () => {
    handIn('solutions', 'yesterday');
    const { status, stdout } = run();
    expect([status, stdout]).toEqual([1, expect.stringContaining('does not say when this was handed in')]);
    expect(Object.keys(json(results))).not.toContain('score');
    expect(Object.keys(json(results))).not.toContain('tests');
  });

  test('a grader that fails gives no score, and says so', () => {
    handIn('solutions', '2026-11-30T00:00:00Z');
    const grade = join(root, 'source/course/commands/grade.ts');
    const text = readFileSync(grade);
    try {
      writeFileSync(grade, 'throw new Error("the grader is broken");');
      const { status, stdout } = run();
      expect([status, stdout]).toEqual([1, expect.stringContaining('the grader is broken')]);
      expect(json(results).output).toContain('NO SCORE');
      expect(Object.keys(json(results))).not.toContain('score');
    } finally {
      writeFileSync(grade, text);
    }
  });
});

describe('Classroom 50', { timeout: 240_000 }, () => {
  const bundle = join(folder, 'bundle');
  const checkout = join(folder, 'checkout');
  const env = {
    COURSE_NODE_MODULES: join(ROOT, 'node_modules'),
    CLASSROOM: 'net',
    ASSIGNMENT: 'echo',
    SUBMISSION_TAG: 'submit/2026-11-27T19-19-06Z-a1b2c3d',
    COMMIT_URL: 'https://github.com/o/r/commit/a1b2c3d',
    RELEASE_URL: 'https://github.com/o/r/releases/tag/submit',
    OWNER: 'ada',
  };
  const run = (more: Record<string, string> = {}) =>
    spawnSync('python3', [join(bundle, 'autograder.py')], {
      cwd: checkout,
      env: { ...cleanEnvironment(), ...env, ...more },
      encoding: 'utf8',
    });

  beforeAll(() => {
    expect(packageIt('classroom50', '--lab', 'lab01', '--out', 'c50.zip').status).toBe(0);
    unpack(readFileSync(join(folder, 'c50.zip')), bundle);
    mkdirSync(join(checkout, dirname(LAB)), { recursive: true });
  });

  test.each([
    ['solutions', 13],
    ['labs/.starters', 3],
  ])('%s: %d points, and a result.json that it reads', (from, points) => {
    copyFileSync(join(ROOT, from, LAB), join(checkout, LAB));
    // A student's own result is not the result.
    writeFileSync(join(checkout, 'result.json'), '{"score": 1000}');
    expect(run().status).toBe(0);
    const result = json(join(checkout, 'result.json'));
    const validate = schema('classroom50');
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
    expect(result).toMatchObject({ score: points, 'max-score': 13, owner: 'ada' });
  });

  test('what cannot be graded ends with an error and without a result', () => {
    writeFileSync(join(checkout, 'result.json'), '{"score": 1000}');
    const { status, stdout } = run({ CLASSROOM: '' });
    expect([status, stdout]).toEqual([1, expect.stringContaining('no score is given')]);
    expect(existsSync(join(checkout, 'result.json'))).toBe(false);
  });
});

const YAML = ['github/checks.yml', 'github/grade_class.yml', 'kubernetes/grade_job.yml'];
const SCRIPTS = ['gradescope/setup.sh', 'gradescope/run_autograder'];
const hasYaml = spawnSync('python3', ['-c', 'import yaml']).status === 0;

// biome-ignore lint/suspicious/noExplicitAny: as the YAML is
function parsed(file: string): any {
  const program =
    'import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout, default=str)';
  return JSON.parse(execFileSync('python3', ['-c', program, join(PACKAGES, file)], { encoding: 'utf8' }));
}

/** The text of every step or container, however deep. */
const scriptsIn = (value: unknown): string[] =>
  value === null || typeof value !== 'object'
    ? []
    : Object.entries(value).flatMap(([key, inner]) =>
        key === 'run' ? [String(inner)] : key === 'args' ? inner.map(String) : scriptsIn(inner),
      );

describe('the files that are copied', { timeout: 120_000 }, () => {
  test.each(SCRIPTS)('%s is a script that bash understands', (file) => {
    expect(spawnSync('bash', ['-n', join(PACKAGES, file)], { encoding: 'utf8' }).stderr).toBe('');
  });

  test.each(YAML)('%s has no tab, and an even indentation', (file) => {
    const lines = readFileSync(join(PACKAGES, file), 'utf8').split('\n');
    expect(lines.filter((line) => /\t|^( {2})* \S/.test(line))).toEqual([]);
  });

  test.runIf(hasYaml).each(YAML)('%s is YAML, and bash understands every step', (file) => {
    const scripts = scriptsIn(parsed(file));
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) {
      const { stderr } = spawnSync('bash', ['-n'], {
        input: script.replaceAll(/\$\{\{.*?\}\}/g, 'x'),
        encoding: 'utf8',
      });
      expect(stderr, script).toBe('');
    }
  });

  test('they name only options that the commands know', async () => {
    const helps = await Promise.all(['grade', 'merge'].map((name) => course([name, '--help'])));
    const known = new Set(helps.flatMap(({ stdout }) => stdout.match(/--[a-z][a-z-]+/g) ?? []));
    const files = [...YAML, ...SCRIPTS, 'docker/Dockerfile', 'classroom50/autograder.py'];
    const named = files.flatMap((file) =>
      readFileSync(join(PACKAGES, file), 'utf8')
        .split('\n')
        .filter(
          (line) =>
            /\b(grade|merge)\b.* (--|\/)|options|"--/.test(line) &&
            !/npm"|sysctl|^# {3}docker build/.test(line),
        )
        .flatMap((line) => line.replace(/.*netcourse-grader (?=grade)/, '').match(/--[a-z][a-z-]+/g) ?? []),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((option) => !known.has(option) && option !== '--security-opt')).toEqual([]);
  });

  test.runIf(hasYaml)('checks.yml finds the lab that was begun, checks it, and annotates what fails', () => {
    const { root, remove } = copyOfTheCourse();
    try {
      cpSync(join(ROOT, 'grading'), join(root, 'grading'), { recursive: true });
      const steps: { name?: string; run?: string }[] = parsed('github/checks.yml').jobs.checks.steps;
      const step = (name: string, env: Record<string, string> = {}) =>
        spawnSync(
          'bash',
          ['-e', '-o', 'pipefail', '-c', steps.find((one) => one.name === name)?.run ?? 'exit 99'],
          {
            cwd: root,
            env: {
              ...cleanEnvironment(),
              RUNNER_TEMP: join(folder, 'runner'),
              GITHUB_OUTPUT: join(folder, 'output'),
              GITHUB_STEP_SUMMARY: join(folder, 'step_summary.md'),
              ...env,
            },
            encoding: 'utf8',
          },
        );
      expect(step('Which labs were begun').stdout).toContain('Begun: none yet');
      const file = join(root, 'labs', LAB);
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n// begun\n`);
      const begun = step('Which labs were begun');
      expect([begun.status, begun.stdout]).toEqual([0, 'Begun: lab01\n']);
      expect(readFileSync(join(folder, 'output'), 'utf8')).toBe('labs=\nlabs=lab01\n');
      expect(step('The checks', { LABS: 'lab01' }).status).toBe(1);
      const annotated = step('The failing checks, beside the program', { LABS: 'lab01' });
      expect([annotated.status, annotated.stdout], annotated.stderr).toEqual([
        0,
        expect.stringMatching(new RegExp(`^::error file=labs/${LAB},title=lab01`, 'm')),
      ]);
      expect(readFileSync(join(folder, 'step_summary.md'), 'utf8')).toContain('lab01');
      copyFileSync(join(ROOT, 'solutions', LAB), file);
      expect(step('The checks', { LABS: 'lab01' }).status).toBe(0);
    } finally {
      remove();
    }
  });
});
