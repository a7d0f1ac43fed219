import { headline } from '../diagnose/catalogue.ts';
import type { CheckResult, LabEvent, LabResult } from '../events.ts';
import { byHand } from './by_hand.ts';
import { story } from './story.ts';
import { type Style, WIDTH, wrap } from './style.ts';
import { visibleAt, visibleWithin } from './visible.ts';

/** What the report must know of the lab and of how it was called. */
export interface Setting {
  style: Style;
  kind: 'server' | 'client';
  /** The lab's own names of misconceptions. */
  diagnoses: Readonly<Record<string, string>>;
  /** The start of a line that repeats a check: `npm run check lab01 --`, with the same program. */
  repeat: string;
  /** How to start the program by hand, with this web root where the lab has one. */
  start: (webRoot?: string) => string;
  /** The port that this line names. */
  port: number;
  /** Show every exchange, also of checks that passed. */
  wire: boolean;
  /** Whether hints are to be had for this program (not for a foreign one). */
  hint: string | undefined;
  /** What to say when the lab is passed. */
  next: string | undefined;
}

/** Turns the events of a lab into the text that a person reads. */
export class TerminalReport {
  readonly #setting: Setting;
  readonly #write: (text: string) => void;
  #order: string[] = [];
  #bonusLeft = 0;
  #bonusBegun = false;
  #skipped: string | undefined;
  readonly #ended = new Map<string, CheckResult>();

  constructor(setting: Setting, write: (text: string) => void) {
    this.#setting = setting;
    this.#write = write;
  }

  on(event: LabEvent): void {
    const { style } = this.#setting;
    if (event.type === 'lab-started') {
      this.#order = event.checks.map((check) => check.id);
      this.#bonusLeft = event.bonusLeft;
      this.#write(`\n${style.strong(`${event.lab} · ${event.title}`)}  ${style.dim(event.program)}\n\n`);
    } else if (event.type === 'check-ended') {
      this.#ended.set(event.result.id, event.result);
      if (!this.#order.includes(event.result.id)) this.#order.push(event.result.id);
      // In the lab's order, whatever the order in which they ended.
      for (
        let next = this.#ended.get(this.#order[0] ?? '');
        next;
        next = this.#ended.get(this.#order[0] ?? '')
      ) {
        this.#order.shift();
        this.#skippedTogether(next);
        this.#write(`${this.#line(next)}\n`);
        if (this.#setting.wire && next.wire.length > 0) this.#write(`${story(next.wire, 500).join('\n')}\n`);
      }
    } else if (event.type === 'lab-ended') {
      this.#skippedTogether();
      this.#write(this.#summary(event.result));
    }
  }

  /** Checks that are skipped for the same reason are followed by that reason, once. */
  #skippedTogether(next?: CheckResult): void {
    const reason = next?.verdict === 'skipped' ? next.reason : undefined;
    if (this.#skipped !== undefined && this.#skipped !== reason) {
      this.#write(`${this.#setting.style.dim(wrap(`skipped: ${this.#skipped}`, '      '))}\n`);
    }
    this.#skipped = reason;
  }

  #line(check: CheckResult): string {
    const { style } = this.#setting;
    const bonus = check.tier === 'bonus' && !this.#bonusBegun ? '\n  bonus\n' : '';
    this.#bonusBegun ||= check.tier === 'bonus';
    const text = wrap(check.title, '    ').trimStart();
    switch (check.verdict) {
      case 'pass':
        return `${bonus}  ${style.good('✔')} ${text}`;
      case 'fail':
        return `${bonus}  ${style.bad('✘')} ${style.strong(text)}`;
      case 'skipped':
        return `${bonus}  ${style.dim(`- ${text}`)}`;
      case 'error':
        return `${bonus}  ${style.warn('!')} ${text}\n${style.warn(wrap(`could not be tried: ${check.reason}`, '      '))}`;
    }
  }

  #summary(lab: LabResult): string {
    const { style, diagnoses } = this.#setting;
    const failures = lab.checks.filter((check) => check.verdict === 'fail');
    // A required check first: the bonus can wait.
    failures.sort((a, b) => Number(a.tier === 'bonus') - Number(b.tier === 'bonus'));
    const [first, ...later] = failures;
    const parts: string[] = [];
    if (first) parts.push(this.#failure(first, lab));
    if (later.length > 0) {
      const short = later.map((check) => {
        const why = headline(check.finding?.diagnosis ?? '', diagnoses);
        return wrap(`✘ ${check.title}: ${why}. (${check.id})`, '    ').replace(/^ {4}/, '  ');
      });
      parts.push(`${style.strong('Also:')}\n${short.join('\n')}`);
    }
    for (const note of lab.notes) parts.push(wrap(`Note: ${note}`, ''));
    parts.push(this.#verdict(lab, first));
    return `\n${parts.join('\n\n')}\n`;
  }

  #failure(check: CheckResult, lab: LabResult): string {
    const { style, diagnoses, repeat, kind, start, port, hint } = this.#setting;
    const { finding } = check;
    if (!finding) return '';
    const parts = [
      `${style.bad('✘')} ${style.strong(wrap(check.title, '  ').trimStart())}  ${style.dim(`(${check.id})`)}`,
      wrap(`${headline(finding.diagnosis, diagnoses)}. (${finding.diagnosis})`),
    ];
    if (check.wire.length > 0) parts.push(`  What happened:\n${story(check.wire).join('\n')}`);
    parts.push(wrap(finding.message));
    const evidence = bytesShown(finding, style);
    if (evidence) parts.push(evidence);
    if (check.output?.stderr) {
      parts.push(
        `  What the program printed on standard error, at the end:\n${indent(ownLines(check.output.stderr), 3 * WIDTH)}`,
      );
    } else if (kind === 'server' && check.output?.stdout.includes('\n')) {
      // More than the one line that says that it listens.
      parts.push(
        `  What the program printed, at the end:\n${indent(check.output.stdout.split('\n').slice(-5), WIDTH - 4)}`,
      );
    }
    const rows = [`  Read    ${check.spec}`, `  Again   ${repeat} --check ${check.id} --seed ${lab.seed}`];
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

  #verdict(lab: LabResult, first: CheckResult | undefined): string {
    const { style, next, repeat } = this.#setting;
    const lines: string[] = [];
    const required = `${lab.score} of ${lab.maxScore} points`;
    const bonus = lab.maxBonusScore > 0 ? `, bonus ${lab.bonusScore} of ${lab.maxBonusScore}` : '';
    const seed = style.dim(`seed ${lab.seed}, ${(lab.ms / 1000).toFixed(1)} s`);
    if (lab.verdict === 'pass') {
      lines.push(`${style.good(`✔ ${lab.lab} passed`)}: ${required}${bonus}  ${seed}`);
      if (this.#bonusLeft > 0) {
        const many = this.#bonusLeft === 1 ? 'one bonus check' : `${this.#bonusLeft} bonus checks`;
        lines.push(`  There is more: ${many}, with  ${repeat} --bonus`);
      }
      if (next) lines.push(`  ${next}`);
    } else if (lab.verdict === 'error') {
      lines.push(
        `${style.warn(`! ${lab.lab} could not be checked`)}: this is not your program's fault  ${seed}`,
      );
    } else {
      lines.push(`${style.bad(`✘ ${lab.lab} not passed yet`)}: ${required}${bonus}  ${seed}`);
      if (first) lines.push(wrap(`Next: "${first.title}". Change the program, save it, and check again.`));
    }
    return lines.join('\n');
  }
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
