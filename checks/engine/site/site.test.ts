import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Random } from '../random.ts';
import { hostileNames } from './hostile_names.ts';
import { Site, targetOf } from './site.ts';
import { ESCAPE_DIAGNOSES, escapes } from './traversal.ts';

const folder = mkdtempSync(join(tmpdir(), 'site-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a site has what was written, and a secret beside it', () => {
  const site = new Site(join(folder, 'one'), new Random(1));
  site.write('a.txt', 'A');
  site.write('sub/deep/é.txt', 'É');
  site.folder('empty');
  expect(readFileSync(join(site.root, 'sub/deep/é.txt'), 'utf8')).toBe('É');
  expect(site.entries()).toEqual([
    { name: 'sub', isFolder: true },
    { name: 'empty', isFolder: true },
    { name: 'a.txt', isFolder: false },
  ]);
  expect(site.entries('sub')).toEqual([{ name: 'deep', isFolder: true }]);
  for (const beside of ['.', site.sibling]) {
    expect(readFileSync(join(site.around, beside, site.secretFile), 'utf8')).toContain(site.secret);
  }
  expect(join(site.around, site.sibling).startsWith(site.root)).toBe(true);
});

test('another seed, another site', () => {
  const sites = [1, 2].map((seed) => new Site(join(folder, `seed${seed}`), new Random(seed)));
  expect(new Set(sites.map(({ secret }) => secret)).size).toBe(2);
});

test('hostile names can be written, and asked for', () => {
  const site = new Site(join(folder, 'two'), new Random(3));
  for (const { name } of hostileNames(new Random(3))) {
    site.write(name, name);
    expect(decodeURIComponent(targetOf(name))).toBe(`/${name}`);
    expect(targetOf(name)).toMatch(/^[!-~]+$/);
  }
});

test('every escape has a sentence, and leads to the secret for the one who makes that mistake', () => {
  const site = new Site(join(folder, 'three'), new Random(4));
  site.folder('sub');
  for (const { target, diagnosis } of escapes(site, 'sub')) {
    expect(ESCAPE_DIAGNOSES[diagnosis]).toBeDefined();
    expect(target).toMatch(/^[!-~]+$/);
  }
  // Without any care: joined, after decoding once or twice, or taken as it is.
  const careless = (target: string): string[] => {
    const once = decodeURIComponent(target);
    const paths = [target, once, decodeURIComponent(once)].map((path) => path.replaceAll('\\', '/'));
    return paths.flatMap((path) => [join(site.root, path), path, path.replace(/^\/+/, '/')]);
  };
  const found = escapes(site, 'sub').filter(({ target }) =>
    careless(target).some((path) => {
      try {
        return readFileSync(path, 'utf8').includes(site.secret);
      } catch {
        return false;
      }
    }),
  );
  expect(new Set(found.map(({ diagnosis }) => diagnosis))).toEqual(
    new Set(Object.keys(ESCAPE_DIAGNOSES).filter((name) => name !== 'escapes-by-link')),
  );
});
