import { describe, expect, test } from 'vitest';
import type { CourseLab, RunEvent } from '../server/api.ts';
import { toBase64 } from '../wire_view/record.ts';
import { actionOf } from './keyboard.ts';
import { hashOf, parseRoute, routeOfPath } from './route.ts';
import { chosenCheck, neighbour, shownChecks } from './selection.ts';
import { Workbook } from './workbook.ts';

describe('routes', () => {
  test.each([
    ['', { view: 'home' }],
    ['#/', { view: 'home' }],
    ['#/nothing', { view: 'home' }],
    ['#/wire', { view: 'live' }],
    ['#/contract?at=the-contract', { view: 'contract', anchor: 'the-contract' }],
    ['#/lab06', { view: 'lab', lab: 'lab06' }],
    ['#/lab06/content-length', { view: 'lab', lab: 'lab06', check: 'content-length' }],
    ['#/lab06/-?at=a%20b', { view: 'lab', lab: 'lab06', check: '-', anchor: 'a b' }],
    ['#/lab06/%E0%A4%A', { view: 'lab', lab: 'lab06' }],
  ])('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  test.each(['#/', '#/wire', '#/lab06', '#/lab06/a%2Fb', '#/lab06/x?at=the-idea', '#/contract'])(
    '%s goes there and back',
    (hash) => {
      expect(hashOf(parseRoute(hash))).toBe(hash);
    },
  );

  test.each([
    ['/lab06', '#the-idea', '#/lab06?at=the-idea'],
    ['/lab06', '', '#/lab06'],
    ['/labs', '', '#/contract'],
    ['/', '', undefined],
    ['/lab06', '#/lab01', undefined],
  ])('shared: %s%s', (path, hash, wanted) => {
    const route = routeOfPath(path, hash);
    expect(route && hashOf(route)).toBe(wanted);
  });
});

describe('keys', () => {
  const key = (name: string, rest = {}) =>
    actionOf({
      key: name,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      repeat: false,
      typing: false,
      ...rest,
    });
  test.each([
    ['j', {}, 'next-check'],
    ['j', { repeat: true }, 'next-check'],
    ['h', {}, 'hint'],
    ['h', { repeat: true }, undefined],
    ['r', { ctrlKey: true }, undefined],
    ['r', { typing: true }, undefined],
    ['?', {}, 'help'],
    ['toString', {}, undefined],
  ])('%s %j', (name, rest, action) => {
    expect(key(name, rest)).toBe(action);
  });
});

describe('a run', () => {
  const check = (id: string, tier: 'required' | 'bonus' = 'required') => ({ id, title: id, tier });
  const lab = {
    id: 'lab01',
    kind: 'server',
    checks: ['one', 'two'].map((id) => ({ ...check(id), spec: '', hints: [], hintsShown: 0, hintsTotal: 3 })),
  } as unknown as CourseLab;
  const begun = () => {
    const workbook = new Workbook((tell) => tell());
    workbook.setCourse({ labs: [lab], next: 'lab01', watching: [] });
    return workbook;
  };
  const tell = (workbook: Workbook, ...events: object[]) => {
    for (const event of events) workbook.on('lab', { lab: 'lab01', run: 1, event: event as RunEvent });
  };
  const started = { type: 'lab-started', checks: [check('one'), check('two')], seed: 1, bonusLeft: 0 };
  const ended = (id: string, verdict: string, rest = {}) => ({
    type: 'check-ended',
    result: { ...check(id), verdict, points: 1, ms: 1, spec: '', wire: [], ...rest },
  });
  const statuses = (workbook: Workbook) => shownChecks(workbook, lab).map(({ status }) => status);

  test('from the start to the end', () => {
    const workbook = begun();
    expect(statuses(workbook)).toEqual(['none', 'none']);
    tell(workbook, started, { type: 'check-started', ...check('one') });
    expect(statuses(workbook)).toEqual(['running', 'waiting']);
    tell(workbook, ended('one', 'pass'), ended('two', 'fail'));
    expect(statuses(workbook)).toEqual(['pass', 'fail']);
    expect(chosenCheck(workbook, lab, undefined)).toBe('two');
    // While it runs again nothing jumps about.
    tell(workbook, started);
    expect(chosenCheck(workbook, lab, undefined)).toBe('two');
    tell(workbook, ended('one', 'pass'), ended('two', 'pass'));
    expect(chosenCheck(workbook, lab, undefined)).toBeUndefined();
  });

  test('a run that is stopped leaves the verdicts of before', () => {
    const workbook = begun();
    tell(workbook, started, ended('one', 'pass'), ended('two', 'skipped'), started, { type: 'run-stopped' });
    expect(statuses(workbook)).toEqual(['pass', 'skipped']);
  });

  test('the chosen check, and its neighbours', () => {
    const workbook = begun();
    expect(chosenCheck(workbook, lab, 'one')).toBe('one');
    expect(chosenCheck(workbook, lab, '-')).toBeUndefined();
    expect(neighbour(workbook, lab, undefined, 1)).toBe('one');
    expect(neighbour(workbook, lab, 'one', 1)).toBe('two');
    expect(neighbour(workbook, lab, 'two', 1)).toBe('two');
    expect(neighbour(workbook, lab, undefined, -1)).toBe('two');
  });

  test('the wrong byte is found on the wire, also in a long value that was cut', () => {
    const workbook = begun();
    const bytes = toBase64(Uint8Array.of(1, 2, 3, 4));
    const wire = [{ at: 0, conversation: 1, from: 'program', kind: 'data', bytes, size: 4 }];
    const finding = {
      diagnosis: '',
      headline: '',
      message: 'wrong',
      at: 3,
      from: 1,
      actual: toBase64(Uint8Array.of(2, 3, 4)),
    };
    tell(workbook, started, ended('one', 'fail', { wire, finding }));
    expect(workbook.runs.get('lab01')?.checks.get('one')?.recording.failure).toEqual({
      message: 'wrong',
      from: 'server',
      conversation: 1,
      at: 3,
    });
  });

  test('parts of a live conversation that come twice are taken once', () => {
    const workbook = begun();
    const event = (at: number) => ({ at, conversation: 1, from: 'client' as const, kind: 'fin' as const });
    const part = { recording: 'r', title: 't', client: 'c', server: 's' };
    workbook.on('wire', { ...part, offset: 0, events: [event(0), event(1)] });
    workbook.on('wire', { ...part, offset: 1, events: [event(1), event(2)] });
    expect(workbook.live.get('r')?.events.map(({ at }) => at)).toEqual([0, 1, 2]);
  });

  test('a hint that was asked for stays, and progress counts those of other terminals', () => {
    const workbook = begun();
    workbook.addHint('lab01', 'one', { rung: 1, last: 3, hint: 'Why?' });
    expect(workbook.lab('lab01')?.checks[0]).toMatchObject({ hints: ['Why?'], hintsShown: 1 });
    workbook.on('progress', { next: null, labs: [{ id: 'lab01', state: 'passed', hintsShown: { one: 2 } }] });
    expect(workbook.lab('lab01')).toMatchObject({ state: 'passed' });
    expect(workbook.lab('lab01')?.checks[0]?.hintsShown).toBe(2);
  });
});
