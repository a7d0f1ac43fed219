import { expect, test } from 'vitest';
import { COLOUR, NO_COLOUR } from '../checks/engine/report/style.ts';
import { type ListedLab, listOf } from './list_view.ts';
import { widthOf } from './talk/rows.ts';

const lab = (id: string, title: string, more: Partial<ListedLab> = {}): ListedLab => ({
  id,
  title,
  folder: `${id}-folder`,
  state: 'new',
  missing: [],
  ...more,
});

const LISTS: Record<string, [labs: ListedLab[], next: string | undefined]> = {
  'in the middle': [
    [
      lab('lab01', 'Echo server', {
        state: 'passed',
        score: 12,
        maxScore: 12,
        bonusScore: 2,
        maxBonusScore: 2,
      }),
      lab('lab02', 'Echo client', { state: 'passed', score: 3, maxScore: 9 }),
      lab('lab03', 'Time server', { state: 'begun', score: 0, maxScore: 9 }),
      lab('lab04', 'HTTP client', { state: 'begun' }),
      lab('lab05', 'HTTP server 1: one page for everybody'),
    ],
    'lab03',
  ],
  'all passed': [[lab('lab01', 'Echo server', { state: 'passed', score: 7.5, maxScore: 7.5 })], undefined],
  'what is lost': [
    [
      lab('lab01', 'Echo server', { missing: 'folder' }),
      lab('lab02', 'Echo client', { missing: ['echo_client.ts'] }),
      lab('lab03', 'Time server', { missing: ['time_server.ts', 'whatismyip.ts'], state: 'begun' }),
    ],
    'lab01',
  ],
  'long titles and many points': [
    [
      lab('lab01', 'A title that is far too long for a terminal of eighty columns, and goes on', {
        state: 'passed',
        score: 100,
        maxScore: 100,
        bonusScore: 10,
        maxBonusScore: 10,
      }),
      lab('lab02', '日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語'),
    ],
    'lab02',
  ],
};

test.for(Object.entries(LISTS))('%s', async ([name, [labs, next]]) => {
  const text = listOf(labs, next, NO_COLOUR);
  expect(text.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
  await expect(`${text}\n`).toMatchFileSnapshot(`golden/list ${name}.txt`);
});

test('colours say nothing that is not there without them', () => {
  for (const [labs, next] of Object.values(LISTS)) {
    const coloured = listOf(labs, next, COLOUR);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
    expect(coloured.replaceAll(/\x1b\[\d+m/g, '')).toBe(listOf(labs, next, NO_COLOUR));
  }
});
