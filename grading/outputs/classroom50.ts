import { UsageError } from '../../commands/usage.ts';
import type { CheckJson, StudentMarks } from '../model.ts';
import { type KnownMark, knownMarks } from './not_known.ts';
import { plain } from './plain.ts';

/**
 * Classroom 50's `result.json`: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding#the-resultjson-contract
 * Its scores are whole numbers, and the sum is that of the tests. Being late is Classroom 50's own affair (it has
 * the due date), so that nothing is taken off here; a bonus check is listed and worth nothing.
 */
export function classroom50Result(student: StudentMarks, gradedAt: string, env: NodeJS.ProcessEnv): string {
  const needed = (name: string): string => {
    const value = env[name];
    if (value) return value;
    throw new UsageError(`${name} is not set. Classroom 50's runner sets it for its autograder.`);
  };
  const tests = knownMarks(student).flatMap(testsOf);
  const unit = tests.every(({ max }) => Number.isInteger(max)) ? 1 : 100;
  const whole = (points: number) => Math.round(points * unit);
  const sum = (of: 'score' | 'max') => tests.reduce((sum, test) => sum + whole(test[of]), 0);
  const owner = env.OWNER || env.USERNAME;
  const result = {
    schema: 'classroom50/result/v1',
    classroom: needed('CLASSROOM'),
    assignment: needed('ASSIGNMENT'),
    ...(env.ASSIGNMENT_TYPE && { assignment_type: env.ASSIGNMENT_TYPE }),
    ...(owner && { owner }),
    submission: needed('SUBMISSION_TAG'),
    commit: needed('COMMIT_URL'),
    release: needed('RELEASE_URL'),
    review: env.REVIEW_URL || needed('COMMIT_URL'),
    datetime: inUtc(student.submittedAt ?? gradedAt),
    graded_at: inUtc(gradedAt),
    score: sum('score'),
    'max-score': sum('max'),
    tests: tests.map(({ name, passed, score, max }) => ({
      'test-name': name,
      passed,
      score: whole(score),
      'max-score': whole(max),
    })),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

interface Test {
  name: string;
  passed: boolean;
  score: number;
  max: number;
}

function testsOf({ lab, graded, maxPoints }: KnownMark): Test[] {
  if (!graded) return [{ name: `${lab}: is handed in`, passed: false, score: 0, max: maxPoints }];
  return graded.result.checks
    .filter(({ notHere }) => !notHere)
    .map((check) => {
      const passed = check.verdict === 'pass';
      const max = worth(check);
      return { name: plain(`${lab}: ${check.title}`), passed, score: passed ? max : 0, max };
    });
}

const worth = ({ tier, maxPoints }: CheckJson): number => (tier === 'required' ? maxPoints : 0);

const inUtc = (time: string): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
