import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browsers, editors, launchFirst } from './launch.ts';

const on =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path);

const EDITORS: [what: string, Parameters<typeof editors>[1], (string | undefined)[][]][] = [
  ['nothing there', { platform: 'linux', env: { PATH: '/bin' }, exists: on() }, []],
  [
    'an editor with a window',
    { platform: 'linux', env: { VISUAL: '/usr/bin/code --wait -n', PATH: '' }, exists: on() },
    [['/usr/bin/code', '-n', 'F']],
  ],
  [
    'an editor that needs the terminal',
    { platform: 'linux', env: { EDITOR: 'vim', PATH: '' }, exists: on() },
    [],
  ],
  [
    'code in the path, and a screen',
    { platform: 'linux', env: { PATH: '/bin', DISPLAY: ':0' }, exists: on('/bin/code', '/bin/xdg-open') },
    [
      ['code', 'F'],
      ['xdg-open', 'F'],
    ],
  ],
  ['no screen', { platform: 'linux', env: { PATH: '/bin' }, exists: on('/bin/xdg-open') }, []],
  ['macOS', { platform: 'darwin', env: { PATH: '' }, exists: on() }, [['open', '-t', 'F']]],
  [
    'Windows never starts a script',
    {
      platform: 'win32',
      env: { EDITOR: 'code.cmd', PATH: '/vs/bin' },
      exists: on(join('/vs/bin', 'code.cmd')),
    },
    [
      [join('/vs', 'Code.exe'), 'F'],
      ['notepad.exe', 'F'],
    ],
  ],
];
test.for(EDITORS)('editors: %s', ([, desktop, expected]) => {
  expect(editors('F', desktop)).toEqual(expected);
});

const BROWSERS: [what: string, Parameters<typeof browsers>[1], string[][]][] = [
  ['a terminal far away', { platform: 'linux', env: {}, exists: on() }, []],
  [
    'a desktop',
    { platform: 'linux', env: { PATH: '/bin', WAYLAND_DISPLAY: 'w' }, exists: on('/bin/xdg-open') },
    [['xdg-open', 'U']],
  ],
  [
    'one that was named',
    { platform: 'linux', env: { BROWSER: 'firefox' }, exists: on() },
    [['firefox', 'U']],
  ],
  ['macOS', { platform: 'darwin', env: {} }, [['open', 'U']]],
  ['Windows', { platform: 'win32', env: {} }, [['rundll32.exe', 'url.dll,FileProtocolHandler', 'U']]],
];
test.for(BROWSERS)('browsers: %s', ([, desktop, expected]) => {
  expect(browsers('U', desktop)).toEqual(expected);
});

test('the first that can be started is, and one that fails is not', async () => {
  const works = [process.execPath, '-e', ''] as const;
  const found = await launchFirst([
    ['no-such-program-here'],
    [process.execPath, '-e', 'process.exit(1)'],
    works,
  ]);
  expect(found).toBe(works);
  expect(await launchFirst([['no-such-program-here']])).toBeUndefined();
});
