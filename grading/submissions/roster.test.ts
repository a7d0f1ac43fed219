import { describe, expect, test } from 'vitest';
import { type Identity, identityOf, looseFile } from './identity.ts';
import { isoTime, parseRoster, Roster } from './roster.ts';

const ROSTER = `id,name,folder,github,email,submitted_at
s1,Ada Lovelace,,ada,ada@uni.edu,2026-11-27T18:00:00+01:00
s2,Zoë Groß,team-7,zoe-g,zoe@uni.edu,
s3,Juan Pérez García,,,juan@uni.edu,
s4,Kim Lee,,,kim@uni.edu,
s5,Kim Lee,kim2,,kim.lee@uni.edu,
`;

describe('a submission finds its student', () => {
  const roster = new Roster(parseRoster(ROSTER, 'roster.csv'));
  test.for([
    ['s1', 's1'],
    ['S1.zip', 's1'],
    ['Ada Lovelace', 's1'],
    ['ada_lovelace.tar.gz', 's1'],
    ['Lovelace, Ada', 's1'],
    ['ada', 's1'],
    ['ada@uni.edu', 's1'],
    ['networks-ada-main', 's1'],
    ['Ada Lovelace_12345_assignsubmission_file', 's1'],
    ['team-7', 's2'],
    ['Team 7', 's2'],
    ['Zoe\u0308 Groß', 's2'],
    ['networks-zoe-g', 's2'],
    ['juan', 's3'],
    ['kim2', 's5'],
    ['Kim Lee', undefined],
    ['grace', undefined],
    ['s', undefined],
  ] as const)('%s: %s', ([name, id]) => {
    expect(roster.find(identityOf(name))?.id).toBe(id);
  });

  test.for([
    ['lovelaceada_99_1_echo_server.ts', 's1'],
    ['garciajuanperez_99_1_x.ts', undefined],
    ['kimlee_99_1_x.ts', undefined],
  ] as const)('%s: %s', ([name, id]) => {
    expect(roster.find(looseFile(name)?.student as Identity)?.id).toBe(id);
  });

  test("the number that a platform gives is nobody's student id", () => {
    const numbers = new Roster(parseRoster('id,name\n12345,Grace Hopper\n', 'r'));
    expect(numbers.find(identityOf('Ada Lovelace_12345_assignsubmission_file'))).toBeUndefined();
  });
});

test.for([
  ['id;name\r\n1;Ada\r\n', [{ id: '1', name: 'Ada' }]],
  [
    'First name,Last name,ID number,Email address\nAda,Lovelace,7,a@b.c\n',
    [{ id: '7', name: 'Ada Lovelace' }],
  ],
  ['identifier,github_username,github_id,name\nx1,ada,5,Ada\n', [{ id: 'x1', name: 'Ada', github: 'ada' }]],
  ['email\nada@uni.edu\n', [{ id: 'ada-uni.edu', name: 'ada@uni.edu' }]],
  ['name\nZoë\n', [{ name: 'Zoë' }]],
  ['name,grade,submitted_at\n,5,2026-01-01T00:00Z\n', []],
  ['id,submitted_at\n1,2026-11-27 18:00:00 UTC\n', [{ submittedAt: '2026-11-27T18:00:00.000Z' }]],
] as const)('%j', ([text, students]) => {
  const found = parseRoster(text, 'roster.csv');
  expect(found).toHaveLength(students.length);
  expect(found).toMatchObject(students);
});

test.for([
  ['2026-11-27T18:00:00+01:00', '2026-11-27T17:00:00.000Z'],
  ['2026-11-27T18:00Z', '2026-11-27T18:00:00.000Z'],
  ['2018-07-01T14:22:32.365935-07:00', '2018-07-01T21:22:32.365Z'],
  ['2026-11-27 18:00:00 +0100', '2026-11-27T17:00:00.000Z'],
  ['2026-11-27T18:00:00', undefined],
  ['2026-11-27', undefined],
  ['27.11.2026 18:00', undefined],
  ['2026-13-27T18:00:00Z', undefined],
  ['yesterday', undefined],
] as const)('%s is %s', ([text, time]) => {
  expect(isoTime(text)).toBe(time);
});

test('what is wrong with a roster is said, with the line', () => {
  const messages = [
    '',
    'Vorname;Punkte\nAda;3\n',
    'id,name\n1,Ada\n2,Bob\n1,Ada L\n',
    'id,submitted_at\n1,27.11.2026 18:00\n',
    'id,name\n1,"Ada\n',
  ].map((text) => {
    try {
      parseRoster(text, 'roster.csv');
      return 'nothing';
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  });
  expect(messages).toMatchInlineSnapshot(`
    [
      "UsageError: The roster roster.csv has no column that is known. It is empty. It needs a first line with the names of the columns, such as id,name,folder,github,email,submitted_at.",
      "UsageError: The roster roster.csv has no column that is known. Its first line is: Vorname, Punkte. It needs a first line with the names of the columns, such as id,name,folder,github,email,submitted_at.",
      "UsageError: The roster roster.csv has 1 twice, in lines 2 and 4. Leave one of them.",
      "UsageError: The roster roster.csv, line 2: '27.11.2026 18:00' is no time that is sure. Write it with its offset: 2026-11-27T18:00:00+01:00",
      "UsageError: The roster roster.csv cannot be read: a quote in line 2 is never closed.",
    ]
  `);
});
