import { expect, test } from 'vitest';
import { keysNow, waitsForTheEnd } from './keys.ts';
import type { Model } from './model.ts';
import { BUSY, FAILED, modelOf, PASSED } from './testing.ts';

const shown = (model: Model) =>
  keysNow(model)
    .filter(({ does }) => does)
    .map(({ name }) => name)
    .join('');

const ladder = (count: number) => ({
  check: 'content-length',
  shown: ['one', 'two', 'three'].slice(0, count),
  total: 3,
  open: count > 0,
});
const lab = modelOf().lab;

test.for<[string, Partial<Model>, string]>([
  ['nothing is known yet', { run: undefined, ladder: undefined }, 'rxq'],
  ['a failure', {}, 'hwarxq'],
  ['a failure whose hints are all shown', { ladder: ladder(3) }, 'hwarxq'],
  ['a failure that says it all', { ladder: undefined }, 'warxq'],
  ['a run that goes on behind a failure', { coming: BUSY }, 'hwarxq'],
  ['passed', { run: PASSED, ladder: undefined }, 'nbarxq'],
  ['passed with the bonus', { run: { ...PASSED, bonusLeft: 0 }, ladder: undefined }, 'narxq'],
  ['passed, and a run goes on', { run: PASSED, coming: BUSY, ladder: undefined }, 'arxq'],
  ['the last lab', { run: PASSED, ladder: undefined, lab: { ...lab, next: undefined } }, 'barxq'],
  ['another program', { ladder: undefined, lab: { ...lab, own: false, next: undefined } }, 'warq'],
  ['a question', { question: 'Really?' }, 'yn'],
])('%s', ([, change, keys]) => {
  expect(shown(modelOf(change))).toBe(keys);
});

test('what can be scrolled can always be scrolled, but for a question', () => {
  const scrolls = (model: Model) => keysNow(model).some(({ name }) => name === 'pagedown');
  expect([scrolls(modelOf()), scrolls(modelOf({ question: 'Really?' }))]).toEqual([true, false]);
});

test('--manual: Enter checks, and r says so', () => {
  const keys = keysNow(modelOf({ manual: true }));
  expect(keys.find(({ name }) => name === 'r')?.does).toBe('check');
  expect(keys.some(({ name }) => name === 'return')).toBe(true);
  expect(keysNow(modelOf()).some(({ name }) => name === 'return')).toBe(false);
});

test.for([
  [0, false, 'hint 1 of 3'],
  [1, true, 'hint 2 of 3'],
  [1, false, 'hint'],
  [2, false, 'hints'],
  [3, true, 'hide hints'],
] as const)('%d hints seen, on the screen: %s', ([count, open, does]) => {
  const keys = keysNow(modelOf({ ladder: { ...ladder(count), open } }));
  expect(keys.find(({ name }) => name === 'h')?.does).toBe(does);
});

test('keys about a result wait for it, the others do not', () => {
  const busy = modelOf({ run: BUSY });
  expect(['n', 'h', 'b', 'r', 'q', 'x', 'a', 'w'].filter((name) => waitsForTheEnd(busy, name))).toEqual([
    'n',
    'h',
    'b',
  ]);
  expect(waitsForTheEnd(modelOf({ run: BUSY, question: 'Really?' }), 'n')).toBe(false);
  expect(waitsForTheEnd(modelOf({ run: FAILED }), 'h')).toBe(false);
});
