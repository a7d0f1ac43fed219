import type { LabMark, StudentMarks } from '../model.ts';

/**
 * The machine was at fault, and a system that takes one number would take it for the student's. Nothing is written
 * then; the run ends with an error, which every one of these systems shows as its own and lets repeat.
 */
export class MarksNotKnown extends Error {
  override readonly name = 'MarksNotKnown';
}

/** A mark whose points are known. */
export type KnownMark = LabMark & { points: number; rawPoints: number };

/** All labs of a student, with points; a MarksNotKnown where the machine was at fault. */
export function knownMarks({ name, labs }: StudentMarks): KnownMark[] {
  const unknown = labs.filter(({ points, rawPoints }) => points === null || rawPoints === null);
  if (unknown.length > 0) {
    const why = unknown
      .flatMap(({ graded }) => graded?.result.checks.filter(({ verdict }) => verdict === 'error') ?? [])
      .map(({ message }) => message)
      .find(Boolean);
    throw new MarksNotKnown(
      `${unknown.map(({ lab }) => lab).join(', ')} of ${name} could not be graded${why ? `: ${why}` : ''}. This is not the program's fault; repeat it.`,
    );
  }
  return labs as KnownMark[];
}
