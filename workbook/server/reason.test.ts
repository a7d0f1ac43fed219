import { expect, test } from 'vitest';
import { reasonOf } from './reason.ts';

const failed = (code: string, path?: string) => Object.assign(new Error('as Node says it'), { code, path });

test.each([
  ['what is gone', failed('ENOENT', '/course/checks'), 'checks is not there. Was it moved or removed?'],
  [
    'a part of it',
    failed('ENOTDIR', '/course/labs/lab01/README.md'),
    'labs/lab01/README.md is not there. Was it moved or removed?',
  ],
  ['elsewhere', failed('ENOENT', '/tmp/x'), '/tmp/x is not there. Was it moved or removed?'],
  ['a full disk', failed('ENOSPC', '/course/x'), 'x cannot be written: the disk is full.'],
  [
    'no permission',
    failed('EACCES', '/course/x'),
    "x cannot be used (EACCES). Is it read-only, or somebody else's?",
  ],
  ['something else', failed('EWHAT', '/course/x'), 'as Node says it'],
  ['no path', failed('ENOENT'), 'as Node says it'],
])('%s', (_, error, sentence) => {
  expect(reasonOf(error, '/course')).toBe(sentence);
});
