import type { Escape } from '../engine/site/traversal.ts';
import type { Stage } from './stage.ts';

/** Targets that lead to a script outside of the web root, where a program has one of the known mistakes. */
export function scriptEscapes({ site, outside, word }: Stage): Escape[] {
  const path = `${site.around.replaceAll('\\', '/')}/${outside}`;
  const absolute = path.split('/').map(encodeURIComponent).join('/');
  const sibling = `${site.sibling}/${outside}`;
  const dots = 'escapes-by-dots';
  const encoding = 'escapes-by-encoding';
  const absolutePath = 'escapes-by-absolute-path';
  return [
    { target: `/cgi-bin/../../${outside}`, what: 'with ..', diagnosis: dots },
    { target: `/cgi-bin/none/../../../${outside}`, what: 'with .. behind a folder', diagnosis: dots },
    { target: `/cgi-bin/./.././../${outside}`, what: 'with . and ..', diagnosis: dots },
    { target: `//cgi-bin//..//..//${outside}`, what: 'with two slashes and ..', diagnosis: dots },
    { target: `/../cgi-bin/../${outside}`, what: 'with .. in front', diagnosis: dots },
    { target: `/text-${word}/../cgi-bin/../../${outside}`, what: 'with .. on both sides', diagnosis: dots },
    {
      target: `/cgi-bin/....//....//${outside}`,
      what: 'with .... (for those who take .. out of it)',
      diagnosis: dots,
    },
    { target: `/cgi-bin/%2e%2e/%2e%2e/${outside}`, what: 'with %2e%2e, which is ..', diagnosis: encoding },
    { target: `/cgi-bin/..%2f..%2f${outside}`, what: 'with ..%2f, which is ../', diagnosis: encoding },
    { target: `/cgi-bin%2f..%2f..%2f${outside}`, what: 'with %2f for every slash', diagnosis: encoding },
    {
      target: `/cgi-bin/%252e%252e/%252e%252e/${outside}`,
      what: 'with %252e, which is . when it is decoded twice',
      diagnosis: 'escapes-by-double-decoding',
    },
    {
      target: `/cgi-bin/..%252f..%252f${outside}`,
      what: 'with %252f, which is / when it is decoded twice',
      diagnosis: 'escapes-by-double-decoding',
    },
    { target: `/cgi-bin/..\\..\\${outside}`, what: 'with ..\\', diagnosis: 'escapes-by-backslash' },
    {
      target: `/cgi-bin/..%5c..%5c${outside}`,
      what: 'with ..%5c, which is ..\\',
      diagnosis: 'escapes-by-backslash',
    },
    {
      target: `/cgi-bin/../../${sibling}`,
      what: 'that leads to a folder whose name begins with the web root’s',
      diagnosis: 'escapes-by-prefix',
    },
    { target: `/cgi-bin/${absolute}`, what: 'with an absolute path behind cgi-bin', diagnosis: absolutePath },
    {
      target: `/cgi-bin/${encodeURIComponent(path)}`,
      what: 'with an absolute path, encoded',
      diagnosis: absolutePath,
    },
    { target: absolute, what: 'that is an absolute path', diagnosis: absolutePath },
  ];
}
