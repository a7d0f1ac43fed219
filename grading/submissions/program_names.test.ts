import { describe, expect, test } from 'vitest';
import { isBesideThePoint, isProgram, labOfCourseFolder, labOfFolder, spelling } from './program_names.ts';
import { LABS } from './testing/class_folder.ts';

describe('a program is known by its name, however that is written', () => {
  test.for([
    ['echo_server.ts', 'exact'],
    ['echo_server.py', 'exact'],
    ['echo_server.mjs', 'exact'],
    ['echo_server.cjs', 'exact'],
    ['Echo_Server.TS', 'other'],
    ['echo-server.ts', 'other'],
    ['echo server.js', 'other'],
    ['EchoServer.py', 'other'],
    ['echoserver.ts', 'other'],
    ['echo_server (1).ts', 'copy'],
    ['echo_server(12).ts', 'copy'],
    ['echo_server-1.ts', 'copy'],
    ['echo_server - Copy.ts', 'copy'],
    ['echo_server copy 2.ts', 'copy'],
    ['echo_server - Kopie.ts', 'copy'],
    ['echo_server2.ts', undefined],
    ['my_echo_server.ts', undefined],
    ['echo_server.txt', undefined],
    ['echo_server', undefined],
    ['echo_server.d.ts', undefined],
    ['(1).ts', undefined],
  ] as const)('%s: %s', ([file, how]) => {
    expect(spelling(file, 'echo_server.ts')).toBe(how);
  });

  test.for([
    ['http_serve1.ts', 'http_serve1.ts', 'exact'],
    ['http-serve-1.ts', 'http_serve1.ts', 'other'],
    ['http_serve (1).ts', 'http_serve1.ts', undefined],
    ['http_serve1 (2).ts', 'http_serve1.ts', 'copy'],
    ['http_serve1 (2).ts', 'http_serve2.ts', undefined],
    ['http_serve1-2.ts', 'http_serve1.ts', 'copy'],
  ] as const)('%s for %s: %s', ([file, program, how]) => {
    expect(spelling(file, program)).toBe(how);
  });
});

test.for([
  ['lab01-echo-server', 'lab01', 'lab01'],
  ['lab01', 'lab01', 'lab01'],
  ['lab1', 'lab01', 'lab01'],
  ['Lab 1', 'lab01', 'lab01'],
  ['LAB_04_HTTP_CLIENT', 'lab04', 'lab04'],
  ['echo-server', 'lab01', 'lab01'],
  ['Echo Server', 'lab01', 'lab01'],
  ['lab01-ada', 'lab01', undefined],
  ['lab01 (1)', 'lab01', undefined],
  ['lab011', undefined, undefined],
  ['lab99', undefined, undefined],
  ['labs', undefined, undefined],
  ['ada', undefined, undefined],
] as const)(
  'the folder %s: %s in a submission, %s to tell one submission from many',
  ([name, inside, above]) => {
    expect(labOfFolder(name, LABS)?.id).toBe(inside);
    expect(labOfCourseFolder(name, LABS)?.id).toBe(above);
  },
);

test.for([
  ['server.ts', true, false],
  ['server.PY', true, false],
  ['Server.java', false, false],
  ['echo_server.test.ts', true, true],
  ['vitest.config.ts', true, true],
  ['test_server.py', true, true],
  ['__init__.py', true, true],
  ['latest.ts', true, false],
] as const)('%s: a program %s, beside the point %s', ([file, program, beside]) => {
  expect([isProgram(file), isBesideThePoint(file)]).toEqual([program, beside]);
});
