import type { CheckJson, GradedLab } from '../model.ts';
import { plain, plainLines, shortened } from './plain.ts';

/** Of what a program printed so much is shown: its end, where the error stands. */
const PRINTED = 2000;

/** A check that did not pass, as text that a student can use without this course at hand. */
export function checkText({ result, seed }: GradedLab, check: CheckJson): string {
  const { verdict, headline, message, expected, actual, at, spec, id, maxPoints, tier } = check;
  if (verdict === 'pass') return 'Passed.';
  if (verdict === 'skipped') return `Skipped: ${plainLines(message ?? 'a check that it needs failed.')}`;
  if (verdict === 'error') {
    return `Could not be tried, which is not the program's fault: ${plainLines(message ?? 'no reason given')}`;
  }
  const lines = [headline ? `${plain(headline)}.` : '', message ? plainLines(message) : ''].filter(Boolean);
  if (expected !== null) lines.push('', `expected: ${plain(expected)}`);
  if (actual !== null) {
    const nothing = actual === '' ? '(nothing)' : plain(actual);
    lines.push(`got:      ${nothing}${at === null ? '' : `   (see byte ${at})`}`);
  }
  const said = printed(check);
  if (said) lines.push('', said.heading, said.text);
  lines.push('', `Read: ${plain(spec)}`);
  const bonus = tier === 'bonus' ? ' --bonus' : '';
  // What the engine checks of its own accord cannot be asked for by name.
  if (maxPoints > 0) lines.push(`Again: npm run check ${result.lab} -- --check ${id} --seed ${seed}${bonus}`);
  return lines.join('\n');
}

/** The end of what the program printed, where it printed something that helps. */
export function printed({ output }: CheckJson): { heading: string; text: string } | undefined {
  const [stderr, stdout] = [output?.stderr.trim() ?? '', output?.stdout.trim() ?? ''];
  const text = stderr || stdout;
  if (!text) return undefined;
  const end = text.length > PRINTED ? `…${text.slice(-PRINTED).replace(/^[\udc00-\udfff]/, '')}` : text;
  return {
    heading: stderr ? 'Printed on standard error, at the end:' : 'Printed, at the end:',
    text: plainLines(end),
  };
}

/** Why a check did not pass, in one line. */
export const reasonLine = ({ headline, message }: CheckJson): string =>
  shortened(plain(headline ?? message ?? 'no reason given'), 300);
