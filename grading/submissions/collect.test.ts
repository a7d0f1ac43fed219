import { chmodSync, existsSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../checks/testing/labs.ts';
import {
  collected,
  type Files,
  folderWith,
  newFolder,
  programsOf,
  python,
  troubleText,
} from './testing/class_folder.ts';

const TS = "import net from 'node:net';\nnet.createServer().listen(1);\n";
const PY = 'import socket\n';
const STARTER = readFileSync(join(ROOT, 'labs/.starters/lab01-echo-server/echo_server.ts'));

/** A class of one, `ada`. */
const inAda = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`ada/${path}`, content]));

describe('layouts', () => {
  test.for<[string, Files, string]>([
    [
      'like labs/',
      { 'labs/lab01-echo-server/echo_server.ts': TS, 'labs/lab04-http-client/http_client.ts': TS },
      'lab01 echo_server.ts lab04 http_client.ts',
    ],
    ['without labs/', { 'lab01-echo-server/echo_server.ts': TS }, 'lab01 echo_server.ts'],
    [
      'short names',
      { 'lab01/echo_server.ts': TS, 'Lab 4/http_client.py': PY },
      'lab01 echo_server.ts lab04 http_client.py',
    ],
    ['names without numbers', { 'echo-server/main.ts': TS }, 'lab01 main.ts'],
    [
      'one folder around it',
      { 'networks-ada-main/labs/lab01-echo-server/echo_server.ts': TS },
      'lab01 echo_server.ts',
    ],
    ['two folders around it', { 'a/b/lab01/echo_server.ts': TS }, 'lab01 echo_server.ts'],
    [
      'flat',
      { 'echo_server.ts': TS, 'http-client.js': TS, 'EchoClient.py': PY },
      'lab01 echo_server.ts lab02 EchoClient.py lab04 http-client.js',
    ],
    ['flat in a folder', { 'src/echo_server.mjs': TS }, 'lab01 echo_server.mjs'],
    ['a second download', { 'echo_server (1).ts': TS }, 'lab01 echo_server (1).ts'],
    [
      'in a folder below the lab',
      { 'lab01/src/echo_server.ts': TS, 'lab01/lib/x.ts': '' },
      'lab01 src/echo_server.ts',
    ],
    [
      'another name in a folder of a lab',
      { 'lab01/server.ts': TS, 'lab01/server.test.ts': '' },
      'lab01 server.ts',
    ],
    [
      'starters beside a program of another name',
      { 'lab03/my_time.ts': TS, 'lab03/whatismyip.ts': TS },
      'lab03 my_time.ts',
    ],
    ['two of another name', { 'lab01/a.ts': TS, 'lab01/b.ts': TS }, ''],
    [
      'TypeScript before what was made of it',
      { 'echo_server.js': TS, 'echo_server.ts': TS },
      'lab01 echo_server.ts',
    ],
    [
      'the folder of a lab before a file elsewhere',
      { 'echo_server.ts': TS, 'lab01/echo_server.js': TS },
      'lab01 echo_server.js',
    ],
    [
      'own work before an untouched starter',
      { 'labs/lab01-echo-server/echo_server.ts': STARTER, 'labs/lab01-echo-server/echo_server.py': PY },
      'lab01 echo_server.py',
    ],
    [
      'own work elsewhere before an untouched starter',
      { 'labs/lab01-echo-server/echo_server.ts': STARTER, 'echo_server.py': PY },
      'lab01 echo_server.py',
    ],
    ['an untouched starter', { 'labs/lab01-echo-server/echo_server.ts': STARTER }, 'lab01 echo_server.ts'],
    [
      'the program of an earlier lab in a later one',
      { 'lab08/http_serve4.ts': TS, 'lab08/http_serve1.ts': TS },
      'lab08 http_serve4.ts',
    ],
    [
      'a clone of the course',
      {
        'labs/lab01-echo-server/echo_server.ts': TS,
        'solutions/lab01-echo-server/echo_server.ts': 'x',
        'solutions/lab04-http-client/http_client.ts': 'x',
        'checks/lab05-http-serve1/mutants/http_serve1.ts': 'x',
        'labs/web/cgi-bin/fails.mjs': 'x',
      },
      'lab01 echo_server.ts',
    ],
  ])('%s', async ([, files, programs]) => {
    const { submissions } = await collected(folderWith(inAda(files)));
    expect(programsOf({ submissions, troubles: [], absent: [] })).toEqual([
      `ada: ${programs}`.replace(/ $/, '').replace(/:$/, ':'),
    ]);
  });

  test('one submission by itself, or a folder of them: it is told by what is inside', async () => {
    const rows: [Files, string[]][] = [
      [{ 'echo_server.ts': TS }, ['SELF: lab01 echo_server.ts']],
      [{ 'lab01/x.ts': TS }, ['SELF: lab01 x.ts']],
      [{ 'labs/lab01/x.ts': TS }, ['SELF: lab01 x.ts']],
      [
        { 'lab01-ada/echo_server.ts': TS, 'lab01-bob/echo_server.py': PY },
        ['lab01-ada: lab01 echo_server.ts', 'lab01-bob: lab01 echo_server.py'],
      ],
      [{ 'lab01-ada/echo_server.ts': TS }, ['lab01-ada: lab01 echo_server.ts']],
      [
        { 'ada/echo_server.ts': TS, 'bob/labs/lab01/echo_server.ts': TS },
        ['ada: lab01 echo_server.ts', 'bob: lab01 echo_server.ts'],
      ],
    ];
    for (const [files, programs] of rows) {
      const folder = folderWith(
        Object.fromEntries(Object.entries(files).map(([path, text]) => [`self/${path}`, text])),
      );
      expect(programsOf(await collected(join(folder, 'self')))).toEqual(
        programs.map((one) => one.replace('SELF', 'self')),
      );
    }
  });

  test('archives, also one in a folder, and the files of Canvas', async () => {
    const folder = folderWith({
      'Carol_7_assignsubmission_file/': '',
      'x_1_2_echo_server-1.ts': TS,
      'x_LATE_1_3_http_client.ts': TS,
    });
    python(
      folder,
      `
def z(path, name):
    with zipfile.ZipFile(path, "w") as f: f.writestr(name, "x")
z("ada.zip", "labs/lab01-echo-server/echo_server.ts")
z("Carol_7_assignsubmission_file/lab01.zip", "echo_server.ts")
z("y_1_2_all.zip", "http_client.ts")
with tarfile.open("bob.tar.gz", "w:gz") as t: t.addfile(tarfile.TarInfo("bob-main/echo_server.py"))`,
    );
    const { submissions, troubles } = await collected([folder, join(folder, 'ada.zip')]);
    expect(programsOf({ submissions, troubles, absent: [] })).toEqual([
      'carol_7: lab01 echo_server.ts',
      'ada: lab01 echo_server.ts',
      'bob: lab01 echo_server.py',
      'x_1: lab01 echo_server-1.ts lab04 http_client.ts',
      'y_1: lab04 http_client.ts',
    ]);
    expect(troubles).toEqual([]);
    expect(submissions.map(({ name }) => name)).toEqual(['Carol', 'ada', 'bob', 'x', 'y']);
  });
});

