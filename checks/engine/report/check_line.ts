import type { CheckResult } from '../events.ts';
import { type Style, wrap } from './style.ts';

/** A check in the list of a lab: its verdict, its title, and why it could not be tried. */
export function checkLine(check: CheckResult, style: Style): string {
  const text = wrap(check.title, '    ').trimStart();
  switch (check.verdict) {
    case 'pass':
      return `  ${style.good('✔')} ${text}`;
    case 'fail':
      return `  ${style.bad('✘')} ${style.strong(text)}`;
    case 'skipped':
      return `  ${style.dim(`- ${text}`)}`;
    case 'error':
      return `  ${style.warn('!')} ${text}\n${style.warn(wrap(`could not be tried: ${check.reason}`, '      '))}`;
  }
}
