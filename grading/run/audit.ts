import type { CheckJson, GradedLab } from '../model.ts';

/** A check whose verdict was not the same in every round. */
export interface Doubt {
  submission: string;
  lab: string;
  check: string;
  title: string;
  /** The verdict of each round, in order, with the seed that repeats it. */
  rounds: { seed: number; verdict: CheckJson['verdict'] }[];
}

/** The checks that do not always say the same of the same program: under other seeds, or under load. */
export function doubts(graded: readonly GradedLab[]): Doubt[] {
  const found = new Map<string, Doubt>();
  const inOrder = [...graded].sort((a, b) => a.round - b.round);
  for (const { submission, lab, seed, result } of inOrder) {
    for (const { id, title, verdict } of result.checks) {
      const key = [submission, lab, id].join('\n');
      const doubt = found.get(key) ?? { submission, lab, check: id, title, rounds: [] };
      doubt.rounds.push({ seed, verdict });
      found.set(key, doubt);
    }
  }
  return [...found.values()].filter(({ rounds }) => new Set(rounds.map(({ verdict }) => verdict)).size > 1);
}

/** What the audit has found, for a person. */
export function auditText(found: readonly Doubt[], rounds: number): string {
  if (found.length === 0) return `Audit: every check said the same of every program in ${rounds} rounds.\n`;
  const lines = found.flatMap(({ submission, lab, check, title, rounds: each }) => [
    `  ${lab} ${check}: ${title}`,
    `    ${submission}: ${each.map(({ seed, verdict }) => `${verdict} (seed ${seed})`).join(', ')}`,
  ]);
  const many = found.length === 1 ? 'One verdict was' : `${found.length} verdicts were`;
  return `Audit: ${many} not the same in ${rounds} rounds.\n${lines.join('\n')}\n`;
}
