import type { CourseRules } from '../model.ts';
import { counted } from '../outputs/words.ts';
import { type Html, html } from './html.ts';

/**
 * A time as it was written, with its own offset: the reader's clock may be set to another zone than the course's,
 * and a due date is what the course has said.
 */
export function time(written: string): Html {
  const [, date, clock, offset] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[^Z+-]*(Z|[+-]\d\d:?\d\d)?$/.exec(written) ?? [];
  if (!date) return html`${written}`;
  const zone = offset === 'Z' ? 'UTC' : offset ? `UTC${offset}` : '';
  return html`<time datetime="${written}">${date} ${clock} ${zone}</time>`;
}

/** The rule that made it late, in words. */
export function sinceDue(days: number, rules: CourseRules['late']): string {
  const late = `${counted(days, 'day')} late (each day that has begun counts).`;
  if (!rules) return `${late} This course takes nothing off for that.`;
  const { perDay, most, graceMinutes = 0 } = rules;
  const grace = graceMinutes > 0 ? ` The first ${counted(graceMinutes, 'minute')} are not counted.` : '';
  return `${late}${grace} Each day costs ${perDay} % of the points, at most ${most} %.`;
}