test('what needs no word gets none: JavaScript beside its TypeScript, what was typed beside the files', async () => {
  const folder = folderWith({
    'ada/echo_server.ts': TS,
    'ada/echo_server.js': TS,
    'Bob_7_assignsubmission_file/echo_server.ts': TS,
    'Bob_7_assignsubmission_onlinetext/onlinetext.html': 'hello',
  });
  const found = await collected(folder);
  expect(programsOf(found)).toEqual(['bob_7: lab01 echo_server.ts', 'ada: lab01 echo_server.ts']);
  expect(found.troubles).toEqual([]);
});

test('Gradescope says beside a submission when it was handed in; nobody does in an archive', async () => {
  const folder = folderWith({
    'autograder/submission/echo_server.ts': TS,
    'autograder/submission_metadata.json': '{"created_at":"2018-07-01T14:22:32.365935-07:00"}',
  });
  python(
    folder,
    'with zipfile.ZipFile("ada.zip", "w") as f: f.writestr("echo_server.ts", "x"); f.writestr(".submitted_at", "2018-07-01T00:00:00Z")',
  );
  const paths = ['autograder/submission', 'ada.zip'].map((name) => join(folder, name));
  const { submissions } = await collected(paths);
  expect(submissions.map(({ id, submittedAt }) => [id, submittedAt])).toEqual([
    ['submission', '2018-07-01T21:22:32.365Z'],
    ['ada', undefined],
  ]);
});

