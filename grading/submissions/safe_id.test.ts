import { expect, test } from 'vitest';
import { identityOf, isOnlineText, looseFile } from './identity.ts';
import { safeId } from './safe_id.ts';

test.for([
  ['ada', 'ada'],
  ['Ada Lovelace', 'ada-lovelace'],
  ['  ada  ', 'ada'],
  ['s123.4_x-y', 's123.4_x-y'],
  ["O'Neil, Pat", 'o-neil-pat'],
  ['ada@uni.edu', 'ada-uni.edu'],
  ['Zoë Müller', 'zoe-muller-89c0bda8'],
  ['Zoe Muller', 'zoe-muller'],
  ['Łukasz Groß', 'lukasz-gross-71aecf73'],
  ['山田太郎', 'submission-6b0e1c8c'],
  ['🙂', 'submission-d06f1525'],
  ['..', 'submission-5ec1f7e7'],
  ['../../etc/passwd', 'etc-passwd'],
  ['.hidden', 'hidden'],
  ['-rf', 'rf'],
  ['', 'submission-e3b0c442'],
  ['con', 'con-1143da2b'],
  ['NUL.txt', 'nul.txt-7f3cbdd5'],
  ['a/b\\c:d*e', 'a-b-c-d-e'],
] as const)('%s is %s', ([name, id]) => {
  expect(safeId(name)).toBe(id);
});

test('every id is safe as a file name, and short', () => {
  for (const name of ['x'.repeat(300), 'a\0b', 'a\nb', '٣'.repeat(90), 'é'.repeat(90), '%2e%2e']) {
    expect(safeId(name)).toMatch(/^[a-z0-9_][a-z0-9._-]{0,70}$/);
  }
});

test('the two ways of writing an accent are the same name; different names are different ids', () => {
  expect(safeId('Zoe\u0308')).toBe(safeId('Zo\u00eb'));
  const long = 'x'.repeat(70);
  expect(new Set(['Müller', 'Muller', 'Mûller', `${long}a`, `${long}b`].map(safeId)).size).toBe(5);
});

test.for([
  ['ada', 'ada', 'ada'],
  ['Ada Lovelace.zip', 'Ada Lovelace', 'ada-lovelace'],
  ['ada.tar.gz', 'ada', 'ada'],
  ['ada.tgz', 'ada', 'ada'],
  ['ada (1).zip', 'ada', 'ada'],
  ['networks-ada-main.zip', 'networks-ada', 'networks-ada'],
  ['main', 'main', 'main'],
  ['team_7', 'team_7', 'team_7'],
  ['j.doe', 'j.doe', 'j.doe'],
  ['Ada Lovelace_12345_assignsubmission_file', 'Ada Lovelace', 'ada-lovelace_12345'],
  ['Ada Lovelace_12345_assignsubmission_file_', 'Ada Lovelace', 'ada-lovelace_12345'],
  ['Zoë Groß_7_assignsubmission_file', 'Zoë Groß', 'zoe-gross_7-4979444c'],
] as const)('%s is by %s, with the id %s', ([entry, name, id]) => {
  const identity = identityOf(entry);
  expect([identity.name, identity.id]).toEqual([name, id]);
});

test.for([
  ['lovelaceada_12345_67890_echo_server.ts', 'lovelaceada', 'lovelaceada_12345', 'echo_server.ts'],
  ['lovelaceada_LATE_12345_67890_echo_server-1.ts', 'lovelaceada', 'lovelaceada_12345', 'echo_server-1.ts'],
  ['lovelaceada_12345_67890_labs.zip', 'lovelaceada', 'lovelaceada_12345', 'labs.zip'],
  [
    'Ada Lovelace_12345_assignsubmission_file_my server.py',
    'Ada Lovelace',
    'ada-lovelace_12345',
    'my server.py',
  ],
] as const)('%s is a file by %s', ([file, name, id, own]) => {
  expect(looseFile(file)).toMatchObject({ student: { name, id }, file: own });
});

test.for(['echo_server.ts', 'lab_01_02.ts', 'Ada_12_assignsubmission_file', 'ada.zip'])(
  '%s has no student in its name',
  (file) => {
    expect(looseFile(file)).toBeUndefined();
  },
);

test('what was typed beside the files is told from them', () => {
  expect(isOnlineText('Ada_12_assignsubmission_onlinetext')).toBe(true);
  expect(isOnlineText('Ada_12_assignsubmission_file')).toBe(false);
});
