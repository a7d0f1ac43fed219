// Every output of one class of six, as golden files, and the rules that each format has.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { COLOUR } from '../../checks/engine/report/style.ts';
import { compareMarks } from '../marks/compare.ts';
import { type MarksJson, marksJson } from '../marks/marks_json.ts';
import type { ClassMarks, StudentMarks } from '../model.ts';
import { annotations } from './annotations.ts';
import { autolabLine } from './autolab.ts';
import { classroom50Result } from './classroom50.ts';
import { gradesCsv } from './csv.ts';
import { gradescopeResults } from './gradescope.ts';
import { marksJsonPieces, marksLines, studentJsonText } from './json_lines.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './summary_markdown.ts';
import { terminalSummary } from './terminal.ts';
import { HOSTILE, theClass } from './testing/fixture.ts';
import { textFor } from './write_for.ts';

const marks = theClass();
const student = (id: string): StudentMarks => {
  const found = marks.students.find((one) => one.id === id);
  if (!found) throw new Error(`nobody is called ${id}`);
  return found;
};
const alone = (id: string): ClassMarks => ({ ...marks, students: [student(id)], troubles: [] });

const ENV = {
  CLASSROOM: 'networks-2026',
  ASSIGNMENT: 'lab06',
  ASSIGNMENT_TYPE: 'individual',
  OWNER: 'bob',
  SUBMISSION_TAG: 'submit/2026-11-02T19-00-00Z-a1b2c3d',
  COMMIT_URL: 'https://github.com/networks/bob/commit/a1b2c3d',
  RELEASE_URL: 'https://github.com/networks/bob/releases/tag/submit%2F2026',
};

const earlier = (): MarksJson => {
  const before: MarksJson = JSON.parse(JSON.stringify(marksJson(theClass())));
  Object.assign(before.students[1] ?? {}, { total: 12 });
  return before;
};
const changes = compareMarks(earlier(), marksJson(marks));

const OUTPUTS: Record<string, () => string> = {
  'summary.txt': () => terminalSummary(marks, undefined, changes),
  'grades.csv': () => gradesCsv(marks),
  'marks.json': () => [...marksJsonPieces(marks)].join(''),
  'marks.jsonl': () => [...marksLines(marks)].join(''),
  'student.json': () => studentJsonText(student('mallory')),
  'junit.xml': () => junitXml(marks),
  'summary.md': () => summaryMarkdown(marks, changes),
  'summary_of_one.md': () => summaryMarkdown(alone('bob')),
  'annotations.txt': () =>
    annotations(student('bob')) + annotations(student('emil')) + annotations(student('mallory')),
  'gradescope.json': () => gradescopeResults(student('chen')),
  'classroom50.json': () => classroom50Result(student('bob'), marks.gradedAt, ENV),
  'autolab.txt': () => autolabLine(student('bob')),
};

test.each(Object.entries(OUTPUTS))('%s', async (name, make) => {
  // Not .json, which a formatter would make prettier.
  // And Git keeps LF in all files.
  await expect(make().replaceAll('\r\n', '\n')).toMatchFileSnapshot(
    `golden/${name.replace(/(\.txt)?$/, '.txt')}`,
  );
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
const OBEYED = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])/;

// JSON has its own escapes for them, and keeps what was there.
test.each(Object.keys(OUTPUTS).filter((name) => !/json/.test(name)))(
  '%s holds nothing that a terminal or a reader would obey',
  (name) => {
    const text = OUTPUTS[name]?.() ?? '';
    expect(text.replaceAll('\r\n', '\n')).not.toMatch(OBEYED);
  },
);

