/** A real program that we did not write, and how our checks run it. */
export interface Peer {
  name: string;
  lab: string;
  /** The command that must be installed. */
  needs: string;
  /** Prints its version. */
  version: string;
  /** The command line as a person would give it to --cmd. */
  command: string;
  /** The same, split; `{folder}` is a temporary folder with `files` in it. */
  words: readonly string[];
  files?: Readonly<Record<string, string>>;
  /** The checks that it truly does not satisfy. */
  expected: readonly string[];
  /** Why it does not. */
  why: string;
}

/** A peer with the usual values: it needs the command's first word, and fails nothing. */
export function peer(lab: string, name: string, command: string, rest: Partial<Peer> = {}): Peer {
  const words = rest.words ?? command.split(' ');
  const needs = words[0] as string;
  return { lab, name, command, words, needs, version: `${needs} --version`, expected: [], why: '', ...rest };
}
