import { headline } from '../diagnose/catalogue.ts';
import type { CheckResult, LabResult } from '../events.ts';
import { byHand } from './by_hand.ts';
import { story as told } from './story.ts';
import { type Style, WIDTH, wrap } from './style.ts';
import { visibleAt, visibleWithin } from './visible.ts';

/** What the text must know of the lab and of how it was called. */
export interface FailureSetting {
  style: Style;
  kind: 'server' | 'client';
  /** The lab's own names of misconceptions. */
  diagnoses: Readonly<Record<string, string>>;
  /** The start of a line that repeats a check; undefined where there is a key for it. */
  repeat: string | undefined;
  /** How to start the program by hand, with this web root where the lab has one. */
  start: (webRoot?: string) => string;
  /** The port that this line names. */
  port: number;
  /** The line that asks for a hint; undefined where there is none to be had (a foreign program), or a key for it. */
  hint: string | undefined;
  /** So many steps of the story at most. */
  steps?: number;
}

/** Diagnoses whose cause is in what the program printed on standard error. */
const CRASHES = ['crashed', 'crashes-at-start'];

/** A check that failed: what is wrong, what happened, what was expected and came, and how to go on. */
export function failureText(
  check: CheckResult,
  lab: Pick<LabResult, 'seed' | 'site'>,
  { style, diagnoses, repeat, kind, start, port, hint, steps }: FailureSetting,
): string {
  const { finding } = check;
  if (!finding) return '';
  const parts = [
    `${style.bad('✘')} ${style.strong(wrap(check.title, '  ').trimStart())}  ${style.dim(`(${check.id})`)}`,
    wrap(`${headline(finding.diagnosis, diagnoses)}. (${finding.diagnosis})`),
  ];
  const story = check.wire.length > 0 ? `  What happened:\n${told(check.wire, steps).join('\n')}` : undefined;
  const printed = printedText(check, kind);
  // Of a crash the program's own words are what is to be read first; else what happened explains what is missing.
  const crash = CRASHES.includes(finding.diagnosis) && check.output?.stderr;
  parts.push(
    ...[crash ? undefined : story, wrap(finding.message), crash ? printed : undefined].filter(
      (part) => part !== undefined,
    ),
  );
  const evidence = bytesShown(finding, style);
  if (evidence) parts.push(evidence);
  const rest = crash ? story : printed;
  if (rest) parts.push(rest);
  const rows = [`  Read    ${check.spec}`];
  if (repeat !== undefined) rows.push(`  Again   ${repeat} --check ${check.id} --seed ${lab.seed}`);
  const command = check.wire.length > 0 ? byHand(kind, check.wire, port) : undefined;
  // Without the web root of this run the same request would find other files.
  if (command && lab.site !== 'lost') {
    const own = start(lab.site);
    const [one, two] = kind === 'server' ? [own, command] : [command, own];
    rows.push(`  By hand ${one}`, `          ${style.dim('and in a second terminal')}`, `          ${two}`);
  }
  if (hint) rows.push(`  Hint    ${hint}`);
  parts.push(rows.join('\n'));
  return parts.join('\n\n');
}

/** What the program printed, as far as it helps. */
function printedText({ output }: CheckResult, kind: 'server' | 'client'): string | undefined {
  if (output?.stderr) {
    return `  What the program printed on standard error, at the end:\n${indent(ownLines(output.stderr), 3 * WIDTH)}`;
  }
  // More than the one line that says that it listens.
  if (kind === 'server' && output?.stdout.includes('\n')) {
    return `  What the program printed, at the end:\n${indent(output.stdout.split('\n').slice(-5), WIDTH - 4)}`;
  }
  return undefined;
}

/** Lines that a program printed: cut where they are too long, and without what a terminal would obey. */
const indent = (lines: readonly string[], width: number): string =>
  lines
    .map((line) => {
      const plain = line.replace(/(?!\t)\p{Cc}/gu, '?');
      return `    ${plain.length > width ? `${plain.slice(0, width - 1)}…` : plain}`;
    })
    .join('\n');

/** A stack trace without the lines inside Node, which help nobody here. */
const ownLines = (text: string): string[] =>
  text.split('\n').filter((line) => !/^\s+at .*\(?node:|^\s*$|^Node\.js v/.test(line));

function bytesShown(
  { expected, actual, at }: { expected?: Buffer | string; actual?: Buffer | string; at?: number },
  style: Style,
): string | undefined {
  if (expected === undefined && actual === undefined) return undefined;
  const room = WIDTH - 14;
  const rows: string[] = [];
  const label = expected === undefined ? 'here ' : 'got  ';
  const buffer = (value: Buffer | string) => (typeof value === 'string' ? Buffer.from(value) : value);
  if (expected !== undefined) {
    const text = at === undefined ? visibleWithin(expected, room) : visibleAt(buffer(expected), at, room)[0];
    rows.push(`  expected  ${text}`);
  }
  if (actual !== undefined) {
    const bytes = buffer(actual);
    if (at === undefined)
      rows.push(`  ${label}     ${bytes.length === 0 ? '(nothing)' : visibleWithin(bytes, room)}`);
    else {
      const [text, caret] = visibleAt(bytes, at, room);
      const place =
        at < bytes.length ? `byte ${at} of ${bytes.length}` : `the end, after ${bytes.length} bytes`;
      rows.push(`  ${label}     ${text || '(nothing)'}`);
      // Without an expectation it is a line of source text, whose column the message has named.
      const mark = expected === undefined ? caret : labelled(caret, place, room);
      if (bytes.length > 0) rows.push(style.bad(`            ${mark}`));
    }
  }
  return rows.join('\n');
}

/** The caret with its place on the right, or on the left where the line would grow too long. */
function labelled(caret: string, place: string, room: number): string {
  const right = `${caret} ${place}`;
  if (right.length <= room || caret.length <= place.length + 1) return right;
  return `${' '.repeat(caret.length - place.length - 2)}${place} ^`;
}
