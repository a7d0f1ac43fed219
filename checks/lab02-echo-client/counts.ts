import { stripVTControlCharacters } from 'node:util';

/** A whole number as people and languages print it: `1048576`, `1,048,576`, `1 048 576`. */
const NUMBER = "\\d{1,3}(?:[,.'\\u00a0\\u202f]\\d{3})+(?!\\d)|\\d+";
const WORDS = { sent: 'sen(?:t|ding)', received: 'receiv(?:ed?|ing)' };

/**
 * The numbers of bytes that a program says it has sent or received, in the order of its output, however
 * it puts it: `sent 9 bytes`, `Bytes sent: 9`, `9 bytes sent`, `Sent 8 characters (9 bytes)`.
 */
export function countsIn(output: string, what: 'sent' | 'received'): number[] {
  const word = WORDS[what];
  const other = WORDS[what === 'sent' ? 'received' : 'sent'];
  const behind = new RegExp(`(${NUMBER})\\s*bytes?\\s+(?:(?:were|was|have been|has been)\\s+)?${word}`, 'gi');
  // Not beyond the other word: `sent 9 bytes, received 12` holds one number for each.
  const reach = `\\b${word}(?:(?!${other})[^\\n])*?`;
  const forms = [
    behind,
    new RegExp(`${reach}(${NUMBER})\\s*bytes?`, 'gi'),
    new RegExp(`${reach}(${NUMBER})`, 'gi'),
  ];
  const lines = stripVTControlCharacters(output).split('\n');
  return lines.flatMap((line) => {
    // The first form that fits the line is the one that is meant.
    for (const form of forms) {
      const found = [...line.matchAll(form)].map((match) =>
        Number((match[1] as string).replaceAll(/\D/g, '')),
      );
      if (found.length > 0) return found;
    }
    return [];
  });
}
