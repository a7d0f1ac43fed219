// A generated class, graded: everybody gets what they have handed in.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { course } from '../../checks/testing/command.ts';
import { loadedLab } from '../../checks/testing/labs.ts';
import type { MarksJson } from '../marks/marks_json.ts';
import { sampleClass } from './sample_class.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('solutions pass in every language, starters do not, and each mistake is found', {
  timeout: 300_000,
}, async () => {
  const students = await sampleClass(join(folder, 'class'), 15, ['lab01']);
  const { mutants } = await loadedLab('lab01');
  const out = join(folder, 'out');
  const { code, stderr } = await course([
    'grade',
    join(folder, 'class'),
    '--out',
    out,
    '--lab',
    'lab01',
    '--seed',
    '7',
  ]);
  expect(code, stderr).toBe(0);
  const marks = JSON.parse(readFileSync(join(out, 'marks.json'), 'utf8')) as MarksJson;
  expect(marks.troubles).toEqual([]);
  const failedIn = (name: string): string[] => {
    const { id } = marks.students.find((student) => student.name === name) ?? { id: 'nobody' };
    const { labs } = JSON.parse(readFileSync(join(out, 'students', `${id}.json`), 'utf8'));
    return labs[0].graded.result.checks.flatMap((check: { id: string; verdict: string }) =>
      check.verdict === 'fail' ? [check.id] : [],
    );
  };
  for (const { name, work } of students) {
    const what = work.lab01 ?? 'missing';
    const mutant = mutants.find((one) => what === `mutant ${one.name}`);
    const failed = failedIn(name);
    if (mutant) expect(failed, `${name}: ${what}`).toContain(mutant.killedBy);
    else if (what === 'starter') expect(failed, name).toContain('echo-line');
    else expect(failed, `${name}: ${what}`).toEqual([]);
  }
  expect(new Set(students.map(({ work }) => work.lab01?.split(' ')[0]))).toEqual(
    new Set(['solution', 'starter', 'python', 'javascript', 'mutant']),
  );
});
