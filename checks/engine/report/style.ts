/** Colours of a terminal, or none: every report can be read without them. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  strong(text: string): string;
}

const sgr = (code: number, off: number) => (text: string) => `\x1b[${code}m${text}\x1b[${off}m`;
const plain = (text: string) => text;

export const COLOUR: Style = {
  good: sgr(32, 39),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
  dim: sgr(2, 22),
  strong: sgr(1, 22),
};

export const NO_COLOUR: Style = { good: plain, bad: plain, warn: plain, dim: plain, strong: plain };

/** Whether to use colours: NO_COLOR and FORCE_COLOR as on no-color.org and in Node, else only on a terminal. */
export function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}

/** The width in columns that a report keeps to. */
export const WIDTH = 80;

/** Breaks prose at blanks so that no line is longer than `width`, each line indented; line breaks in the text stay. */
export function wrap(text: string, indent = '  ', width = WIDTH): string {
  const room = width - indent.length;
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > room) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    lines.push(line);
  }
  return lines.map((line) => (indent + line).trimEnd()).join('\n');
}
