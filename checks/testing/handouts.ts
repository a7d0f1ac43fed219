/** One command of a transcript and what it prints. */
export interface Command {
  command: string;
  output: string;
}

/** A fenced block `console` (commands) or `console server` (a server that stays) of a handout. */
export interface Block {
  server: boolean;
  commands: Command[];
}

/** The transcripts of a handout, in order. A fence inside a list is indented. */
export function blocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^( *)```console( server)?\n([\s\S]*?)^\1```$/gm)].map(
    ([, indent = '', server, body = '']) => {
      const lines = body
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(indent.length));
      const commands: Command[] = [];
      for (const line of lines) {
        if (line.startsWith('$ ')) commands.push({ command: line.slice(2), output: '' });
        else {
          const last = commands.at(-1);
          if (!last) throw new Error(`a transcript begins with "${line}", not with a command`);
          last.output += last.output ? `\n${line}` : line;
        }
      }
      return { server: server !== undefined, commands };
    },
  );
}

/**
 * Whether what was printed is what is written: `…` stands for any text in a line, a line `…` for any
 * lines; times, dates and the numbers of ports that the system chose may differ.
 */
export function matches(written: string, printed: string): boolean {
  const pattern = written
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*?.*' : linePattern(line)))
    .join('\\n');
  return new RegExp(`^${pattern}$`).test(printed);
}

const LOOSE: readonly [RegExp, string][] = [
  [/…/, '.*'],
  [/(?<!\d)\d\d:\d\d:\d\d(?:\.\d+)?/, '\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?'],
  [/\b\d{4}-\d\d-\d\d/, '\\d{4}-\\d\\d-\\d\\d'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4}/, '\\w{3}, \\d\\d \\w{3} \\d{4}'],
  [/\b(?!50000\b|50999\b)\d{5}\b/, '\\d{4,5}'],
];
const LOOSE_PART = new RegExp(LOOSE.map(([part]) => `(?:${part.source})`).join('|'), 'g');

function linePattern(line: string): string {
  let pattern = '';
  let last = 0;
  for (const found of line.matchAll(LOOSE_PART)) {
    pattern += escaped(line.slice(last, found.index));
    pattern +=
      LOOSE.find(([part]) => new RegExp(`^(?:${part.source})$`).test(found[0]))?.[1] ?? escaped(found[0]);
    last = found.index + found[0].length;
  }
  return pattern + escaped(line.slice(last));
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
