import { expect, test } from 'vitest';
import { links } from '../engine/http/listing.ts';
import { pathOf } from './listing.ts';
import { wrongLink } from './wrong_link.ts';

/** name, folder, href → diagnosis */
const CASES: [name: string, folder: string, href: string, diagnosis: string][] = [
  ['pictures', '', '//pictures/', 'link-to-another-host'],
  ['pictures', '', '\\\\pictures/', 'link-to-another-host'],
  ['two words', '', 'two%2520words', 'link-encoded-twice'],
  ['50% off', 'a', '/a/50%2525%20off', 'link-encoded-twice'],
  ['two words', '', 'two+words', 'space-as-plus'],
  ['one', 'a/b', '/one', 'link-from-wrong-folder'],
  ['one', 'a/b', '/b/one', 'link-from-wrong-folder'],
  ['one', 'a', 'a/one', 'link-from-wrong-folder'],
  ['#1', '', '#1', 'link-not-encoded'],
  ['what?', '', 'what?', 'link-not-encoded'],
  ['50% off', '', '50% off', 'link-not-encoded'],
  ['%41', '', '%41', 'link-not-encoded'],
  ['a:b', '', 'a:b', 'link-not-encoded'],
  ['"q"', '', '', 'link-not-encoded'],
  ["it's", 'a', '/a/it', 'link-not-encoded'],
  ['one', "it's", '/it', 'link-not-encoded'],
  ['a&lt;b', '', 'a<b', 'link-not-encoded'],
  ['one', '', 'two', 'link-leads-elsewhere'],
  ['one', '', 'http://127.0.0.2/one', 'link-leads-elsewhere'],
];

test.for(CASES)('%s in /%s with the link %s: %s', ([name, folder, href, diagnosis]) => {
  const page = Buffer.from(`<a href="${href.replaceAll('"', '&quot;')}">x</a>`);
  const base = `http://127.0.0.1:8080/${folder === '' ? '' : `${folder}/`}`;
  const target = links(page, base)[0]?.target;
  const path = target === undefined ? undefined : pathOf(target);
  expect(path).not.toBe(folder === '' ? name : `${folder}/${name}`);
  expect(wrongLink(name, folder, { href, path }).diagnosis).toBe(diagnosis);
});
