import { fail } from '../engine/failure.ts';
import type { PageAnswer } from './exchange.ts';

/** A line of a head, and where it stands. */
interface Line {
  text: string;
  at: number;
}

/** Ends the check with a Failure where a line between status line and blank line is not a header (RFC 9112, section 5). */
export function explainHeaderLines({ stream, headEnd }: PageAnswer): void {
  for (const { text, at } of linesOf(stream.toString('latin1', 0, headEnd)).slice(1)) {
    if (text === '') continue;
    if (/^[ \t]/.test(text)) {
      fail(
        'indented-header',
        'This line of the head begins with a blank, so it is no header: a client takes it for the rest of the line before, or gives up. Inside backticks every blank at the beginning of a line is sent, too.',
        { actual: stream, at },
      );
    }
    const equals = /^[\w-]+[ \t]*=/.exec(text);
    if (equals) {
      fail(
        'equals-for-colon',
        'In this header = stands where a colon should be. A header is a name, a colon, and the value.',
        { actual: stream, at: at + equals[0].length - 1 },
      );
    }
    if (!text.includes(':')) {
      fail(
        'no-colon',
        'This line of the head has no colon. Every line between the status line and the blank line is a header: a name, a colon, and the value.',
        { actual: stream, at },
      );
    }
    const blank = /^[^\s:]+([ \t]+):/.exec(text);
    if (blank) {
      fail(
        'space-before-colon',
        'There is a blank between the name of this header and the colon. The colon follows the name at once; a blank may stand behind it.',
        { actual: stream, at: at + text.indexOf(blank[1] as string) },
      );
    }
  }
}

function linesOf(head: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (const line of head.split('\n')) {
    lines.push({ text: line.replace(/\r$/, ''), at });
    at += line.length + 1;
  }
  return lines;
}
