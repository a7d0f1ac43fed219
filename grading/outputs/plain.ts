/**
 * Characters that no output may pass on as they are: control characters (a terminal obeys them, XML refuses them),
 * those that turn the direction of writing (a name could pass for another one), and halves of surrogate pairs.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it is about
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]/gu;

const shown = (character: string): string => {
  const code = (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
  return `<U+${code}>`;
};

/** A text of others on one line, with `<U+202E>` for characters that would do something instead of being seen. */
export const plain = (text: string): string =>
  text.replace(UNSAFE, (character) => (character === '\n' || character === '\t' ? ' ' : shown(character)));

/** The same with its line breaks and tabs; CRLF becomes LF. */
export const plainLines = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(UNSAFE, (character) =>
      character === '\n' || character === '\t' ? character : shown(character),
    );

/** At most `most` characters, never half of one; `…` stands for the rest. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
