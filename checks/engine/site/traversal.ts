import { basename } from 'node:path';
import type { Site } from './site.ts';

/** A target that tries to leave the web root. */
export interface Escape {
  /** As it stands in the request line. */
  target: string;
  /** In words, behind "a target": `with .. in it`. */
  what: string;
  /** The name of the mistake, when it works. */
  diagnosis:
    | 'escapes-by-dots'
    | 'escapes-by-encoding'
    | 'escapes-by-double-decoding'
    | 'escapes-by-prefix'
    | 'escapes-by-absolute-path'
    | 'escapes-by-backslash';
}

/** Sentences for the diagnoses of an escape, for a lab's `diagnoses`. */
export const ESCAPE_DIAGNOSES = {
  'escapes-by-dots': 'A path with .. leads out of the web root',
  'escapes-by-encoding':
    'The path is checked before it is decoded, so an encoded .. leads out of the web root',
  'escapes-by-double-decoding':
    'The path is decoded twice, and after the second time it leads out of the web root',
  'escapes-by-prefix':
    'The path is compared with the web root as text, and a folder beside it begins with the same text',
  'escapes-by-absolute-path': 'An absolute path in the target is taken as it is',
  'escapes-by-backslash': 'A backslash is taken for a separator after the check',
  'escapes-by-link': 'A symbolic link in the web root leads out of it',
} as const;

/**
 * Targets that lead to the secret beside the web root, where a program has one of the known mistakes
 * (RFC 9110, section 17.3). `folder` is a folder directly in the root.
 */
export function escapes(site: Site, folder: string): Escape[] {
  const { secretFile: file, sibling, around } = site;
  const absolute = `${around}/${file}`;
  const encoded = encodeURIComponent(basename(around));
  return [
    { target: `/../${file}`, what: 'with ..', diagnosis: 'escapes-by-dots' },
    { target: `/${folder}/../../${file}`, what: 'with .. behind a folder', diagnosis: 'escapes-by-dots' },
    { target: `/./.././${file}`, what: 'with . and ..', diagnosis: 'escapes-by-dots' },
    { target: `//../${file}`, what: 'with two slashes and ..', diagnosis: 'escapes-by-dots' },
    { target: `/..//../${encoded}/${file}`, what: 'with .. and an empty name', diagnosis: 'escapes-by-dots' },
    { target: `../${file}`, what: 'that begins with ..', diagnosis: 'escapes-by-dots' },
    {
      target: `/....//${file}`,
      what: 'with .... (for those who take .. out of it)',
      diagnosis: 'escapes-by-dots',
    },
    { target: `/..;/${file}`, what: 'with ..;', diagnosis: 'escapes-by-dots' },
    { target: `/%2e%2e/${file}`, what: 'with %2e%2e, which is ..', diagnosis: 'escapes-by-encoding' },
    { target: `/.%2e/${file}`, what: 'with .%2e, which is ..', diagnosis: 'escapes-by-encoding' },
    { target: `/..%2f${file}`, what: 'with ..%2f, which is ../', diagnosis: 'escapes-by-encoding' },
    { target: `/%2E%2E%2F${file}`, what: 'with %2E%2E%2F, which is ../', diagnosis: 'escapes-by-encoding' },
    {
      target: `/${folder}/%2e%2e/%2e%2e/${file}`,
      what: 'with %2e%2e behind a folder',
      diagnosis: 'escapes-by-encoding',
    },
    {
      target: `/%252e%252e/${file}`,
      what: 'with %252e, which is . when it is decoded twice',
      diagnosis: 'escapes-by-double-decoding',
    },
    {
      target: `/..%252f${file}`,
      what: 'with %252f, which is / when it is decoded twice',
      diagnosis: 'escapes-by-double-decoding',
    },
    { target: `/..\\${file}`, what: 'with ..\\', diagnosis: 'escapes-by-backslash' },
    { target: `/..%5c${file}`, what: 'with ..%5c, which is ..\\', diagnosis: 'escapes-by-backslash' },
    {
      target: `/../${sibling}/${file}`,
      what: 'that leads to a folder whose name begins with the web root’s',
      diagnosis: 'escapes-by-prefix',
    },
    {
      target: `/%2e%2e/${sibling}/${file}`,
      what: 'that leads to a folder whose name begins with the web root’s',
      diagnosis: 'escapes-by-prefix',
    },
    { target: absolute, what: 'that is the absolute path of a file', diagnosis: 'escapes-by-absolute-path' },
    {
      target: `/${absolute}`,
      what: 'that is an absolute path behind a slash',
      diagnosis: 'escapes-by-absolute-path',
    },
    {
      target: `//${absolute}`,
      what: 'that is an absolute path behind two slashes',
      diagnosis: 'escapes-by-absolute-path',
    },
    {
      target: `/${encodeURIComponent(absolute)}`,
      what: 'that is an absolute path, encoded',
      diagnosis: 'escapes-by-absolute-path',
    },
    { target: `file://${absolute}`, what: 'that is a file: URL', diagnosis: 'escapes-by-absolute-path' },
  ];
}
