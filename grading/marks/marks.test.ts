import { describe, expect, test } from 'vitest';
import type { CourseRules, GradedLab, Submission, Trouble } from '../model.ts';
import { gradedLab, LABS, NO_ANSWER, submission } from '../outputs/testing/fixture.ts';
import { marksOf } from './marks.ts';

const FAIL = { verdict: 'fail' } as const;
const ERROR = { verdict: 'error' } as const;
const SKIPPED = { verdict: 'skipped' } as const;
const ann = submission('ann', 'Ann', ['lab01']);

/** The mark of the first lab. */
function markOf(
  graded: GradedLab[],
  rules: CourseRules['labs'] = {},
  more: { late?: CourseRules['late']; of?: Submission; troubles?: Trouble[] } = {},
) {
  const { students } = marksOf({
    submissions: [more.of ?? ann],
    graded,
    troubles: more.troubles ?? [],
    labs: LABS.slice(0, 1),
    rules: { labs: rules, ...(more.late && { late: more.late }) },
    seed: 7,
    protection: { has: [], lacks: [] },
    gradedAt: '2026-11-21T08:00:00Z',
  });
  const [mark] = students[0]?.labs ?? [];
  return { ...mark, total: students[0]?.total };
}

type Verdicts = Parameters<typeof gradedLab>[2];

describe('points', () => {
  test.each<[string, Verdicts, NonNullable<CourseRules['labs']>[string], object]>([
    ['all pass: the points of the required checks', {}, {}, { points: 4, maxPoints: 4, bonusPoints: 0 }],
    ['one of 2 points fails', { 'many-clients': FAIL }, {}, { points: 2, rawPoints: 2 }],
    ['a skipped check gives nothing', { 'echo-line': SKIPPED }, {}, { points: 3, verdict: 'fail' }],
    [
      'the lab is worth what the course says',
      { 'many-clients': FAIL },
      { points: 10 },
      { points: 5, maxPoints: 10 },
    ],
    [
      'points are rounded to a hundredth',
      { starts: FAIL, 'echo-line': FAIL },
      { points: 33.33 },
      { points: 16.67 },
    ],
    ['bonus counts for nothing without a rule', { starts: FAIL }, {}, { points: 3, bonusPoints: 0 }],
    [
      'bonus that counts makes good for a failure',
      { starts: FAIL },
      { bonus: true },
      { points: 4, bonusPoints: 1 },
    ],
    ['named bonus too', { starts: FAIL }, { bonus: ['half-close'] }, { points: 4, bonusPoints: 1 }],
    ['another bonus than the named one does not', { starts: FAIL }, { bonus: ['other'] }, { points: 3 }],
    [
      'bonus never lifts a lab above its points',
      {},
      { bonus: true, points: 8 },
      { points: 8, bonusPoints: 0 },
    ],
    ['a bonus that fails costs nothing', { 'half-close': FAIL }, { bonus: true }, { points: 4 }],
    [
      'the machine was at fault: not known',
      { starts: ERROR },
      {},
      { state: 'error', points: null, total: null },
    ],
    [
      'also where something else failed',
      { starts: ERROR, 'echo-line': FAIL },
      {},
      { points: null, rawPoints: null },
    ],
    [
      'an error in a bonus that could help',
      { starts: FAIL, 'half-close': ERROR },
      { bonus: true },
      { points: null },
    ],
    ['an error in a bonus that cannot', { 'half-close': ERROR }, { bonus: true }, { points: 4 }],
    [
      'what this machine cannot make does not count',
      { 'many-clients': { ...SKIPPED, notHere: true }, starts: FAIL },
      {},
      { points: 2, maxPoints: 4 },
    ],
  ])('%s', (_, verdicts, rules, expected) => {
    expect(markOf([gradedLab(ann, 'lab01', verdicts)], { lab01: rules })).toMatchObject(expected);
  });

  test.each<[string, Submission, Trouble[], object]>([
    [
      'not handed in: 0 points, missing',
      submission('ann', 'Ann', []),
      [],
      { state: 'missing', points: 0, total: 0 },
    ],
    ['handed in but not graded: not known', ann, [], { state: 'error', points: null, total: null }],
    [
      'an archive that cannot be read is no zero',
      submission('ann', 'Ann', []),
      [{ who: 'Ann', kind: 'unreadable', message: '' }],
      { state: 'error', points: null },
    ],
    [
      'somebody else’s trouble is not hers',
      submission('ann', 'Ann', []),
      [{ who: 'Bob', kind: 'unreadable', message: '' }],
      { state: 'missing', points: 0 },
    ],
    [
      'an empty folder is a missing lab',
      submission('ann', 'Ann', []),
      [{ who: 'ann', kind: 'empty', message: '' }],
      { state: 'missing', points: 0 },
    ],
  ])('%s', (_, of, troubles, expected) => {
    expect(markOf([], {}, { of, troubles })).toMatchObject(expected);
  });

  test('a result of files that have changed since is none; of two results the later one counts', () => {
    expect(markOf([gradedLab(ann, 'lab01', {}, { digest: 'old' })])).toMatchObject({ state: 'error' });
    const twice = [gradedLab(ann, 'lab01', { starts: ERROR }), gradedLab(ann, 'lab01', {})];
    expect(markOf(twice)).toMatchObject({ state: 'graded', points: 4 });
  });
});

