import { marksOf } from '../../marks/marks.ts';
import type { CheckJson, ClassMarks, CourseRules, GradedLab, Submission, WireJson } from '../../model.ts';

// Six students and three labs, made by hand: one of each kind that an output must tell apart.

/** Everything that a name, a file name or a program may try: tags, quotes, NUL, a turned direction, a formula, half a letter. */
export const HOSTILE = `=HYPERLINK("x")</script><script>window.hacked=1</script>'"\`&\0\u202Egnp.\u202C]]>\ud800|[x](javascript:alert(1))%0A::error::`;

type LabOf = ClassMarks['labs'][number];

export const LABS: LabOf[] = [
  {
    id: 'lab01',
    title: 'Echo server',
    checks: [
      { id: 'starts', title: 'starts and listens on the given port', tier: 'required', points: 1 },
      { id: 'echo-line', title: 'sends a line back', tier: 'required', points: 1 },
      { id: 'many-clients', title: 'serves many clients at once', tier: 'required', points: 2 },
      { id: 'half-close', title: 'answers a client that has stopped sending', tier: 'bonus', points: 1 },
    ],
  },
  {
    id: 'lab02',
    title: 'Echo client',
    checks: [
      { id: 'connects', title: 'connects to the given address', tier: 'required', points: 1 },
      { id: 'prints-answer', title: 'prints what comes back', tier: 'required', points: 1 },
    ],
  },
  {
    id: 'lab06',
    title: 'An HTTP server that can be relied on',
    checks: [
      { id: 'starts', title: 'starts and listens on the given port', tier: 'required', points: 1 },
      { id: 'status-line', title: 'answers with a status line', tier: 'required', points: 1 },
      { id: 'content-length', title: 'says how many bytes of content follow', tier: 'required', points: 2 },
      { id: 'ipv6', title: 'listens on ::1 too', tier: 'required', points: 1 },
    ],
  },
];

