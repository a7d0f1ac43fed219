import { checkLine } from '../../checks/engine/report/check_line.ts';
import { type FailureSetting, failureText } from '../../checks/engine/report/failure_text.ts';
import { story } from '../../checks/engine/report/story.ts';
import { type Style, wrap } from '../../checks/engine/report/style.ts';
import { firstFailure, latest, type Model, type Run } from './model.ts';

/** What the text must know of the lab. */
export type BodySetting = FailureSetting;

/** Steps of a failure's story; all of them are behind the key for the wire. */
const STEPS = 8;
const ALL_STEPS = 500;

/** The text between the head of the screen and its keys, line by line. */
export function body(model: Model, setting: BodySetting): string[] {
  const { run, view } = model;
  if (!run) return [];
  if (run.trouble !== undefined) return wrap(run.trouble, '').split('\n');
  if (view === 'checks') return checkList(latest(model) ?? run, setting.style);
  if (view === 'wire') return wire(run, setting.style);
  return verdict(model, run, setting);
}

function verdict(model: Model, run: Run, setting: BodySetting): string[] {
  const failing = firstFailure(run);
  const { result } = run;
  const notes = (result?.notes ?? []).flatMap((note) => ['', ...wrap(`Note: ${note}`, '').split('\n')]);
  if (failing) {
    const told = { seed: run.seed, ...(result?.site && { site: result.site }) };
    const text = failureText(failing, told, { ...setting, steps: STEPS });
    return [...hintLines(model, setting.style), ...text.split('\n'), ...notes];
  }
  if (!result) return [];
  if (result.verdict === 'error') {
    const broken = run.checks.flatMap(({ result: one }) => (one?.verdict === 'error' ? [one] : []));
    return [
      ...wrap("This could not be checked, and it is not your program's fault:", '').split('\n'),
      ...broken.flatMap((one) => checkLine(one, setting.style).split('\n')),
    ];
  }
  const { style } = setting;
  const lines = [`${style.good(`✔ ${result.lab} passed`)}: ${result.score} of ${result.maxScore} points`];
  if (result.maxBonusScore > 0) lines.push(`  Bonus: ${result.bonusScore} of ${result.maxBonusScore} points`);
  const { next } = model.lab;
  if (next) lines.push('', `Next is ${next.id}. Its handout: ${next.handout}`);
  else if (model.labs.every(({ passed }) => passed))
    lines.push('', 'All labs are passed. You have built it all.');
  else if (model.lab.own) lines.push('', 'This is the last lab. What is left to do shows: npm run list');
  return [...lines, ...notes];
}

/** The hints come first: who asked for one wants to read it, and then what it is about. */
function hintLines({ ladder }: Model, style: Style): string[] {
  return (ladder?.open ? ladder.shown : []).flatMap((hint, i) => [
    style.warn(`Hint ${i + 1} of ${ladder?.total}`),
    ...wrap(hint).split('\n'),
    '',
  ]);
}

function checkList({ checks }: Run, style: Style): string[] {
  const line = ({ title, result }: Run['checks'][number]) =>
    result ? checkLine(result, style) : style.dim(wrap(`· ${title}`, '    ').replace(/^ {4}/, '  '));
  const required = checks.filter(({ tier }) => tier === 'required').map(line);
  const bonus = checks.filter(({ tier }) => tier === 'bonus').map(line);
  return [...required, ...(bonus.length > 0 ? ['', '  bonus', ...bonus] : [])].flatMap((text) =>
    text.split('\n'),
  );
}

/** Every step of the failing check; where none fails, of all. */
function wire(run: Run, style: Style): string[] {
  const failing = firstFailure(run);
  const told = failing ? [failing] : run.checks.flatMap(({ result }) => (result ? [result] : []));
  return told
    .filter((check) => check.wire.length > 0)
    .flatMap((check) => [style.strong(`${check.title}  (${check.id})`), ...story(check.wire, ALL_STEPS), '']);
}
