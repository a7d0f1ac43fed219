// What a class sees on the projector, screen by screen.
import { describe, expect, test } from 'vitest';
import { COLOUR } from '../../checks/engine/report/style.ts';
import { shownWidth } from '../watch/rows.ts';
import { DEMOS } from './demos.ts';
import { frame } from './frame.ts';
import type { Model, Wire } from './model.ts';
import { data, event, modelOf, RESPONSE, settingOf } from './testing.ts';

const wire = (change: Partial<Wire>): Wire => ({
  passed: [],
  held: [],
  fresh: 0,
  names: new Map(),
  http: false,
  several: false,
  ...change,
});

const ECHO = wire({
  passed: [event('client', 'connect'), data('client', 'Hello')],
  held: [event('client', 'fin'), data('server', 'Hello')],
  fresh: 1,
});
const HTTP = wire({
  passed: [event('client', 'connect'), data('client', 'GET / HTTP/1.1\r\n\r\n'), data('server', RESPONSE)],
  held: [event('server', 'fin')],
  fresh: 2,
  http: true,
});
const TWO = wire({
  passed: [event('client', 'connect', 1), event('client', 'connect', 2)],
  held: [data('client', 'hello\n', 2)],
  fresh: 2,
  names: new Map([
    [1, 'A'],
    [2, 'B'],
  ]),
  several: true,
});

const SCREENS: Record<string, Model> = {
  'at the start': await modelOf('echo', 0),
  'the server has the message': await modelOf('echo', 3, { wire: ECHO }),
  'a long response': await modelOf('http', 10, { wire: HTTP }),
  'the wire alone': await modelOf('http', 10, { wire: HTTP, wide: true }),
  'two clients': await modelOf('slow', 5, { wire: TWO }),
  'bytes that are no letters': await modelOf('montreal', 2, {
    wire: wire({ passed: [data('client', 'Montréal')] }),
  }),
  'a browser is waited for': await modelOf('browser', 0, {
    busy: 'Open this address in a browser: http://127.0.0.1:50001/',
  }),
  'something went wrong': await modelOf('echo', 3, {
    trouble: 'The server has ended by itself, in the middle of the demo. Press b to start again.',
  }),
};

describe.for(Object.entries(SCREENS))('%s', ([name, model]) => {
  test.for([
    [80, 24],
    [120, 40],
  ])('in a window of %d columns and %d rows', async ([columns, rows]) => {
    const { lines } = frame(model, settingOf({ columns: columns as number, rows: rows as number }));
    expect(lines).toHaveLength(rows as number);
    expect(lines.filter((line) => shownWidth(line) > (columns as number))).toEqual([]);
    await expect(`${lines.map((line) => line.trimEnd()).join('\n')}\n`).toMatchFileSnapshot(
      `../golden/demo ${name} ${columns}.txt`,
    );
  });
});

test('no window is too small, and none too large', () => {
  for (const model of Object.values(SCREENS)) {
    for (const rows of [1, 2, 5, 19, 20, 21, 24, 33, 60]) {
      for (const columns of [1, 7, 30, 71, 72, 79, 100, 250]) {
        const { lines } = frame(model, settingOf({ rows, columns, style: COLOUR }));
        expect(lines.length).toBeLessThanOrEqual(rows);
        expect(lines.filter((line) => shownWidth(line) > columns)).toEqual([]);
      }
    }
  }
});

test('a small window is told what is needed, and how to leave', async () => {
  expect(frame(await modelOf('echo', 0), settingOf({ columns: 60, rows: 10 })).lines).toEqual([
    'This window has 60 columns and 10 rows. The demo needs 72',
    'and 20: make the window larger, or its letters smaller',
    '(often Ctrl and -).',
    'q quit',
  ]);
});

test('the wire is scrolled to its first and to its last row, and not further', async () => {
  const model = await modelOf('http', 10, { wire: HTTP });
  const at = (scroll: number) => frame({ ...model, scroll }, settingOf());
  expect(at(0).lines.join('\n')).toContain('──▶ connects');
  const end = at(1000);
  expect(at(end.scroll).lines).toEqual(end.lines);
  expect(at(end.scroll - 1).lines).not.toEqual(end.lines);
});

test('what is said, and the question, fit into the smallest window and one of 80 columns', async () => {
  const start = await modelOf('echo', 0);
  for (const demo of DEMOS) {
    for (const { say, ask } of demo.acts.flatMap(({ steps }) => steps)) {
      for (const columns of [72, 80]) {
        const step = { say, ...(ask && { ask }), number: 1, of: 1 };
        const { lines } = frame({ ...start, step }, settingOf({ columns }));
        const text = lines.join(' ').replaceAll(/\s+/g, ' ');
        expect(text).toContain(say.replaceAll(/\s+/g, ' '));
        if (ask) expect(text).toContain(`? ${ask.replaceAll(/\s+/g, ' ')}`);
      }
    }
  }
});
