import type { Anchor } from './demo.ts';

/** The name of an anchor's file, where it is not the main one, and its text. */
export const placeOf = (anchor: Anchor): { file: string | undefined; text: string } =>
  typeof anchor === 'string' ? { file: undefined, text: anchor } : { file: anchor[0], text: anchor[1] };

/** The line (from 0) in which a text stands; undefined when it stands nowhere or more than once. */
export function lineOf(source: string, text: string): number | undefined {
  const parts = source.split(text);
  return parts.length === 2 ? (parts[0] as string).split('\n').length - 1 : undefined;
}

/** The first line of so many around the line `at`, which comes a little above the middle. */
export function firstShown(lines: number, at: number, rows: number): number {
  return Math.max(0, Math.min(at - Math.floor((rows - 1) / 2), lines - rows));
}

/** By how many columns all of these lines are indented. */
export function commonIndent(lines: readonly string[]): number {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  return indents.length === 0 ? 0 : Math.min(...indents);
}
