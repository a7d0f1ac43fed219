import { expect, test } from 'vitest';
import { fillIn, placeholders, quoteWord, splitWords } from './words.ts';

test.for([
  ['python3 server.py {port}', ['python3', 'server.py', '{port}']],
  ['  a   b\t c ', ['a', 'b', 'c']],
  [`sh -c 'echo "a b"' x`, ['sh', '-c', 'echo "a b"', 'x']],
  [`say "two words" ''`, ['say', 'two words', '']],
  [`a\\ b "c\\"d" 'e\\f'`, ['a b', 'c"d', 'e\\f']],
  ['$(touch x) ; `y` | z > w', ['$(touch', 'x)', ';', '`y`', '|', 'z', '>', 'w']],
] as const)('%s', ([line, words]) => expect(splitWords(line, 'linux')).toEqual(words));

test('on Windows a backslash is part of a path', () =>
  expect(splitWords('C:\\tools\\py.exe x', 'win32')).toEqual(['C:\\tools\\py.exe', 'x']));

test('a quote that is not closed is an error', () => expect(() => splitWords('"a')).toThrow('never closed'));

test('a value stays inside its word', () =>
  expect(fillIn(['-u', '{url}', '{other}'], { url: 'a b; {port}', port: '1' })).toEqual([
    '-u',
    'a b; {port}',
    '{other}',
  ]));

test('placeholders', () =>
  expect(placeholders(['a{port}b', '{host}:{port}'])).toEqual(['port', 'host', 'port']));

test.for([
  ['plain/path-1.ts', 'plain/path-1.ts'],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
] as const)('%s is typed as %s', ([word, typed]) => expect(quoteWord(word)).toBe(typed));
