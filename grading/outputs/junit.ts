import type { CheckJson, ClassMarks, GradedLab, LabMark, StudentMarks, Trouble } from '../model.ts';
import { checkText, printed, reasonLine } from './check_text.ts';
import { plain, plainLines } from './plain.ts';
import { standing } from './words.ts';

/**
 * `junit.xml`: a testsuite for each lab of each student. `failure` is the student's fault, `error` the machine's, and
 * points are properties. In pieces, so that a large class needs no large text: begin, one piece per student, end.
 * The elements and their order: https://github.com/jenkinsci/xunit-plugin (junit-10.xsd) and
 * https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd (properties of a testcase).
 */
export function junitBegin(marks: ClassMarks): string {
  const sums = marks.students.flatMap(({ labs }) => labs.map(countsOf));
  sums.push(troubleCounts(marks.troubles));
  const sum = (of: keyof Counts) => sums.reduce((sum, counts) => sum + counts[of], 0);
  const numbers = (['tests', 'failures', 'errors', 'skipped'] as const).map((of) => ` ${of}="${sum(of)}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(marks.title)}"${numbers.join('')}>\n`;
}

/** The testsuites of one student. */
export const junitStudent = (student: StudentMarks): string =>
  student.labs.map((mark) => labSuite(student, mark)).join('');

/** The troubles, and the end of the file. */
export const junitEnd = ({ troubles, gradedAt }: ClassMarks): string =>
  `${troubles.length > 0 ? troubleSuite(troubles, gradedAt) : ''}</testsuites>\n`;

/** All of it at once. */
export const junitXml = (marks: ClassMarks): string =>
  [junitBegin(marks), ...marks.students.map(junitStudent), junitEnd(marks)].join('');

interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

function countsOf(mark: LabMark): Counts {
  const checks = mark.graded?.result.checks;
  if (!checks) {
    const failed = standing(mark) === 'missing';
    return { tests: 1, failures: Number(failed), errors: Number(!failed), skipped: 0 };
  }
  const count = (verdict: CheckJson['verdict']) => checks.filter((check) => check.verdict === verdict).length;
  return {
    tests: checks.length,
    failures: count('fail'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function labSuite(student: StudentMarks, mark: LabMark): string {
  const { lab, graded, points, maxPoints, rawPoints, bonusPoints, late } = mark;
  const known: [string, string | number][] = [
    ['student', student.id],
    ['max-points', maxPoints],
    ['bonus-points', bonusPoints],
  ];
  if (points !== null) known.push(['points', points]);
  if (rawPoints !== null) known.push(['raw-points', rawPoints]);
  if (late) known.push(['late-days', late.days]);
  const cases = graded
    ? graded.result.checks.map((check) => checkCase(student, graded, check))
    : [nothingCase(student, mark)];
  const time = graded ? ` time="${seconds(graded.result.ms)}"` : '';
  return [
    `  <testsuite name="${attribute(`${student.name} · ${lab}`)}"${countAttributes(countsOf(mark))}${time}>\n`,
    properties(known, '    '),
    ...cases,
    '  </testsuite>\n',
  ].join('');
}

function checkCase(student: StudentMarks, graded: GradedLab, check: CheckJson): string {
  const { verdict, id, title, points, maxPoints, ms, diagnosis } = check;
  const head = testcase(`${student.id}.${graded.lab}`, `${title} (${id})`, ` time="${seconds(ms)}"`);
  const worth = properties(
    [
      ['points', points],
      ['max-points', maxPoints],
    ],
    '      ',
  );
  const reason = ` message="${attribute(reasonLine(check))}"`;
  const body = {
    pass: () => '',
    skipped: () => `      <skipped${reason}/>\n`,
    fail: () =>
      `      <failure${reason} type="${attribute(diagnosis ?? 'failure')}">${content(checkText(graded, check))}</failure>\n`,
    error: () => `      <error${reason} type="machine">${content(checkText(graded, check))}</error>\n`,
  }[verdict]();
  const said = verdict === 'fail' && printed(check) ? output(check) : '';
  return `${head}${worth}${body}${said}    </testcase>\n`;
}

const output = ({ output }: CheckJson): string =>
  [
    output?.stdout.trim() ? `      <system-out>${content(output.stdout)}</system-out>\n` : '',
    output?.stderr.trim() ? `      <system-err>${content(output.stderr)}</system-err>\n` : '',
  ].join('');

function nothingCase(student: StudentMarks, mark: LabMark): string {
  const head = testcase(`${student.id}.${mark.lab}`, 'is handed in');
  const body =
    mark.state === 'missing'
      ? '<failure message="Not handed in" type="missing"/>'
      : '<error message="Not graded" type="machine"/>';
  return `${head}      ${body}\n    </testcase>\n`;
}

/** The machine's fault is an error; the others are findings about what was handed in. */
const troubleCounts = (troubles: readonly Trouble[]): Counts => {
  const errors = troubles.filter(({ kind }) => kind === 'machine').length;
  return { tests: troubles.length, failures: troubles.length - errors, errors, skipped: 0 };
};

function troubleSuite(troubles: readonly Trouble[], gradedAt: string): string {
  const cases = troubles.map(({ who, kind, message, lab }) => {
    const element = kind === 'machine' ? 'error' : 'failure';
    const place = `${who}${lab ? ` · ${lab}` : ''}`;
    return `${testcase('troubles', place)}      <${element} message="${attribute(message)}" type="${attribute(kind)}"/>\n    </testcase>\n`;
  });
  const time = ` timestamp="${attribute(gradedAt.slice(0, 19))}"`;
  return `  <testsuite name="troubles"${countAttributes(troubleCounts(troubles))}${time}>\n${cases.join('')}  </testsuite>\n`;
}

const testcase = (group: string, name: string, more = ''): string =>
  `    <testcase classname="${attribute(group)}" name="${attribute(name)}"${more}>\n`;

const countAttributes = ({ tests, failures, errors, skipped }: Counts): string =>
  ` tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;

function properties(all: readonly (readonly [string, string | number])[], indent: string): string {
  const lines = all.map(
    ([name, value]) => `${indent}  <property name="${name}" value="${attribute(String(value))}"/>\n`,
  );
  return `${indent}<properties>\n${lines.join('')}${indent}</properties>\n`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

// `>` too, so that `]]>` never stands in a text (XML 1.0, section 2.4); what XML cannot hold at all is plain before.
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ESCAPED[char] as string);
const attribute = (text: string): string => escaped(plain(text));
const content = (text: string): string => escaped(plainLines(text));
