import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMarks } from '../marks/marks_json.ts';
import { slim } from '../marks/slim.ts';
import type { ClassMarks } from '../model.ts';
import { writeWhole } from './atomic.ts';
import { GRADED, theClass } from './testing/fixture.ts';
import { writeFor } from './write_for.ts';
import { writeOutputs } from './write_outputs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'grading outputs '));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

test('all files, and nothing else; who is gone from the class has no report any more', async () => {
  mkdirSync(join(out, 'students'));
  for (const name of ['gone.html', 'gone.json', 'notes.txt']) writeFileSync(join(out, 'students', name), '');
  const written = await writeOutputs(theClass(), out, { root });
  const files = ['grades.csv', 'gradebook.html', 'marks.json', 'marks.jsonl', 'summary.md', 'junit.xml'];
  const ids = ['ada', 'bob', 'chen', 'dora', 'emil', 'mallory'];
  expect(written).toEqual([...files, ...ids.flatMap((id) => [`students/${id}.html`, `students/${id}.json`])]);
  const there = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(there.map(({ name }) => name).sort()).toEqual(
    [...files, ...ids.flatMap((id) => [`${id}.html`, `${id}.json`]), 'notes.txt'].sort(),
  );
  expect(readMarks(join(out, 'marks.json')).students).toHaveLength(6);
});

test('marks made of small results, with the large ones read student by student, give the same files', async () => {
  const marks = theClass();
  await writeOutputs(marks, join(out, 'whole'), { root });
  const small: ClassMarks = {
    ...marks,
    students: marks.students.map((student) => ({
      ...student,
      labs: student.labs.map(({ graded, ...mark }) => ({ ...mark, ...(graded && { graded: slim(graded) }) })),
    })),
  };
  const asked: string[] = [];
  const written = await writeOutputs(small, join(out, 'small'), {
    root,
    graded: (id) => {
      asked.push(id);
      return GRADED.filter(({ submission }) => submission === id);
    },
  });
  expect(asked).toEqual(marks.students.map(({ id }) => id));
  for (const name of written) {
    const [whole, same] = ['whole', 'small'].map((folder) => readFileSync(join(out, folder, name), 'utf8'));
    expect(same, name).toBe(whole);
  }
});

test('a file stands there whole or not at all', () => {
  const path = join(out, 'a', 'file');
  writeWhole(path, ['one', 'two é']);
  expect(readFileSync(path, 'utf8')).toBe('onetwo é');
  function* breaks() {
    yield 'half';
    throw new Error('the disk is on fire');
  }
  expect(() => writeWhole(path, breaks())).toThrow('the disk is on fire');
  expect(readFileSync(path, 'utf8')).toBe('onetwo é');
  expect(readdirSync(join(out, 'a'))).toEqual(['file']);
});

test('one submission for another system; no file where nothing is known', () => {
  const marks = theClass();
  const alone = (id: string) => ({ ...marks, students: marks.students.filter((one) => one.id === id) });
  writeFor('autolab', alone('ada'), join(out, 'line'));
  expect(readFileSync(join(out, 'line'), 'utf8')).toBe(
    '{"scores":{"lab01":10,"lab02":2,"lab06":20},"scoreboard":[10,2,20,32]}\n',
  );
  expect(() => writeFor('gradescope', alone('emil'), join(out, 'results.json'))).toThrow(
    'could not be graded',
  );
  expect(existsSync(join(out, 'results.json'))).toBe(false);
});

test('what is no marks.json is said', () => {
  writeFileSync(join(out, 'other.json'), '{"schema":"workbook/check@1"}');
  expect(() => readMarks(join(out, 'other.json'))).toThrow(
    'does not hold marks: expected "schema": "workbook/marks@1"',
  );
  expect(() => readMarks(join(out, 'none.json'))).toThrow('cannot be read (ENOENT)');
  writeFileSync(join(out, 'bad.json'), '{');
  expect(() => readMarks(join(out, 'bad.json'))).toThrow('is not JSON');
});
