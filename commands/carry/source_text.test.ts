import { describe, expect, test } from 'vitest';
import { declaredIn, exportsName, importsOf, meant, todosOf, usualPort, withHeadOf } from './source_text.ts';

describe('imports', () => {
  test.for([
    ["import net from 'node:net';", []],
    ["import { a, type B, c as d } from './x.ts';", [{ from: './x.ts', names: ['a', 'c'] }]],
    ['import {\n  a,\n  b,\n} from "./x.ts";', [{ from: './x.ts', names: ['a', 'b'] }]],
    ["import type { A } from './x.ts';", [{ from: './x.ts', names: [] }]],
    ["export { a } from '../lab05/x.ts';", [{ from: '../lab05/x.ts', names: ['a'] }]],
    ["import './x.ts';", [{ from: './x.ts', names: [] }]],
    ["const x = await import('./x.ts');", [{ from: './x.ts', names: [] }]],
    ["// import { a } from './x.ts';", []],
    ["const s = 'y';\nimport z from './z';", [{ from: './z', names: [] }]],
    ["import a from 'a';\nimport b from './b.ts';", [{ from: './b.ts', names: [] }]],
  ] as const)('%j', ([text, imports]) => expect(importsOf(text)).toEqual(imports));
});

test.for([
  ['a.ts', './b.ts', 'b.ts'],
  ['a.ts', './b.js', 'b.ts'],
  ['a.ts', './b', 'b.ts'],
  ['a.ts', './b', 'b/index.ts'],
  ['lib/a.ts', '../b.ts', 'b.ts'],
  ['lib/a.ts', './b.ts', 'lib/b.ts'],
])('in %s, %s may mean %s', ([file = '', from = '', path = '']) => expect(meant(file, from)).toContain(path));

test('what leads out of the folder means none of its files', () => {
  expect(meant('a.ts', '../lab05/b.ts')).toEqual([]);
});

test('declarations at the top level', () => {
  const text = 'const a = 1;\nexport async function b() {\n  const inner = 1;\n}\nexport class C {}\n';
  expect(declaredIn(text)).toEqual([
    { name: 'a', exported: false, isFunction: false },
    { name: 'b', exported: true, isFunction: true },
    { name: 'C', exported: true, isFunction: false },
  ]);
});

test.for([
  ['export const a = 1;', true],
  ['const a = 1;', false],
  ['const b = 1;\nexport { b as a };', true],
  ["export * from './x.ts';", true],
] as const)('%j exports a: %s', ([text, is]) => expect(exportsName(text, 'a')).toBe(is));

test('TODO comments, with the lines that go on', () => {
  const text = [
    '// TODO 2: one line,',
    '//         and another.',
    '// Not part of it.',
    '  // TODO 1: short',
    'code();',
    '//   not part of it either',
    '// TODO: without a number',
  ];
  const todos = [
    { number: 2, text: 'one line, and another.' },
    { number: 1, text: 'short' },
    { number: undefined, text: 'without a number' },
  ];
  expect(todosOf(text.join('\n'))).toEqual(todos);
  expect(todosOf(text.join('\r\n'))).toEqual(todos);
});

describe('the head of a file', () => {
  const head = (n: string) =>
    `// Lab ${n}: a lab.\n//\n//   start it:  npx tsx labs/lab${n}/x.ts\n//   check it:  npm run check lab${n}\n`;
  test.for([
    ['is replaced by the other', `${head('05')}code\n`, `${head('06')}code\n`],
    [
      'stays where the student has changed it',
      `// mine\n${head('05')}code\n`,
      `// mine\n${head('05')}code\n`,
    ],
    ['is not added where there is none', 'code\n', 'code\n'],
  ])('%s', ([, text, expected]) =>
    expect(withHeadOf(text as string, `${head('05')}x`, `${head('06')}//\n// More.\ny`)).toBe(expected),
  );
});

test.for([
  ['Number(process.argv[2] ?? process.env.PORT ?? 8080)', '8080'],
  ['process.env.PORT || 50000', '50000'],
  ['const port = 8080;', undefined],
])('the port in %j is %s', ([text, port]) => expect(usualPort(text as string)).toBe(port));
