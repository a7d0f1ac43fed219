import { expect, test } from 'vitest';
import { NO_COLOUR } from '../../checks/engine/report/style.ts';
import type { CarriedFile } from './plan.ts';
import { type CarryStory, toldOf } from './told.ts';

const file = (from: string, to: string, over: CarriedFile['over']): CarriedFile => ({
  from,
  to,
  over,
  bytes: Buffer.alloc(0),
});

const quiet: CarryStory = {
  first: { id: 'lab05', folder: 'lab05-http-serve1', passed: true },
  second: { id: 'lab06', folder: 'lab06-http-serve2', title: 'HTTP server 2: a proper response' },
  plan: {
    files: [file('http_serve1.ts', 'http_serve2.ts', 'starter')],
    notFound: [],
    unused: [],
    lacking: [],
    newNames: [],
  },
  kept: new Map(),
  todos: [{ number: 1, text: 'a status line, and a blank line.', file: 'http_serve2.ts' }],
};

const STORIES: Record<string, CarryStory> = {
  'one file': quiet,
  'nothing new': { ...quiet, plan: { ...quiet.plan, files: [file('a.ts', 'b.ts', 'same')] } },
  'all that can be said': {
    ...quiet,
    first: { ...quiet.first, passed: false },
    plan: {
      files: [
        file('http_serve1.ts', 'http_serve2.ts', 'own'),
        file('request.ts', 'request.ts', 'same'),
        file('lib/deep.ts', 'lib/deep.ts', 'own'),
      ],
      notFound: [{ file: 'http_serve2.ts', from: './lost.ts' }],
      unused: ['cgi.ts', 'script.ts'],
      lacking: [{ file: 'script.ts', names: ['nameIn', 'realFile'], from: 'folder.ts' }],
      newNames: ['okResponse()', 'page'],
      port: { own: '50000', usual: '8080' },
    },
    kept: new Map([
      ['http_serve2.ts', 'http_serve2.ts.bak.2'],
      ['lib/deep.ts', 'deep.ts.bak'],
    ]),
    todos: [
      { number: 1, text: 'a status line, and a blank line.', file: 'http_serve2.ts' },
      { number: 10, text: `${'many words that go on '.repeat(6)}to the end.`, file: 'script.ts' },
      { number: undefined, text: 'one without a number.', file: 'script.ts' },
    ],
  },
};

test.for(Object.entries(STORIES))('%s', async ([name, story]) => {
  const text = toldOf(story, NO_COLOUR);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  await expect(`${text}\n`).toMatchFileSnapshot(`../golden/carry ${name}.txt`);
});
