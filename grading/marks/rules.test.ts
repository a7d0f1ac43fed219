import { expect, test } from 'vitest';
import { LABS } from '../outputs/testing/fixture.ts';
import { isInstant, parseRules, readRules } from './rules.ts';

test('everything that may be said', () => {
  const rules = {
    title: 'Networks',
    labs: {
      lab01: { points: 10, weight: 0.5, due: '2026-11-02T23:59+01:00', bonus: ['half-close'] },
      lab02: { bonus: true },
    },
    late: { perDay: 10, most: 50, graceMinutes: 30 },
  };
  expect(parseRules(`\uFEFF${JSON.stringify(rules)}`, 'course.json', LABS)).toEqual(rules);
  expect(parseRules('{}', 'course.json')).toEqual({});
});

test.each([
  ['{', 'course.json is not JSON: '],
  ['[]', 'expected an object { … }; got []'],
  ['{"title":3}', 'title: expected a text; got 3'],
  ['{"lab":{}}', 'lab: this field is not known. Did you mean labs?'],
  ['{"extra":{}}', 'extra: this field is not known. Known are: title, labs, late.'],
  ['{"labs":[]}', 'labs: expected an object { "lab01": { … } }; got []'],
  ['{"labs":{"lab1":{}}}', 'labs.lab1: there is no lab of this name. Did you mean lab01?'],
  ['{"labs":{"lab01":7}}', 'labs.lab01: expected an object { … }; got 7'],
  ['{"labs":{"lab01":{"pionts":7}}}', 'labs.lab01.pionts: this field is not known. Did you mean points?'],
  ['{"labs":{"lab01":{"points":-1}}}', 'labs.lab01.points: expected a number of points, 0 or more; got -1'],
  ['{"labs":{"lab01":{"weight":"2"}}}', 'labs.lab01.weight: expected a number, 0 or more; got "2"'],
  [
    '{"labs":{"lab01":{"due":"2026-12-01"}}}',
    'labs.lab01.due: expected a date and time with an offset, such as "2026-12-01T23:59:00+01:00"; got "2026-12-01"',
  ],
  [
    '{"labs":{"lab01":{"bonus":"all"}}}',
    'labs.lab01.bonus: expected true, or a list of ids of bonus checks; got "all"',
  ],
  [
    '{"labs":{"lab01":{"bonus":["halfclose"]}}}',
    "labs.lab01.bonus: 'halfclose' is not a bonus check of this lab. Did you mean half-close?",
  ],
  ['{"late":true}', 'late: expected an object { "perDay": 10, "most": 50 }; got true'],
  ['{"late":{"perDay":10}}', 'late.most: expected points in a hundred, from 0 to 100; got nothing'],
  ['{"late":{"perDay":110,"most":50}}', 'late.perDay: expected points in a hundred, from 0 to 100; got 110'],
  [
    '{"late":{"perDay":1,"most":5,"grace":5}}',
    'late.grace: this field is not known. Known are: perDay, most, graceMinutes.',
  ],
  [
    '{"late":{"perDay":1,"most":5,"graceMinutes":null}}',
    'late.graceMinutes: expected a number of minutes, 0 or more; got null',
  ],
])('%s', (text, message) => {
  expect(() => parseRules(text, 'course.json', LABS)).toThrow(message);
});

test('all that is wrong is said at once, up to ten', () => {
  const labs = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`lab${i}`, 1]));
  const text = JSON.stringify({ labs });
  expect(() => parseRules(text, 'course.json')).toThrow(
    /^course.json cannot be used:\n(.*\n){10} {2}and 2 more$/,
  );
});

test('a file that is not there', () => {
  expect(() => readRules('/nowhere/course.json')).toThrow('/nowhere/course.json cannot be read (ENOENT).');
});

test.each([
  ['2026-11-02T23:59:00Z', true],
  ['2024-02-29T00:00-08:00', true],
  ['2026-02-29T00:00:00Z', false],
  ['2026-13-01T00:00:00Z', false],
  ['2026-11-02T23:59:00', false],
  ['2026-11-02 23:59:00Z', false],
  [1_700_000_000, false],
])('an instant: %s %s', (value, expected) => {
  expect(isInstant(value)).toBe(expected);
});