export const RULES: CourseRules = {
  title: 'Network programming 2026',
  labs: {
    lab01: { points: 10, due: '2026-11-02T23:59:00+01:00', bonus: ['half-close'] },
    lab06: { points: 20, weight: 2, due: '2026-11-20T23:59:00+01:00' },
  },
  late: { perDay: 10, most: 50, graceMinutes: 15 },
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const data = (at: number, from: WireJson['from'], text: string): WireJson => ({
  at,
  conversation: 1,
  from,
  kind: 'data',
  size: Buffer.byteLength(text),
  text: JSON.stringify(text).slice(1, -1),
  base64: base64(text),
});

/** What travelled in a check of an HTTP server that counts letters instead of bytes. */
const WIRE: WireJson[] = [
  { at: 0, conversation: 1, from: 'checker', kind: 'connect', text: '127.0.0.1:41234' },
  data(0.4, 'checker', 'GET /montreal.html HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'),
  data(2.1, 'program', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 18\r\n\r\n'),
  data(2.3, 'program', '<h1>Montréal</h1>\n'),
  { at: 2.9, conversation: 1, from: 'program', kind: 'fin' },
];

type Verdicts = Record<string, Partial<CheckJson> & Pick<CheckJson, 'verdict'>>;
export const PASS = { verdict: 'pass' } as const;

export const WRONG_LENGTH: Verdicts[string] = {
  verdict: 'fail',
  diagnosis: 'length-in-characters',
  headline: 'Content-Length counts characters, not bytes',
  message: 'Content-Length says 18, but 19 bytes of content came. Count the bytes: Buffer.byteLength(text).',
  expected: 'Content-Length: 19\\r\\n',
  actual: 'HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: 18\\r\\n\\r\\n',
  at: 58,
  output: { stdout: '', stderr: 'listening on 8080\nGET /montreal.html\n' },
  wire: WIRE,
};

export const NO_ANSWER: Verdicts[string] = {
  verdict: 'fail',
  diagnosis: 'silent',
  headline: 'The program answers nothing',
  message: 'Connected, sent 6 bytes, received 0 bytes in 2 s.',
  expected: 'hello\\n',
  actual: '',
  at: 0,
  output: { stdout: 'got a client\n', stderr: '' },
  wire: [
    { at: 0, conversation: 1, from: 'checker', kind: 'connect', text: '127.0.0.1:41300' },
    data(0.3, 'checker', 'hello\n'),
    { at: 2001, conversation: 1, from: 'checker', kind: 'silence', text: '2 s' },
  ],
};

const NEEDS = { verdict: 'skipped', message: 'it needs "sends a line back", which failed' } as const;
const NOT_HERE = { verdict: 'skipped', message: 'this machine has no IPv6', notHere: true } as const;
const MACHINE = { verdict: 'error', message: 'no free port on 127.0.0.1 (EADDRNOTAVAIL)' } as const;

/** A lab as the checker would have reported it. */
export function gradedLab(
  who: Pick<Submission, 'id' | 'name'> & { submittedAt?: string },
  lab: string,
  verdicts: Verdicts,
  more: Partial<GradedLab> & { program?: string; notes?: string[] } = {},
): GradedLab {
  const { title, checks: all } = LABS.find(({ id }) => id === lab) as LabOf;
  const checks = all.map(({ id, title, tier, points }): CheckJson => {
    const is = verdicts[id] ?? PASS;
    return {
      id,
      title,
      tier,
      points: is.verdict === 'pass' ? points : 0,
      maxPoints: points,
      ms: 12,
      diagnosis: null,
      headline: null,
      message: null,
      expected: null,
      actual: null,
      at: null,
      spec: tier === 'bonus' ? 'RFC 9293, section 3.6' : `labs/${lab}/README.md, "Steps"`,
      output: null,
      wire: [],
      ...is,
    };
  });
  const sum = (tier: string, of: 'points' | 'maxPoints') =>
    checks
      .filter((check) => check.tier === tier && check.verdict !== 'error' && !check.notHere)
      .reduce((sum, check) => sum + check[of], 0);
  const some = (verdict: string) =>
    checks.some((check) => check.tier === 'required' && !check.notHere && check.verdict === verdict);
  const { program = `${lab}/server.ts`, notes = [], ...others } = more;
  return {
    submission: who.id,
    name: who.name,
    lab,
    digest: 'd1',
    round: 0,
    seed: 7,
    ...(who.submittedAt && { submittedAt: who.submittedAt }),
    result: {
      lab,
      title,
      program,
      verdict: some('fail') ? 'fail' : some('error') ? 'error' : some('skipped') ? 'fail' : 'pass',
      score: sum('required', 'points'),
      maxScore: sum('required', 'maxPoints'),
      bonusScore: sum('bonus', 'points'),
      maxBonusScore: sum('bonus', 'maxPoints'),
      ms: 1234,
      checks,
      notes,
    },
    ...others,
  };
}

/** A submission with a program for each of these labs. */
export const submission = (
  id: string,
  name: string,
  labs: readonly string[],
  submittedAt?: string,
): Submission => ({
  id,
  name,
  source: `/tmp/handed-in/${id}`,
  programs: Object.fromEntries(
    labs.map((lab) => [
      lab,
      {
        folder: `/copy/${id}/${lab}`,
        file: 'server.ts',
        path: 'server.ts',
        language: 'typescript',
        digest: 'd1',
      },
    ]),
  ),
  ...(submittedAt && { submittedAt }),
});

const ALL = ['lab01', 'lab02', 'lab06'];
const IN_TIME = '2026-11-02T20:00:00+01:00';

const ada = submission('ada', 'Ada Lovelace', ALL, IN_TIME);
const bob = submission('bob', 'Bob Kahn', ALL, IN_TIME);
const chen = submission('chen', '陈 Zoë', ALL, '2026-11-04T10:00:00+01:00');
const dora = submission('dora', 'Dora Müller', ['lab01'], IN_TIME);
const emil = submission('emil', 'Emil', ALL);
const mallory = submission('mallory', HOSTILE, ALL, IN_TIME);

const here = { ipv6: NOT_HERE };

export const GRADED: GradedLab[] = [
  gradedLab(ada, 'lab01', {}),
  gradedLab(ada, 'lab02', {}),
  gradedLab(ada, 'lab06', here, { notes: ['The program prints each request; that costs nothing.'] }),
  gradedLab(bob, 'lab01', { 'echo-line': NO_ANSWER, 'many-clients': NEEDS, 'half-close': NEEDS }),
  gradedLab(bob, 'lab02', { 'prints-answer': { ...NO_ANSWER, wire: [] } }),
  gradedLab(bob, 'lab06', { ...here, 'content-length': WRONG_LENGTH }),
  gradedLab(chen, 'lab01', { 'many-clients': NO_ANSWER }),
  gradedLab(chen, 'lab02', {}),
  gradedLab(chen, 'lab06', here),
  gradedLab(dora, 'lab01', { 'half-close': NO_ANSWER }),
  gradedLab(emil, 'lab01', {
    starts: MACHINE,
    'echo-line': NEEDS,
    'many-clients': NEEDS,
    'half-close': NEEDS,
  }),
  gradedLab(emil, 'lab02', {}),
  gradedLab(emil, 'lab06', here),
  gradedLab(mallory, 'lab01', { 'half-close': NO_ANSWER }),
  gradedLab(mallory, 'lab02', {}),
  gradedLab(
    mallory,
    'lab06',
    {
      ...here,
      'content-length': {
        ...WRONG_LENGTH,
        headline: HOSTILE,
        message: HOSTILE,
        expected: HOSTILE,
        actual: HOSTILE,
        output: { stdout: HOSTILE, stderr: `${HOSTILE}\n\x1b[2J\x1b]0;owned\x07` },
        wire: [
          ...WIRE.slice(0, 2),
          data(2, 'program', `HTTP/1.1 200 OK\r\nX-Name: ${HOSTILE}\r\n\r\n`),
          { at: 3, conversation: 0, from: 'program', kind: 'exit', text: HOSTILE },
        ],
      },
    },
    { program: `labs/${HOSTILE}/server.ts`, notes: [HOSTILE] },
  ),
];

/** The marks of the six. */
export const theClass = (): ClassMarks =>
  marksOf({
    submissions: [ada, bob, chen, dora, emil, mallory],
    graded: GRADED,
    troubles: [
      { who: 'frida', kind: 'empty', message: 'The folder has no files. Ask Frida to hand in again.' },
      {
        who: 'Emil',
        kind: 'machine',
        lab: 'lab01',
        message: 'No free port was left. Grade it again with --resume.',
      },
      { who: HOSTILE, kind: 'wrong-names', message: `No lab knows the file ${HOSTILE}.` },
    ],
    labs: LABS,
    rules: RULES,
    seed: 7,
    protection: {
      has: ['a copy of its own', 'limits on memory and time'],
      lacks: ['a network of its own (bubblewrap is not installed)'],
    },
    gradedAt: '2026-11-21T08:00:00.000Z',
  });