describe('the terminal', () => {
  test('80 columns, also in colour', () => {
    const coloured = terminalSummary(marks, COLOUR, changes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    const bare = coloured.replace(/\x1b\[\d+m/g, '');
    expect(bare).toBe(terminalSummary(marks, undefined, changes));
    expect(bare.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('grades.csv', () => {
  const rows = parseCsv(gradesCsv(marks));
  test('a byte order mark, CRLF, and as many cells in each row', () => {
    expect(gradesCsv(marks)).toMatch(/^\uFEFFid,name,/);
    expect(gradesCsv(marks).endsWith('\r\n')).toBe(true);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });
  test('what is not known is empty, not 0; raw less late is points', () => {
    const emil = rows.find(([id]) => id === 'emil');
    expect(emil?.slice(3, 7)).toEqual(['', '', '', '10']);
    expect(emil?.at(-2)).toBe('');
    expect(rows.find(([id]) => id === 'chen')?.slice(3, 7)).toEqual(['7.5', '1.5', '6', '10']);
  });
  test('no cell is a formula', () => {
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '"=1"']) {
      const [, row] = parseCsv(gradesCsv({ ...marks, students: [{ ...student('ada'), name }] }));
      expect(row?.[1]).not.toMatch(/^\s*[=+\-@＝]/);
      expect(row?.[1]).toContain(name.trim());
    }
  });
});

describe('junit.xml', () => {
  /** With Python's parser, which takes nothing that is not well-formed. */
  const parsed = (xml: string) =>
    JSON.parse(
      execFileSync(
        'python3',
        [
          '-c',
          `import sys, json, xml.etree.ElementTree as tree
def told(e): return {"tag": e.tag, "with": dict(e.attrib), "text": (e.text or "").strip(), "in": [told(c) for c in e]}
print(json.dumps(told(tree.fromstring(sys.stdin.buffer.read()))))`,
        ],
        { input: xml, encoding: 'utf8', maxBuffer: 1 << 26 },
      ),
    ) as Element;
  interface Element {
    tag: string;
    with: Record<string, string>;
    text: string;
    in: Element[];
  }
  const root = parsed(junitXml(marks));
  const cases = (suite: Element) => suite.in.filter(({ tag }) => tag === 'testcase');

  test('testsuites > testsuite > testcase, with numbers that are right', () => {
    expect(root.tag).toBe('testsuites');
    const sums = { tests: 0, failures: 0, errors: 0, skipped: 0 };
    for (const suite of root.in) {
      expect(suite.tag).toBe('testsuite');
      const all = cases(suite);
      const count = (tag: string) => all.filter((one) => one.in.some((inner) => inner.tag === tag)).length;
      const counts = {
        tests: all.length,
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped'),
      };
      for (const [name, value] of Object.entries(counts)) {
        expect(suite.with[name]).toBe(String(value));
        sums[name as keyof typeof sums] += value;
      }
      for (const one of all) {
        expect(one.with).toMatchObject({ name: expect.any(String), classname: expect.any(String) });
        const tags = one.in.map(({ tag }) => tag);
        const order = ['properties', 'skipped', 'failure', 'error', 'system-out', 'system-err'];
        expect(tags).toEqual([...tags].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
      }
    }
    for (const [name, value] of Object.entries(sums)) expect(root.with[name]).toBe(String(value));
  });

  test('failures are the student’s, errors ours; points are properties', () => {
    const suite = (name: string) => root.in.find((one) => one.with.name === name) as Element;
    const kinds = (name: string) =>
      cases(suite(name)).map(({ in: inner }) => inner.at(-1)?.tag.replace(/system-.*/, 'failure'));
    expect(kinds('Emil · lab01')).toEqual(['error', 'skipped', 'skipped', 'skipped']);
    expect(kinds('Bob Kahn · lab01')).toEqual(['properties', 'failure', 'skipped', 'skipped']);
    expect(kinds('Dora Müller · lab02')).toEqual(['failure']);
    const points = suite('Bob Kahn · lab01').in[0]?.in.map((one) => [one.with.name, one.with.value]);
    expect(points).toContainEqual(['points', '2.5']);
    expect(suite('Emil · lab01').in[0]?.in.some((one) => one.with.name === 'points')).toBe(false);
  });

  test('every byte that is none of XML’s', () => {
    const nasty = Array.from({ length: 0x100 }, (_, i) => String.fromCharCode(i)).join('');
    const name = `${nasty}]]>\ud800\udc00 \udfff\ufffe &amp; <![CDATA[`;
    const found = parsed(junitXml({ ...marks, students: [{ ...student('ada'), name }] }));
    expect(found.in[0]?.with.name).toContain(']]>\ud800\udc00 <U+DFFF><U+FFFE> &amp; <![CDATA[');
  });
});

describe('schemas', () => {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  const schema = (name: string) =>
    ajv.compile(JSON.parse(readFileSync(new URL(`schemas/${name}.schema.json`, import.meta.url), 'utf8')));
  const valid = (check: ReturnType<typeof ajv.compile>, text: string) => {
    const value = JSON.parse(text);
    expect(check(value) ? [] : check.errors).toEqual([]);
    return value;
  };
  const known = ['ada', 'bob', 'chen', 'dora', 'mallory'];

  test('Gradescope', () => {
    const check = schema('gradescope');
    for (const id of known) {
      const { score } = valid(check, gradescopeResults(student(id)));
      expect(score).toBe(student(id).labs.reduce((sum, { points }) => sum + (points ?? 0), 0));
    }
    const options = { visibility: 'after_due_date', stdoutVisibility: 'visible', leaderboard: true } as const;
    const all = valid(check, gradescopeResults(student('ada'), options));
    expect(all).toMatchObject({
      visibility: 'after_due_date',
      stdout_visibility: 'visible',
      leaderboard: [{ name: 'Points', value: 32, order: 'desc' }],
    });
    // The checks sum up to what the labs are worth.
    const max = all.tests.reduce((sum: number, one: { max_score: number }) => sum + one.max_score, 0);
    expect(max).toBe(32);
  });

  test('Classroom 50: whole numbers that sum up', () => {
    const check = schema('classroom50');
    for (const id of known) {
      const result = valid(check, classroom50Result(student(id), marks.gradedAt, ENV));
      const sum = (of: string) =>
        result.tests.reduce((sum: number, one: Record<string, number>) => sum + (one[of] ?? 0), 0);
      expect([sum('score'), sum('max-score')]).toEqual([result.score, result['max-score']]);
      expect(result.review).toBe(ENV.COMMIT_URL);
    }
    const { COMMIT_URL: _, ...less } = ENV;
    expect(() => classroom50Result(student('bob'), marks.gradedAt, less)).toThrow('COMMIT_URL is not set.');
  });

  test('Autolab: one line', () => {
    const check = schema('autolab');
    for (const id of known) valid(check, autolabLine(student(id)));
    expect(autolabLine(student('bob')).trimEnd()).not.toContain('\n');
    expect(autolabLine(student('bob'), { lab01: 'Echo' })).toContain('"Echo":2.5');
  });

  test('nothing is written where the machine was at fault', () => {
    for (const kind of ['gradescope', 'classroom50', 'autolab'] as const) {
      expect(() => textFor(kind, alone('emil'), { env: ENV })).toThrow(
        "lab01 of Emil could not be graded: no free port on 127.0.0.1 (EADDRNOTAVAIL). This is not the program's fault; repeat it.",
      );
    }
    expect(() => textFor('autolab', marks)).toThrow(
      'The output for autolab is about one submission; these are 6.',
    );
  });
});

describe('GitHub Actions', () => {
  test('one command per line, and nobody else’s', () => {
    const lines = annotations(student('mallory')).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/^::error [^:]*::[^\r\n]*$/);
      expect(line.match(/^::error ([^:]*)::/)?.[1]).not.toMatch(/%(?!25|0D|0A|3A|2C)/);
    }
    expect(annotations(student('emil'))).toMatch(/^::warning file=lab01\/server.ts,title=lab01%3A /);
    expect(annotations(student('bob'), () => 'a:b,c%.ts')).toContain('file=a%3Ab%2Cc%25.ts,');
  });
  test('the summary has no markup of others', () => {
    const text = summaryMarkdown(marks);
    expect(text).not.toMatch(/<script|\]\(javascript|\|\[x\]/);
    expect(text.split('\n').filter((line) => line.includes('HYPERLINK'))).toHaveLength(2);
    expect(text).not.toContain(HOSTILE);
  });
  test('and is never refused for its length', () => {
    const many = Array.from({ length: 40 }, () => ({ ...marks.troubles[0], message: 'x'.repeat(50_000) }));
    const text = summaryMarkdown({ ...marks, troubles: many as ClassMarks['troubles'] });
    expect(Buffer.byteLength(text)).toBeLessThan(1_048_576);
    expect(text).toMatch(/The rest does not fit here.\n$/);
  });
});

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  return text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );
}

test('marks.json is the marks, in pieces', () => {
  expect(JSON.parse([...marksJsonPieces(marks)].join(''))).toEqual(
    JSON.parse(JSON.stringify(marksJson(marks))),
  );
});
