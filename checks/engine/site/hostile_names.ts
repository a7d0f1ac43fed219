import type { Random } from '../random.ts';

/** What a name has that breaks a careless program. */
export interface HostileName {
  name: string;
  /** In words, behind "a name": `with a space`. */
  what: string;
}

/**
 * Names of files that are allowed and that careless programs get wrong in links, pages or targets. On
 * Windows those that it does not allow are left out.
 */
export function hostileNames(random: Random): HostileName[] {
  const word = () => random.word(5);
  const names: HostileName[] = [
    { name: `two words ${word()}.txt`, what: 'with spaces' },
    { name: `salt & pepper ${word()}.txt`, what: 'with &' },
    { name: `a&lt;${word()}.txt`, what: 'with &lt; in it' },
    { name: `<b>bold ${word()}.txt`, what: 'with < and >' },
    { name: `"quoted" ${word()}.txt`, what: 'with quotation marks' },
    { name: `it's ${word()}.txt`, what: 'with an apostrophe' },
    { name: `" onmouseover="x" ${word()}.txt`, what: 'that could become an attribute' },
    { name: `#${word()}.txt`, what: 'with #' },
    { name: `what?${word()}.txt`, what: 'with ?' },
    { name: `50% ${word()}.txt`, what: 'with %' },
    { name: `%41${word()}.txt`, what: 'with %41, which is A when it is decoded once too often' },
    { name: `a+b${word()}.txt`, what: 'with +' },
    { name: `a;b=c${word()}.txt`, what: 'with ; and =' },
    { name: `a:b${word()}.txt`, what: 'with a colon' },
    { name: `dots..inside${word()}.txt`, what: 'with .. in it' },
    { name: `Montréal 日本 ${word()}.txt`, what: 'with letters beyond ASCII' },
    { name: `${random.word(5)}${'long'.repeat(48)}.txt`, what: 'of 200 characters' },
  ];
  return process.platform === 'win32' ? names.filter(({ name }) => !/[<>:"|?*]/.test(name)) : names;
}
