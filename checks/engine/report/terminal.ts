import { headline } from '../diagnose/catalogue.ts';
import type { CheckResult, LabEvent, LabResult } from '../events.ts';
import { checkLine } from './check_line.ts';
import { type FailureSetting, failureText } from './failure_text.ts';
import { story } from './story.ts';
import { wrap } from './style.ts';

/** What the report must know of the lab and of how it was called. */
export interface Setting extends FailureSetting {
  /** The start of a line that repeats a check: `npm run check lab01 --`, with the same program. */
  repeat: string;
  /** Show every exchange, also of checks that passed. */
  wire: boolean;
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
    return `${bonus}${checkLine(check, style)}`;
  }

  #summary(lab: LabResult): string {
    const { style, diagnoses } = this.#setting;
    const failures = lab.checks.filter((check) => check.verdict === 'fail');
    // A required check first: the bonus can wait.
    failures.sort((a, b) => Number(a.tier === 'bonus') - Number(b.tier === 'bonus'));
    const [first, ...later] = failures;
    const parts: string[] = [];
    if (first) parts.push(failureText(first, lab, this.#setting));
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
