import { describe, expect, test } from 'vitest';
import { unescapeLine } from './escapes.ts';
import { hexRows } from './hex.ts';
import { Lines } from './lines.ts';
import { rowsOf, widthOf } from './rows.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('escapes', () => {
  test.for<[string, string, boolean]>([
    ['plain', 'plain', false],
    ['GET / HTTP/1.0\\r\\n\\r\\n', 'GET / HTTP/1.0\r\n\r\n', true],
    ['a\\tb\\0\\x00\\xfF', 'a\tb\0\x00\xff', false],
    ['C:\\\\new', 'C:\\new', false],
    ['\\q \\x0g \\x', '\\q \\x0g \\x', false],
    ['no end\\', 'no end', true],
    ['a backslash\\\\', 'a backslash\\', false],
    ['\\', '', true],
    ['\\r', '\r', true],
    ['\xc3\xa9', '\xc3\xa9', false],
  ])('%j', ([line, expected, ownEnd]) => {
    const made = unescapeLine(bytes(line));
    expect([made.bytes.toString('latin1'), made.ownEnd]).toEqual([expected, ownEnd]);
  });
});

describe('lines', () => {
  test.for<[string[], string | undefined, string[]]>([
    [['a\nb\r\nc'], '\r\n', ['a\r\n', 'b\r\n', 'c']],
    [['a\nb\r\nc'], '\n', ['a\n', 'b\n', 'c']],
    [['a\nb\r\nc'], undefined, ['a\n', 'b\r\n', 'c']],
    [['a', 'b\r', '\nc', '\n'], undefined, ['ab\r\n', 'c\n']],
    [['a\\r\\n\\r\\n\nb\\\n'], '\r\n', ['a\r\n\r\n', 'b']],
    [['\n', '\r\n'], '\n', ['\n', '\n']],
    [['rest\\x41'], '\n', ['restA']],
    [[], '\n', []],
  ])('%j with %j', ([chunks, lineEnd, expected]) => {
    const lines = new Lines({ lineEnd, raw: false });
    const made = [...chunks.flatMap((chunk) => lines.push(bytes(chunk))), ...lines.end()];
    expect(made.map((message) => message.toString('latin1'))).toEqual(expected);
  });

  test('raw: as it comes', () => {
    const lines = new Lines({ lineEnd: undefined, raw: true });
    expect(lines.push(bytes('a\\n\nb')).map(String)).toEqual(['a\\n\nb']);
    expect(lines.end()).toEqual([]);
  });

  test('a line without an end goes out in pieces, and no escape is cut', () => {
    const lines = new Lines({ lineEnd: '\n', raw: false });
    const long = `${'x'.repeat(65_534)}\\x41${'y'.repeat(200_000)}`;
    const made = [...lines.push(bytes(long)), ...lines.end()];
    expect(made.length).toBeGreaterThan(3);
    expect(Buffer.concat(made).toString()).toBe(`${'x'.repeat(65_534)}A${'y'.repeat(200_000)}`);
  });
});

describe('rows', () => {
  test.for<[string, number, string[]]>([
    ['abcdef', 4, ['abcd', 'ef']],
    ['a\\r\\nb', 20, ['a\\r\\n', 'b']],
    ['abc\\x00d', 5, ['abc', '\\x00d']],
    ['日本語', 4, ['日本', '語']],
    ['', 4, ['']],
  ])('%j in %i columns', ([text, width, rows]) => expect(rowsOf(text, width)).toEqual(rows));

  test('no row is wider than asked', () => {
    const rows = rowsOf('é日\\xff\\\\ab'.repeat(50), 17);
    expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(17);
    expect(rows.join('')).toBe('é日\\xff\\\\ab'.repeat(50));
  });
});

test('a hex dump', () => {
  expect(hexRows(bytes('GET / HTTP/1.0\r\n\r\n\x1b\xff'))).toEqual([
    '0000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 30 0d 0a  GET / HTTP/1.0..',
    '0010  0d 0a 1b ff                                       ....',
  ]);
  expect(hexRows(Buffer.alloc(1), 0x12340)[0]?.slice(0, 9)).toBe('12340  00');
});
