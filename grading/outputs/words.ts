import type { LabMark, StudentMarks } from '../model.ts';

/** A number of points, without a tail of zeros: 7, 7.5, 7.25. */
export const shownPoints = (points: number): string => String(Math.round(points * 100) / 100);

/** `1 student`, `2 students`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** `8 of 10 points`; what is not known is said, not counted as nothing. */
export function markInWords({ state, points, maxPoints }: LabMark): string {
  if (state === 'missing') return `not handed in: 0 of ${shownPoints(maxPoints)} points`;
  if (points === null) return `not known, of ${shownPoints(maxPoints)} points`;
  return `${shownPoints(points)} of ${counted(maxPoints, 'point')}`;
}

/** `63.5 %`, or that it is not known. */
export const shownTotal = (total: number | null): string =>
  total === null ? 'not known' : `${shownPoints(total)} %`;

/** How a lab stands: passed means that all its required checks pass. */
export type Standing = 'passed' | 'failed' | 'missing' | 'unknown';

export function standing({ state, verdict }: LabMark): Standing {
  if (state === 'missing') return 'missing';
  if (state === 'error') return 'unknown';
  return verdict === 'pass' ? 'passed' : 'failed';
}

/** What a person must know besides the numbers: which labs are not known, missing or late. */
export const remarks = ({ labs }: StudentMarks): string[] =>
  labs.flatMap((mark) => [
    ...(mark.state === 'error' ? [`${mark.lab} not known`] : []),
    ...(mark.state === 'missing' ? [`${mark.lab} missing`] : []),
    ...(mark.late ? [`${mark.lab} ${counted(mark.late.days, 'day')} late`] : []),
  ]);
