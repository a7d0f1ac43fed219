import type { CheckJson, GradedLab, LabJson } from '../model.ts';

/** The higher one counts. What failed once, failed; what could not be tried once is not known to pass every time. */
const RANK = { pass: 1, error: 2, skipped: 3, fail: 4 } as const;

const rank = ({ verdict, notHere }: CheckJson): number => (notHere ? 0 : RANK[verdict]);

/**
 * Several rounds of one lab (`--repeat`) as one: a check counts as passed only if it passed in every round. It stands
 * here as the first round showed it in which it went worst. One round is left as it is.
 */
export function combineRounds(rounds: readonly GradedLab[]): GradedLab {
  const [first] = rounds;
  if (!first) throw new RangeError('no round at all');
  if (rounds.length === 1) return first;
  const ids = new Set(rounds.flatMap(({ result }) => result.checks.map(({ id }) => id)));
  const notes = new Set(rounds.flatMap(({ result }) => result.notes));
  const checks = [...ids].map((id) => {
    const all = rounds.flatMap(({ result }) => result.checks.filter((check) => check.id === id));
    const worst = all.reduce((worst, check) => (rank(check) > rank(worst) ? check : worst));
    const passes = all.filter(({ verdict }) => verdict === 'pass').length;
    if (passes > 0 && worst.verdict === 'fail') {
      notes.add(`“${worst.title}” passed in ${passes} of ${all.length} rounds; it must pass in all.`);
    }
    return worst;
  });
  const ms = rounds.reduce((sum, { result }) => sum + result.ms, 0);
  return { ...first, result: { ...first.result, ms, ...summary(checks), checks, notes: [...notes] } };
}

/** The sums and the verdict, as the engine makes them of its checks. */
function summary(
  checks: readonly CheckJson[],
): Pick<LabJson, 'verdict' | 'score' | 'maxScore' | 'bonusScore' | 'maxBonusScore'> {
  const made = checks.filter(({ notHere }) => !notHere);
  const points = (tier: string, field: 'points' | 'maxPoints') =>
    made
      .filter((check) => check.tier === tier && check.verdict !== 'error')
      .reduce((sum, check) => sum + check[field], 0);
  const some = (verdict: string) =>
    made.some((check) => check.tier === 'required' && check.verdict === verdict);
  return {
    verdict: some('fail') ? 'fail' : some('error') ? 'error' : some('skipped') ? 'fail' : 'pass',
    score: points('required', 'points'),
    maxScore: points('required', 'maxPoints'),
    bonusScore: points('bonus', 'points'),
    maxBonusScore: points('bonus', 'maxPoints'),
  };
}