describe('what is said', () => {
  const cases: [string, Files, string?][] = [
    [
      'wrong names',
      {
        'another name/lab01/server.ts': TS,
        'two names/lab01/a.ts': TS,
        'two names/lab01/b.ts': TS,
        'two names/echo_client.ts': TS,
        'two downloads/echo_server.ts': TS,
        'two downloads/echo_server (1).ts': TS,
        'no name/a.ts': TS,
        'no name/b.txt': '',
        'no name/c': '',
        'no name/d': '',
        'no name/e': '',
        'no name/f': '',
        'no name/g': '',
        'strange/echo_server.ts': "import './helped.ts';",
        'strange/helped.ts': '',
        'strange/my_client.ts': '',
        'only a part/lab08/request.ts': '',
      },
    ],
    [
      'nothing',
      {
        'empty/': '',
        'hidden only/.DS_Store': '',
        'a file.txt': '',
        'ada.ts': TS,
        'bob.py': PY,
        'rar.rar': 'x',
      },
    ],
    [
      'packages',
      {
        'ada/echo_server.ts':
          "import express, { type X } from 'express';\nimport type Y from 'types-only';\n// import a from 'commented';\nimport './helper.ts';\nimport net from 'net';\nimport { build } from 'esbuild';\n",
        'ada/helper.ts': "export * from '@scope/pack/sub';\nconst x = await import('lodash');",
        'ada/unused.ts': "import 'never';",
        'bob/echo_server.cjs': "const ws = require('ws'); const fs = require('fs/promises');",
        'carol/echo_server.py':
          'import socket, sys as s, numpy.linalg as n\nfrom flask import Flask\nfrom helper import x\nfrom . import y\nimport os.path # fine\n',
        'carol/helper.py': '',
      },
    ],
  ];
  test.for(cases)('%s', async ([name, files]) => {
    const folder = folderWith(files);
    const { troubles } = await collected(folder);
    await expect(`${troubleText(troubles, folder)}\n`).toMatchFileSnapshot(`golden/troubles ${name}.txt`);
  });

  test('paths that are none', async () => {
    const folder = folderWith({ 'empty/': '', 'echo_server.ts': TS, 'class/ada/echo_server.ts': TS });
    symlinkSync(join(folder, 'class/ada'), join(folder, 'class/bob'));
    symlinkSync(join(folder, 'class'), join(folder, 'link'));
    const named = ['empty', 'nowhere', 'echo_server.ts', 'link'].map((name) => join(folder, name));
    const { submissions, troubles } = await collected(named);
    expect(programsOf({ submissions, troubles, absent: [] })).toEqual(['ada: lab01 echo_server.ts']);
    await expect(`${troubleText(troubles, folder)}\n`).toMatchFileSnapshot('golden/troubles paths.txt');
  });

  test('links are not followed', async () => {
    const folder = folderWith({
      'class/ada/lab01/': '',
      'class/ada/echo_client.ts': TS,
      'secret/echo_server.ts': TS,
    });
    symlinkSync(join(folder, 'secret/echo_server.ts'), join(folder, 'class/ada/lab01/echo_server.ts'));
    symlinkSync(join(folder, 'secret'), join(folder, 'class/ada/lab04'));
    const { submissions, troubles } = await collected(join(folder, 'class'));
    expect(programsOf({ submissions, troubles, absent: [] })).toEqual(['ada: lab02 echo_client.ts']);
    expect(troubleText(troubles, folder)).toMatchInlineSnapshot(`
      "ada · wrong-names · lab01
        lab01/echo_server.ts is a symbolic link, and links are not followed. Ask for the file itself: lab01 was not graded."
    `);
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'a folder that may not be read',
    async () => {
      const folder = folderWith({ 'ada/echo_server.ts': TS, 'bob/echo_server.ts': TS });
      chmodSync(join(folder, 'ada'), 0);
      const { submissions, troubles } = await collected(folder);
      chmodSync(join(folder, 'ada'), 0o755);
      expect(submissions.map(({ id }) => id)).toEqual(['bob']);
      expect(troubles).toMatchObject([{ who: 'ada', kind: 'unreadable' }]);
    },
  );

  test("one bad archive spoils nobody else's", async () => {
    const folder = folderWith({ 'broken.zip': 'x', 'ada/echo_server.ts': TS });
    python(
      folder,
      'with zipfile.ZipFile("evil.zip", "w") as f: f.writestr("echo_server.ts", "x"); f.writestr("../../x.ts", "x")',
    );
    const into = newFolder();
    const { submissions, troubles } = await collected(folder, { into });
    expect(programsOf({ submissions, troubles, absent: [] })).toEqual(['ada: lab01 echo_server.ts']);
    expect(troubleText(troubles, folder)).toMatchInlineSnapshot(`
      "broken · unreadable
        The archive broken.zip is no archive, whatever its name says. Ask for it again.
      evil · hostile-archive
        Its entry "../../x.ts" leads out of its folder. Nothing of the archive was unpacked or graded; ask the student about it."
    `);
    expect(existsSync(join(into, 'evil'))).toBe(false);
    expect(existsSync(join(into, '.unpacked'))).toBe(false);
  });
});

describe('two of one student', () => {
  const TWO: Files = { 'ada/echo_server.ts': TS, 'Ada/echo_server.py': PY };

  test('the newer one is graded, and it is said which', async () => {
    const folder = folderWith({ 'first/ada/echo_server.ts': TS, 'second/Ada/echo_server.py': PY });
    const date = (path: string, time: string) =>
      utimesSync(join(folder, path), new Date(time), new Date(time));
    date('first/ada/echo_server.ts', '2026-01-02T00:00:00Z');
    date('second/Ada/echo_server.py', '2026-01-01T00:00:00Z');
    const paths = ['first', 'second'].map((name) => join(folder, name));
    const one = await collected(paths);
    expect(programsOf(one)).toEqual(['ada: lab01 echo_server.ts']);
    expect(troubleText(one.troubles, folder)).toMatchInlineSnapshot(`
      "Ada · twice
        There are two submissions of this student, CLASS/first/ada and CLASS/second/Ada. CLASS/first/ada was graded, as the newer one by the dates of the files. If the other one is meant, leave this one out."
    `);
    date('second/Ada/echo_server.py', '2026-01-03T00:00:00Z');
    const other = await collected(paths);
    expect(programsOf(other)).toEqual(['ada: lab01 echo_server.py']);
    expect(existsSync(join(other.submissions[0]?.programs.lab01?.folder ?? '', 'echo_server.py'))).toBe(true);
  });

  test('the time at which they were handed in counts for more than the dates of files', async () => {
    const folder = folderWith({
      'first/ada/echo_server.ts': TS,
      'first/ada/.submitted_at': '2026-01-02T00:00:00Z\n',
      'second/ada/echo_server.py': PY,
      'second/ada/submission_metadata.json': '{"created_at":"2026-01-01T12:00:00-07:00"}',
    });
    const found = await collected(['first', 'second'].map((name) => join(folder, name)));
    expect(programsOf(found)).toEqual(['ada: lab01 echo_server.ts']);
    expect(found.submissions[0]?.submittedAt).toBe('2026-01-02T00:00:00.000Z');
    expect(troubleText(found.troubles, folder)).toMatchInlineSnapshot(`
      "ada · twice
        There are two submissions of this student, CLASS/first/ada and CLASS/second/ada. CLASS/first/ada was graded, which was handed in last, at 2026-01-02T00:00:00.000Z. If the other one is meant, leave this one out."
    `);
  });

  test('one with programs counts for more than a newer one without', async () => {
    const folder = folderWith({ 'first/ada/echo_server.ts': TS, 'second/ada/': '' });
    const found = await collected(['first', 'second'].map((name) => join(folder, name)));
    expect(programsOf(found)).toEqual(['ada: lab01 echo_server.ts']);
    expect(troubleText(found.troubles, folder)).toMatchInlineSnapshot(`
      "ada · empty
        There is no file in it. Nothing was graded.
      ada · twice
        There are two submissions of this student, CLASS/first/ada and CLASS/second/ada. CLASS/first/ada was graded, as the only one with programs in it. If the other one is meant, leave this one out."
    `);
  });

  test('two folders of one line of the roster', async () => {
    const folder = folderWith({
      'class/Lovelace, Ada/echo_server.ts': TS,
      'class/ada-l/echo_server.py': PY,
      'r.csv': 'id,name,github\n1,Ada Lovelace,ada-l\n',
    });
    const found = await collected(join(folder, 'class'), { roster: join(folder, 'r.csv') });
    expect(found.submissions).toHaveLength(1);
    expect(found.troubles.map(({ kind }) => kind)).toEqual(['twice']);
  });

  test('the same one named twice is one', async () => {
    const folder = folderWith({ 'c/ada/echo_server.ts': TS });
    const found = await collected([join(folder, 'c'), `${join(folder, 'c/ada')}/`]);
    expect(found.submissions).toHaveLength(1);
    expect(found.troubles).toEqual([]);
  });

  test('ids do not depend on who else is in the class', async () => {
    const alone = await collected(folderWith({ 'Zoë/echo_server.ts': TS }));
    const among = await collected(folderWith({ ...TWO, 'Zoe/echo_server.ts': TS, 'Zoë/echo_server.ts': TS }));
    expect(among.submissions.map(({ id }) => id)).toContain(alone.submissions[0]?.id);
    expect(among.submissions).toHaveLength(3);
  });
});

test('a roster gives names, ids and times, and what does not match is named', async () => {
  const folder = folderWith({
    'class/ada/echo_server.ts': TS,
    'class/grace/echo_server.ts': TS,
    'class/broken.zip': 'x',
    'class/roster.csv':
      '\ufeffid;name;folder;submitted_at\r\ns1;Ada Lovelace;ada;2026-11-27T18:00:00+01:00\r\ns2;Bob;bob;\r\ns3;Carol;broken;\r\n',
  });
  const found = await collected(join(folder, 'class'), { roster: join(folder, 'class/roster.csv') });
  expect(found.submissions).toMatchObject([
    { id: 's1', name: 'Ada Lovelace', submittedAt: '2026-11-27T17:00:00.000Z' },
    { id: 'grace', name: 'grace' },
  ]);
  expect(found.submissions[1]).not.toHaveProperty('submittedAt');
  expect(found.absent).toEqual([
    { id: 's2', name: 'Bob' },
    { id: 's3', name: 'Carol' },
  ]);
  await expect(`${troubleText(found.troubles, folder)}\n`).toMatchFileSnapshot('golden/troubles roster.txt');
});

test('a roster that is not there stops it', async () => {
  const folder = folderWith({ 'ada/echo_server.ts': TS });
  await expect(collected(folder, { roster: join(folder, 'no.csv') })).rejects.toThrow('The roster');
});

test('only the labs that are asked for are laid out and complained of', async () => {
  const folder = folderWith({
    'ada/echo_server.ts': TS,
    'ada/lab04/a.ts': TS,
    'ada/lab04/b.ts': TS,
    'bob/http_client.ts': TS,
  });
  const found = await collected(folder, { only: ['lab01'] });
  expect(programsOf(found)).toEqual(['ada: lab01 echo_server.ts', 'bob:']);
  expect(found.troubles).toEqual([]);
});