describe('late', () => {
  const due = '2026-10-25T12:00:00+02:00'; // a day of 25 hours in Paris
  test.each<[string, string | undefined, CourseRules['late'], object | undefined]>([
    ['before', '2026-10-25T09:59:59Z', { perDay: 10, most: 50 }, undefined],
    ['on the second', '2026-10-25T10:00:00Z', { perDay: 10, most: 50 }, undefined],
    [
      'a second behind: a day begun',
      '2026-10-25T10:00:01Z',
      { perDay: 10, most: 50 },
      { days: 1, takenOff: 1 },
    ],
    ['24 hours: one day', '2026-10-26T11:00:00+01:00', { perDay: 10, most: 50 }, { days: 1, takenOff: 1 }],
    [
      '24 hours and a second: two',
      '2026-10-26T11:00:01+01:00',
      { perDay: 10, most: 50 },
      { days: 2, takenOff: 2 },
    ],
    ['written in another offset', '2026-10-25T23:30:00+13:30', { perDay: 10, most: 50 }, undefined],
    ['within the grace', '2026-10-25T10:15:00Z', { perDay: 10, most: 50, graceMinutes: 15 }, undefined],
    [
      'days are counted from its end',
      '2026-10-26T10:15:00Z',
      { perDay: 10, most: 50, graceMinutes: 15 },
      { days: 1, takenOff: 1 },
    ],
    ['never more than the most', '2026-12-25T10:00:00Z', { perDay: 10, most: 50 }, { days: 61, takenOff: 5 }],
    ['without a rule it costs nothing', '2026-10-27T10:00:00Z', undefined, { days: 2, takenOff: 0 }],
    ['no time is known', undefined, { perDay: 10, most: 50 }, undefined],
  ])('%s', (_, submittedAt, late, expected) => {
    const of = submission('ann', 'Ann', ['lab01'], submittedAt);
    const mark = markOf([gradedLab(of, 'lab01', {})], { lab01: { points: 10, due } }, { late, of });
    expect(mark.late).toEqual(expected);
    expect(mark.points).toBe(10 - ((expected as { takenOff?: number })?.takenOff ?? 0));
  });
});

describe('rounds', () => {
  const rounds = (...verdicts: Verdicts[]) =>
    verdicts.map((one, round) => gradedLab(ann, 'lab01', one, { round, seed: 7 + round }));

  test.each<[string, Verdicts[], string, number | null]>([
    ['passed in all', [{}, {}, {}], 'pass', 4],
    ['failed in one', [{}, { 'echo-line': FAIL }, {}], 'fail', 3],
    ['another failed in each', [{ starts: FAIL }, { 'echo-line': FAIL }], 'fail', 2],
    ['could not be tried in one: not known', [{}, { 'echo-line': ERROR }], 'error', null],
    ['a failure is certain', [{ 'echo-line': ERROR }, { 'echo-line': FAIL }], 'fail', 3],
    ['skipped in one', [{}, { 'echo-line': SKIPPED }], 'fail', 3],
  ])('%s', (_, verdicts, verdict, points) => {
    const mark = markOf(rounds(...verdicts));
    expect([mark.verdict, mark.points]).toEqual([verdict, points]);
  });

  test('the round that failed is shown, and it is said how often it passed', () => {
    const { graded } = markOf(rounds({}, { 'echo-line': NO_ANSWER }, {})) as { graded: GradedLab };
    expect(graded.result.checks[1]).toMatchObject({ id: 'echo-line', ...NO_ANSWER });
    expect(graded.result).toMatchObject({ score: 3, maxScore: 4, ms: 3 * 1234 });
    expect(graded.result.notes).toEqual([
      '“sends a line back” passed in 2 of 3 rounds; it must pass in all.',
    ]);
  });
});

describe('the total', () => {
  const total = (rules: CourseRules['labs'], ...graded: GradedLab[]) =>
    marksOf({
      submissions: [
        submission(
          'ann',
          'Ann',
          graded.map(({ lab }) => lab),
        ),
      ],
      graded,
      troubles: [],
      labs: LABS.slice(0, 2),
      rules: { labs: rules ?? {} },
      seed: 7,
      protection: { has: [], lacks: [] },
      gradedAt: '',
    }).students[0]?.total;
  const first = gradedLab(ann, 'lab01', {});
  const second = gradedLab(ann, 'lab02', { connects: FAIL });

  test.each<[string, CourseRules['labs'], GradedLab[], number | null]>([
    ['labs count alike, whatever their points', {}, [first, second], 75],
    ['weights', { lab01: { weight: 3 } }, [first, second], 87.5],
    ['a missing lab counts as 0', {}, [first], 50],
    [
      'weight 0 does not count, even when it is not known',
      { lab02: { weight: 0 } },
      [first, gradedLab(ann, 'lab02', { connects: ERROR })],
      100,
    ],
    ['nor does a lab that is worth nothing', { lab02: { points: 0 } }, [first, second], 100],
    ['not known while one lab is not', {}, [first, gradedLab(ann, 'lab02', { connects: ERROR })], null],
  ])('%s', (_, rules, graded, expected) => {
    expect(total(rules, ...graded)).toBe(expected);
  });
});
