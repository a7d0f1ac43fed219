import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TEXTS } from './texts.ts';

const WORKBOOK = join(import.meta.dirname, '..');
const filesOf = (folder: string, pattern: RegExp): string[] =>
  readdirSync(join(WORKBOOK, folder))
    .filter((name) => pattern.test(name) && !name.includes('.test.'))
    .map((name) => join(folder, name));
const read = (file: string): string => readFileSync(join(WORKBOOK, file), 'utf8');
/** The source without comments. */
const code = (file: string): string => read(file).replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

describe('everything that the page says stands in one place', () => {
  test.each([...filesOf('page', /\.tsx$/), ...filesOf('wire_view', /\.tsx$/)])('%s', (file) => {
    const source = code(file);
    // Words between two tags, and words in an attribute that a person hears or sees.
    const between = [...source.matchAll(/[a-z"'}]>([^<>{}();=]*\p{L}{2}[^<>{}();=]*)<\/?[a-zA-Z]/gu)];
    const attributes = [...source.matchAll(/\b(?:title|aria-label|placeholder|alt)="([^"]*)"/g)];
    // A sentence in quotes: an upper-case letter or a blank between words.
    const sentences = [...source.matchAll(/'([A-Z][\p{L}’]* [^'\n]*|[\p{L}’]+ [\p{L}’]+ [^'\n]*)'/gu)];
    const said = [...between, ...attributes, ...sentences].map(([, text = '']) => text.trim());
    // A conversation that is drawn as an example is data, not text.
    expect(said.filter((text) => !/^(GET |HTTP)/.test(text))).toEqual([]);
  });
});

test('no text is left over that nobody says', () => {
  const sources = [
    ...filesOf('page', /\.tsx?$/),
    ...filesOf('wire_view', /\.tsx?$/),
    ...filesOf('server', /\.ts$/),
  ].filter((file) => !file.endsWith('texts.ts'));
  const all = sources.map(code).join('\n');
  const names = Object.values(TEXTS).flatMap((part) => (typeof part === 'object' ? Object.keys(part) : []));
  expect([...new Set(names)].filter((name) => !new RegExp(`\\b${name}\\b`).test(all))).toEqual([]);
});
