import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';

test.for([
  [
    'commas',
    'id,name\n1,Ada\n',
    [
      ['id', 'name'],
      ['1', 'Ada'],
    ],
  ],
  [
    'semicolons',
    'id;name\n1;Lovelace, Ada\n',
    [
      ['id', 'name'],
      ['1', 'Lovelace, Ada'],
    ],
  ],
  [
    'tabs',
    'id\tname\n1\tAda',
    [
      ['id', 'name'],
      ['1', 'Ada'],
    ],
  ],
  [
    'a byte order mark and CRLF',
    '\ufeffid,name\r\n1,Ada\r\n',
    [
      ['id', 'name'],
      ['1', 'Ada'],
    ],
  ],
  [
    'CR alone',
    'id,name\r1,Ada\r',
    [
      ['id', 'name'],
      ['1', 'Ada'],
    ],
  ],
  [
    'quotes',
    'id,name\n"1","Lovelace, ""Ada"""\n',
    [
      ['id', 'name'],
      ['1', 'Lovelace, "Ada"'],
    ],
  ],
  [
    'a line end in quotes',
    'id,name\n1,"Ada\nL"\n',
    [
      ['id', 'name'],
      ['1', 'Ada\nL'],
    ],
  ],
  [
    'a separator in a quoted heading',
    '"a,b,c";id\n1;2',
    [
      ['a,b,c', 'id'],
      ['1', '2'],
    ],
  ],
  [
    'blanks around cells',
    'id , name\n 1 , "Ada" \n',
    [
      ['id', 'name'],
      ['1', 'Ada'],
    ],
  ],
  ['a quote inside a cell', 'id\nO"Neil', [['id'], ['O"Neil']]],
  [
    'empty cells and lines',
    'id,name\n\n,\n1,\n',
    [
      ['id', 'name'],
      ['1', ''],
    ],
  ],
  ['one column', 'id\n1', [['id'], ['1']]],
  ['nothing', '', []],
] as const)('%s', ([, text, rows]) => {
  expect(parseCsv(text).map(({ cells }) => cells)).toEqual(rows);
});

test('a row knows its line, also behind cells of several lines', () => {
  expect(parseCsv('id\r\n"a\r\nb"\r\n\r\nc').map(({ line }) => line)).toEqual([1, 2, 5]);
});

test('a quote that is never closed is named', () => {
  expect(() => parseCsv('id\n1\n"2\n3\n')).toThrow('a quote in line 3 is never closed');
});
