import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../../checks/testing/labs.ts';
import { PageBundle } from './bundle.ts';

const root = mkdtempSync(join(tmpdir(), 'bundle-'));
const page = join(root, 'workbook/page');
mkdirSync(page, { recursive: true });
mkdirSync(join(root, 'node_modules'));
symlinkSync(join(ROOT, 'node_modules/preact'), join(root, 'node_modules/preact'), 'junction');
afterAll(() => rmSync(root, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(page, file), text);

test('a page that is not there yet is empty', async () => {
  expect(await new PageBundle(root).current()).toEqual({ js: '', css: '' });
});

test('the bundle follows its sources, and is kept for the next start', async () => {
  write(
    'main.tsx',
    "import { render } from 'preact';\nimport './a.css';\nrender(<p>first</p>, document.body);\n",
  );
  write('a.css', 'p { color: red }');
  const bundle = new PageBundle(root);
  const [first, again] = await Promise.all([bundle.current(), bundle.current()]);
  expect(again).toBe(first);
  expect(first.js).toContain('first');
  expect(first.css).toContain('color:red');

  const began = performance.now();
  expect(await new PageBundle(root).current()).toMatchObject({ js: first.js, css: first.css });
  expect(performance.now() - began).toBeLessThan(1000);

  write('a.css', 'p { color: blue; margin: 0 }');
  expect((await bundle.current()).css).toContain('color:#00f');
  rmSync(join(page, 'a.css'));
  await expect(bundle.current()).rejects.toThrow('Could not resolve "./a.css"');
  write('main.tsx', 'let 1');
  await expect(bundle.current()).rejects.toThrow('workbook/page/main.tsx:1');
  write('main.tsx', 'console.log("whole again")');
  expect((await bundle.current()).js).toContain('whole again');
});

test('a kept bundle that is broken is made anew', async () => {
  const bundle = new PageBundle(root);
  writeFileSync(bundle.file, '{"js": 1}');
  expect((await bundle.current()).js).toContain('whole again');
  writeFileSync(bundle.file, 'not JSON');
  expect((await new PageBundle(root).current()).js).toContain('whole again');
});
