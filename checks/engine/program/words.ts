/** Values for the placeholders of a command line: `{port}`, `{host}`, `{url}`, `{message}`, `{root}`. */
export type Values = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{(\w+)\}/g;

/**
 * Splits a command line into words as a shell would (blanks, '…', "…", backslash), without any other
 * meaning: no variables, no globs, no pipes. On Windows a backslash is part of a path, not an escape.
 */
export function splitWords(line: string, platform: NodeJS.Platform = process.platform): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (quote) {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && /["\\]/.test(line[i + 1] ?? '')) word += line[++i] as string;
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (char === '\\' && platform !== 'win32' && i + 1 < line.length) {
      word = (word ?? '') + line[++i];
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote) throw new Error(`the quote ${quote} is never closed`);
  if (word !== undefined) words.push(word);
  return words;
}

/** Puts the values into the words. A value stays inside its word, whatever it contains. */
export function fillIn(words: readonly string[], values: Values): string[] {
  return words.map((word) => word.replace(PLACEHOLDER, (whole, name: string) => values[name] ?? whole));
}

/** The names of the placeholders in the words. */
export function placeholders(words: readonly string[]): string[] {
  return words.flatMap((word) => [...word.matchAll(PLACEHOLDER)].map((match) => match[1] as string));
}

/** A word as a person would type it: quoted only when it needs to be. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
