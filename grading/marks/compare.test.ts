import { expect, test } from 'vitest';
import { theClass } from '../outputs/testing/fixture.ts';
import { compareMarks } from './compare.ts';
import { type MarksJson, marksJson } from './marks_json.ts';

const kept = (): MarksJson => JSON.parse(JSON.stringify(marksJson(theClass())));

test('the same class has not changed', () => {
  expect(compareMarks(kept(), marksJson(theClass()))).toEqual([]);
});

test('what changed, by student, lab and check; who came and who is gone', () => {
  const [before, now] = [kept(), kept()];
  const [ada, , , dora] = now.students;
  if (!ada || !dora) throw new Error('the fixture has changed');
  Object.assign(ada, { total: 90 });
  Object.assign(ada.labs[0] ?? {}, { points: 7.5 });
  Object.assign(ada.labs[0]?.checks[1] ?? {}, { verdict: 'fail' });
  Object.assign(dora.labs[1] ?? {}, { state: 'graded', points: 2, checks: ada.labs[1]?.checks });
  before.students = before.students.filter(({ id }) => id !== 'bob');
  now.students = now.students.filter(({ id }) => id !== 'emil');
  expect(compareMarks(before, now)).toEqual([
    { student: 'ada', name: 'Ada Lovelace', before: '100 %', now: '90 %' },
    { student: 'ada', name: 'Ada Lovelace', lab: 'lab01', before: '10 of 10', now: '7.5 of 10' },
    { student: 'ada', name: 'Ada Lovelace', lab: 'lab01', check: 'echo-line', before: 'pass', now: 'fail' },
    { student: 'bob', name: 'Bob Kahn', before: 'not there', now: expect.stringMatching(/%$/) },
    { student: 'dora', name: 'Dora Müller', lab: 'lab02', before: 'missing', now: '2 of 2' },
    { student: 'emil', name: 'Emil', before: 'not known', now: 'not there' },
  ]);
});
