import { pathToFileURL } from 'node:url';
import { type Style, wrap } from '../../checks/engine/report/style.ts';
import { type BodySetting, body } from './body.ts';
import { keysNow } from './keys.ts';
import { isPassed, latest, type Model, type Run } from './model.ts';
import { fitted, flowing } from './rows.ts';

/** The terminal, and what the text needs to know of the lab. */
export interface FrameSetting extends BodySetting {
  columns: number;
  rows: number;
  /** The terminal can make a path something to click on. */
  links: boolean;
}

/** A screen full of text. */
export interface Frame {
  /** At most as many lines as the terminal has rows, each fitting into its columns. */
  lines: string[];
  /** The scroll position that was used: the one asked for, or the last one possible. */
  scroll: number;
  /** By how many lines a page moves. */
  page: number;
}

/** Below this many lines for the text itself, the head gives way. */
const LEAST_TEXT = 5;

/** What the screen shows: head, text, keys. */
export function frame(model: Model, setting: FrameSetting): Frame {
  const { columns, rows, style } = setting;
  const text = body(model, setting).flatMap((line) => fitted(line, columns));
  const foot = footOf(model, setting);
  const full = headOf(model, setting);
  // On a small screen only the line that says how it stands is left of the head, and of the foot the keys.
  const roomy = rows - full.length - foot.length >= LEAST_TEXT;
  const head = roomy ? full : full.slice(2, 3);
  const below = roomy ? foot : [bareKeys(model, style)];
  let room = Math.max(0, rows - head.length - below.length);
  const long = text.length > room;
  if (long && room > 2) room -= 1; // for the line that says that there is more
  const scroll = Math.max(0, Math.min(model.scroll, text.length - room));
  const shown = text.slice(scroll, scroll + room);
  while (shown.length < room) shown.push('');
  if (long && rows - head.length - below.length > 2) {
    const left = text.length - scroll - room;
    shown.push(style.dim(left > 0 ? `  … ${left} more ${left === 1 ? 'line' : 'lines'}: arrow keys` : ''));
  }
  const lines = [...head, ...shown, ...below].slice(0, rows).map((line) => fitted(line, columns)[0] ?? '');
  return { lines, scroll, page: Math.max(1, room - 1) };
}

/** Progress over the labs, the file, how the run stands, and a blank line. */
function headOf(model: Model, { style, links }: FrameSetting): string[] {
  const { labs, lab } = model;
  const passed = labs.filter((one) => one.passed).length;
  const marks = labs.map(({ id, passed: done }) => {
    const mark = done ? '■' : '□';
    return id === lab.id ? style.warn(mark) : done ? style.good(mark) : style.dim(mark);
  });
  const progress = `${marks.join('')}  ${passed} of ${labs.length} labs passed`;
  const file = links && lab.path ? linked(lab.program, lab.path) : lab.program;
  const rows = [`${progress}  ${style.strong(`${lab.id} · ${lab.title}`)}`, file, standing(model, style), ''];
  return rows;
}

/** One mark per check, and the verdict in words. */
function standing(model: Model, style: Style): string {
  const run = latest(model);
  if (!run) return model.manual ? 'press r to check' : 'checking …';
  if (run.trouble !== undefined) return style.warn('! could not be checked');
  const marks = run.checks.map(({ result }) => {
    if (!result) return style.dim('·');
    if (result.verdict === 'pass') return style.good('✔');
    if (result.verdict === 'fail') return style.bad('✘');
    return result.verdict === 'error' ? style.warn('!') : style.dim('-');
  });
  return `${marks.join('')}${marks.length > 0 ? '  ' : ''}${inWords(run, isPassed(model), style)}`;
}

function inWords(run: Run, passed: boolean, style: Style): string {
  const done = run.checks.filter(({ result }) => result).length;
  if (run.busy) return run.checks.length === 0 ? 'checking …' : `checking … ${done} of ${run.checks.length}`;
  const good = run.checks.filter(({ result }) => result?.verdict === 'pass').length;
  const count = `${good} of ${run.checks.length} checks pass`;
  const time = style.dim(`(${((run.result?.ms ?? 0) / 1000).toFixed(1)} s)`);
  return `${passed ? style.good(count) : style.bad(count)}  ${time}`;
}

/** A blank line, what there is to say, and the keys; or the question that waits for its answer. */
function footOf(model: Model, { style, columns }: FrameSetting): string[] {
  const keys = keysNow(model)
    .filter(({ does }) => does !== undefined)
    .map(({ name, does }) => `${style.strong(name)} ${does}`);
  const said = model.question ?? heldNotice(model) ?? model.notice;
  const words =
    said === undefined
      ? []
      : wrap(said, '', columns)
          .split('\n')
          .map((row) => style.warn(row));
  return ['', ...words, ...flowing(keys, columns, style.dim(' · '))];
}

/** The keys alone; a question is what must be seen before its answer. */
function bareKeys(model: Model, style: Style): string {
  const names = keysNow(model).flatMap(({ name, does }) => (does === undefined ? [] : [style.strong(name)]));
  return `${names.join(' ')}${model.question === undefined ? '' : `  ${style.warn(model.question)}`}`;
}

function heldNotice({ held }: Model): string | undefined {
  return held.length === 0 ? undefined : `${held.join(', ')}: when this run has ended`;
}

/** A text that opens a file where the terminal can do that (OSC 8). */
const linked = (text: string, path: string): string =>
  `\x1b]8;;${pathToFileURL(path).href}\x1b\\${text}\x1b]8;;\x1b\\`;
