import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { GradedLab } from '../model.ts';
import { Journal, readJournal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = { schema: 'workbook/grading@1', seed: 7, rounds: 1 } as const;
const graded = (submission: string, verdict = 'pass') =>
  ({
    submission,
    name: 'é\n',
    lab: 'lab01',
    round: 0,
    seed: 7,
    digest: 'x',
    result: { verdict, checks: [] },
  }) as unknown as GradedLab;

function journalOf(name: string, ...results: GradedLab[]): string {
  const path = join(folder, name);
  const journal = Journal.begin(path, HEAD);
  for (const one of results) journal.add(one);
  journal.close();
  return path;
}

test('what was written is read again', () => {
  const path = journalOf('whole', graded('ada'), graded('bob'));
  expect(readJournal(path)).toMatchObject({ head: HEAD, done: [graded('ada'), graded('bob')] });
});

test('a line that was cut off, wherever, is done again and nothing else', () => {
  const path = journalOf('cut', graded('ada'), graded('bob'));
  const bytes = readFileSync(path);
  const second = bytes.indexOf(10, bytes.indexOf(10) + 1) + 1;
  for (let length = second; length < bytes.length; length++) {
    writeFileSync(path, bytes.subarray(0, length));
    const { journal, done } = Journal.goOn(path);
    expect(done.map(({ submission }) => submission)).toEqual(['ada']);
    journal.add(graded('eve'));
    journal.close();
    expect(readJournal(path).done.map(({ submission }) => submission)).toEqual(['ada', 'eve']);
  }
});

test('a line that is broken in the middle loses that line', () => {
  const path = journalOf('broken', graded('ada'));
  appendFileSync(path, '{"submission": "b\0\n');
  appendFileSync(path, `${JSON.stringify(graded('eve'))}\n`);
  expect(readJournal(path).done.map(({ submission }) => submission)).toEqual(['ada', 'eve']);
});

test('graded twice: the later one counts', () => {
  const path = journalOf('twice', graded('ada', 'error'), graded('ada', 'pass'));
  expect(readJournal(path).done.map(({ result }) => result.verdict)).toEqual(['pass']);
});

test.for([
  ['', 'is no journal of the grader'],
  ['{"schema":"workbook/grading@2","seed":1,"rounds":1}\n', 'is no journal of the grader'],
  ['{"schema":"workbook/grading@1","seed":"1"}\n', 'is no journal of the grader'],
  ['PK\0\n', 'is no journal of the grader'],
] as const)('%j: %s', ([text, message]) => {
  const path = join(folder, 'other');
  writeFileSync(path, text);
  expect(() => readJournal(path)).toThrow(message);
});

test('none there', () => {
  expect(() => readJournal(join(folder, 'nowhere'))).toThrow('nothing was graded there yet');
});
