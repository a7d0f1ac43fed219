import { describe, expect, test } from 'vitest';
import { COLOUR, NO_COLOUR } from '../../checks/engine/report/style.ts';
import { widthOf } from '../talk/rows.ts';
import { padded, piecesOf } from './pieces.ts';
import { comparison } from './report.ts';

describe('pieces', () => {
  test.for([
    ['', 5, ['']],
    ['12345', 5, ['12345']],
    ['123456', 5, ['12345', '6']],
    ['const a = 1;', 10, ['const a = ', '1;']],
    ['a verylongword', 8, ['a verylo', 'ngword']],
    ['日本語', 4, ['日本', '語']],
    ['日本', 1, ['日', '本']],
    ['🙂🙂', 2, ['🙂', '🙂']],
  ] as const)('%j in %i columns', ([text, width, pieces]) => expect(piecesOf(text, width)).toEqual(pieces));

  test('padded counts columns, not characters', () => expect(padded('日本', 6)).toBe('日本  '));
});

const lab = { id: 'lab06', folder: 'lab06-http-serve2', title: 'HTTP server 2: a proper response' };
const same = Array.from({ length: 12 }, (_, i) => `line ${i}();\n`).join('');
const files = [
  {
    name: 'http_serve2.ts',
    own: `${same}const page = 'mine';\nlet extra = 1; // 日本語 ${'and a long remark '.repeat(6)}\n\nend();\n`,
    reference: `${same}const page = 'yours';\n\nend();\nmore();\n`,
  },
  { name: 'mine.ts', own: 'only();\n' },
  { name: 'request.ts', own: same, reference: same.replaceAll('\n', '\r\n') },
  { name: 'response.ts', reference: 'theirs();\n' },
];

test.for([
  [80, 'in 80 columns'],
  [100, 'in 100 columns'],
  [Number.POSITIVE_INFINITY, 'in no terminal'],
] as const)('%i columns', async ([columns, name]) => {
  const text = comparison(lab, files, columns, NO_COLOUR);
  expect(text.split('\n').filter((line) => widthOf(line) > columns)).toEqual([]);
  await expect(`${text}\n`).toMatchFileSnapshot(`../golden/compare ${name}.txt`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
  const plain = comparison(lab, files, columns, COLOUR).replaceAll(/\x1b\[\d+m/g, '');
  expect(plain.replaceAll(/ +$/gm, '')).toBe(text);
});
