import { expect, test } from 'vitest';
import { labsIn, sound } from './progress_format.ts';

test.for([
  ['', undefined],
  ['{', undefined],
  ['null', undefined],
  ['[]', undefined],
  ['"x"', undefined],
  ['{"lab01": 7}', { lab01: 7 }],
  ['\uFEFF{}', {}],
])('%j', ([text, labs]) => expect(labsIn(text as string)).toEqual(labs));

test.for([
  [7, {}],
  [null, {}],
  [[], {}],
  [{ passed: true, failing: 3, stamp: null }, {}],
  [{ passed: '2026-01-01' }, { passed: '2026-01-01' }],
  [
    { score: 'many', maxScore: -1, bonusScore: 0.5, maxBonusScore: 2 },
    { bonusScore: 0.5, maxBonusScore: 2 },
  ],
  [{ hints: 'x' }, {}],
  [{ hints: { a: 2, b: '2', c: -1, d: 1.5 } }, { hints: { a: 2 } }],
  [{ newer: { field: 1 } }, { newer: { field: 1 } }],
])('%j becomes %j', ([lab, expected]) => expect(sound(lab)).toEqual(expected));
