// What a person sees, screen by screen.
import { expect, test } from 'vitest';
import { COLOUR } from '../../checks/engine/report/style.ts';
import { type FrameSetting, frame } from './frame.ts';
import type { Model } from './model.ts';
import { shownWidth } from './rows.ts';
import { BROKEN, BUSY, FAILED, modelOf, PASSED, settingOf } from './testing.ts';

const HINTS = ['What does the number count?', 'Buffer.byteLength', 'Buffer.byteLength(body)'];
const ladder = (count: number, open = true) => ({
  check: 'content-length',
  shown: HINTS.slice(0, count),
  total: 3,
  open,
});
const question =
  'Put the starter back in place of labs/lab06-http-serve2/http_serve2.ts? Your file is kept beside it as .bak.';

const SCREENS: Record<string, [Partial<Model>, Partial<FrameSetting>?]> = {
  'at the start': [{ run: undefined, ladder: undefined }],
  'at the start, manual': [{ run: undefined, ladder: undefined, manual: true }],
  'a failure': [{}],
  'a failure, and a run goes on': [{ coming: BUSY, held: ['h'] }],
  'two hints': [{ ladder: ladder(2) }],
  'two hints that were put away': [{ ladder: ladder(2, false) }],
  'all hints': [{ ladder: ladder(3) }],
  'the wire': [{ view: 'wire' }],
  'all checks': [{ view: 'checks' }],
  passed: [{ run: PASSED, ladder: undefined }],
  'the last lab passed': [{ run: PASSED, ladder: undefined, lab: { ...modelOf().lab, next: undefined } }],
  'not the fault of the program': [
    {
      run: {
        ...FAILED,
        checks: [
          {
            id: 'starts',
            title: 'starts and listens on the given port',
            tier: 'required',
            result: {
              ...(FAILED.checks[0]?.result as never as object),
              title: 'starts and listens on the given port',
              verdict: 'error',
              reason: 'port 8080 is taken',
            } as never,
          },
        ],
        result: { ...(FAILED.result as NonNullable<typeof FAILED.result>), verdict: 'error' },
      },
      ladder: undefined,
    },
  ],
  'the checker failed': [{ run: BROKEN, ladder: undefined }],
  'a question': [{ question }],
  'a notice': [{ notice: 'The starter is back. What was there is kept as http_serve2.ts.bak.' }],
  'a narrow window': [{}, { columns: 40, rows: 16 }],
  'a tiny window': [{}, { columns: 20, rows: 5 }],
  scrolled: [{ scroll: 1000 }, { rows: 14 }],
};

test.for(Object.entries(SCREENS))('%s', async ([name, [model, setting]]) => {
  const { columns, rows, ...rest } = settingOf(setting);
  const { lines } = frame(modelOf(model), { columns, rows, ...rest });
  expect(lines.length).toBeLessThanOrEqual(rows);
  expect(lines.filter((line) => shownWidth(line) > columns)).toEqual([]);
  await expect(`${lines.map((line) => line.trimEnd()).join('\n')}\n`).toMatchFileSnapshot(
    `../golden/watch ${name}.txt`,
  );
});

test('no window is too small', () => {
  for (const model of Object.values(SCREENS).map(([change]) => modelOf(change))) {
    for (let rows = 1; rows < 30; rows += 1) {
      for (const columns of [1, 2, 7, 30, 79, 200]) {
        const { lines } = frame(model, settingOf({ rows, columns, style: COLOUR, links: true }));
        expect(lines.length).toBeLessThanOrEqual(rows);
        expect(lines.some((line) => shownWidth(line) > columns)).toBe(false);
      }
    }
  }
});

test('scrolling ends at the last line, and a page moves by what is seen', () => {
  const { scroll, page, lines } = frame(modelOf({ scroll: 1000 }), settingOf({ rows: 14 }));
  const again = frame(modelOf({ scroll }), settingOf({ rows: 14 }));
  expect(again.lines).toEqual(lines);
  expect(page).toBeGreaterThan(2);
  expect(frame(modelOf({ scroll: scroll - 1 }), settingOf({ rows: 14 })).lines).not.toEqual(lines);
});

test('the path can be clicked on where the terminal can do that', () => {
  const [, path] = frame(modelOf(), settingOf({ links: true })).lines;
  expect(path).toBe(
    '\x1b]8;;file:///course/labs/lab06-http-serve2/http_serve2.ts\x1b\\labs/lab06-http-serve2/http_serve2.ts\x1b]8;;\x1b\\',
  );
});
