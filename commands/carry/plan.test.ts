import { describe, expect, test } from 'vitest';
import { type LabFiles, planOf } from './plan.ts';

const STARTER = 'starter\n';

/** A lab with these files of the student; `starters` are files of that name with the given text. */
function lab(
  program: string,
  own: Record<string, string>,
  starters: Record<string, string> = { [program]: STARTER },
): LabFiles {
  const bytes = (files: Record<string, string>) =>
    new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
  return { program, own: bytes({ ...starters, ...own }), starters: bytes(starters) };
}

const ways = (first: LabFiles, second: LabFiles) =>
  planOf(first, second).files.map(({ from, to, over }) => `${from} → ${to} over ${over}`);

describe('what is carried', () => {
  const plain = lab('b.ts', {});
  test.for([
    ['the program, under the other name', lab('a.ts', { 'a.ts': 'x' }), plain, ['a.ts → b.ts over starter']],
    [
      'what it imports, directly or not',
      lab('a.ts', {
        'a.ts': "import './h.ts';",
        'h.ts': "import './deep/i.ts';",
        'deep/i.ts': "import '../h.ts';",
        'lonely.ts': '',
      }),
      plain,
      ['a.ts → b.ts over starter', 'h.ts → h.ts over nothing', 'deep/i.ts → deep/i.ts over nothing'],
    ],
    [
      'a file that both labs have, once it is the student’s own',
      lab('a.ts', { 'a.ts': 'x', 'h.ts': 'changed' }, { 'a.ts': STARTER, 'h.ts': '1', 'i.ts': '1' }),
      lab('b.ts', {}, { 'b.ts': STARTER, 'h.ts': '2', 'i.ts': '2' }),
      ['a.ts → b.ts over starter', 'h.ts → h.ts over starter'],
    ],
    [
      'nothing over a file that is the same',
      lab('a.ts', { 'a.ts': 'x' }),
      lab('b.ts', { 'b.ts': 'x' }),
      ['a.ts → b.ts over same'],
    ],
    [
      'something over the student’s own work, which is to be kept',
      lab('a.ts', { 'a.ts': 'x' }),
      lab('b.ts', { 'b.ts': 'work' }),
      ['a.ts → b.ts over own'],
    ],
    [
      'something where the file got lost',
      lab('a.ts', { 'a.ts': 'x' }),
      { ...plain, own: new Map() },
      ['a.ts → b.ts over nothing'],
    ],
  ] as const)('%s', ([, first, second, expected]) => expect(ways(first, second)).toEqual(expected));

  test('bytes that are no UTF-8 stay as they are', () => {
    const bytes = Buffer.from([0x2f, 0x2f, 0xff, 0x0a]);
    const first = { ...lab('a.ts', {}), own: new Map([['a.ts', bytes]]) };
    expect(planOf(first, plain).files[0]?.bytes).toEqual(bytes);
  });
});

describe('what there is to say', () => {
  test('an import of a file that is nowhere', () => {
    const first = lab('a.ts', { 'a.ts': "import './h.ts';\nimport '../other/i.ts';\nimport 'node:net';" });
    expect(planOf(first, lab('b.ts', {})).notFound).toEqual([{ file: 'b.ts', from: './h.ts' }]);
  });

  test('an import of the program under its old name', () => {
    const first = lab('a.ts', { 'a.ts': "import './h.ts';", 'h.ts': "import { x } from './a.ts';" });
    expect(planOf(first, lab('b.ts', {})).notFound).toEqual([{ file: 'h.ts', from: './a.ts' }]);
  });

  test('files of the starter that are not used any more, and what they would lack', () => {
    const second = lab(
      'b.ts',
      {},
      {
        'b.ts': "import './new.ts';",
        'new.ts': "import { fine, notFound, type T } from './h.ts';",
        'h.ts': 'export const fine = 1;\nexport const notFound = 1;',
        'other.ts': 'a program of its own',
      },
    );
    const first = lab('a.ts', { 'a.ts': "import './h.ts';", 'h.ts': 'export const fine = 2;' });
    expect(planOf(first, second)).toMatchObject({
      unused: ['new.ts'],
      lacking: [{ file: 'new.ts', names: ['notFound'], from: 'h.ts' }],
    });
  });

  test('what the starter declares and the student’s program does not', () => {
    const second = lab('b.ts', {}, { 'b.ts': 'const page = 1;\nfunction okResponse() {}\nconst port = 1;' });
    const first = lab('a.ts', { 'a.ts': "import './h.ts';\nconst port = 1;", 'h.ts': 'const page = 2;' });
    expect(planOf(first, second).newNames).toEqual(['okResponse()']);
  });

  test('another port', () => {
    const text = (port: number) => `const port = Number(process.env.PORT ?? ${port});`;
    const second = lab('b.ts', {}, { 'b.ts': text(8080) });
    expect(planOf(lab('a.ts', { 'a.ts': text(50000) }), second).port).toEqual({
      own: '50000',
      usual: '8080',
    });
    expect(planOf(lab('a.ts', { 'a.ts': text(8080) }), second).port).toBeUndefined();
  });
});
