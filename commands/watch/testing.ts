// A model for the tests: lab06 with three checks, of which the second fails.
import type { CheckResult } from '../../checks/engine/events.ts';
import { NO_COLOUR } from '../../checks/engine/report/style.ts';
import type { FrameSetting } from './frame.ts';
import type { Model, Run } from './model.ts';

const common = { tier: 'required', points: 1, ms: 1, spec: 'RFC 9110, section 8.6', wire: [] } as const;

const passing: CheckResult = { ...common, id: 'status-line', title: 'sends a status line', verdict: 'pass' };

const failing: CheckResult = {
  ...common,
  id: 'content-length',
  title: 'tells how many bytes the content has',
  verdict: 'fail',
  finding: {
    diagnosis: 'length-in-characters',
    message: 'Content-Length is 4, and the content has 5 bytes.',
    expected: 'Content-Length: 5',
    actual: 'Content-Length: 4',
    at: 16,
  },
  wire: [
    { at: 1, conversation: 1, from: 'checker', kind: 'connect', text: '127.0.0.1:8080' },
    {
      at: 2,
      conversation: 1,
      from: 'checker',
      kind: 'data',
      bytes: Buffer.from('GET / HTTP/1.0\r\n\r\n'),
      size: 18,
    },
    {
      at: 4,
      conversation: 1,
      from: 'program',
      kind: 'data',
      bytes: Buffer.from('HTTP/1.0 200 OK\r\n'),
      size: 17,
    },
    { at: 5, conversation: 1, from: 'program', kind: 'fin' },
  ],
};

const skipped: CheckResult = {
  ...common,
  id: 'charset',
  title: 'names the encoding',
  verdict: 'skipped',
  reason: 'it needs "sends a status line"',
};

const runOf = (...results: CheckResult[]): Run => {
  const verdict = results.some((one) => one.verdict === 'fail') ? 'fail' : 'pass';
  const score = results.filter((one) => one.verdict === 'pass').length;
  return {
    busy: false,
    bonus: false,
    seed: 7,
    bonusLeft: 2,
    checks: results.map((result) => ({ id: result.id, title: result.title, tier: result.tier, result })),
    result: {
      lab: 'lab06',
      title: 'A proper response',
      program: 'x',
      verdict,
      score,
      maxScore: results.length,
      bonusScore: 0,
      maxBonusScore: 0,
      seed: 7,
      ms: 1234,
      checks: results,
      notes: [],
    },
  };
};

export const FAILED = runOf(passing, failing, skipped);
export const PASSED = runOf(passing, { ...passing, id: 'charset', title: 'names the encoding' });
export const BROKEN: Run = {
  ...FAILED,
  checks: [],
  trouble: 'The checker itself failed, please report this: Error: x',
};
/** A run in which one check has ended and two have not. */
export const BUSY: Run = {
  busy: true,
  bonus: false,
  seed: 8,
  bonusLeft: 2,
  checks: FAILED.checks.map(({ result, ...one }, i) => (i === 0 && result ? { ...one, result } : one)),
};

export const modelOf = (change: Partial<Model> = {}): Model => ({
  labs: Array.from({ length: 10 }, (_, i) => ({
    id: `lab${String(i + 1).padStart(2, '0')}`,
    passed: i < 5,
  })),
  lab: {
    id: 'lab06',
    title: 'A proper response',
    program: 'labs/lab06-http-serve2/http_serve2.ts',
    path: '/course/labs/lab06-http-serve2/http_serve2.ts',
    own: true,
    next: { id: 'lab07', handout: 'labs/lab07-http-serve3/README.md' },
  },
  run: FAILED,
  coming: undefined,
  view: 'failure',
  ladder: { check: 'content-length', shown: [], total: 3, open: false },
  question: undefined,
  notice: undefined,
  held: [],
  scroll: 0,
  manual: false,
  ...change,
});

export const settingOf = (change: Partial<FrameSetting> = {}): FrameSetting => ({
  style: NO_COLOUR,
  columns: 80,
  rows: 24,
  links: false,
  kind: 'server',
  diagnoses: { 'length-in-characters': 'Content-Length counts characters, not bytes' },
  repeat: undefined,
  hint: undefined,
  port: 8080,
  start: () => 'npx tsx labs/lab06-http-serve2/http_serve2.ts 8080 labs/web',
  ...change,
});
