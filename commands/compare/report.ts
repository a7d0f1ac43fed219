import type { Style } from '../../checks/engine/report/style.ts';
import { compared, isSame, type Row } from './difference.ts';
import { sideBySide } from './side_by_side.ts';
import { unified } from './unified.ts';

/** A file of the student, of the reference, or of both. */
export interface ComparedFile {
  name: string;
  own?: string;
  reference?: string;
}

/** Two columns of code want at least so many columns of the terminal. */
const SIDE_BY_SIDE = 100;

/** The student's files beside those of the reference. `columns` is Infinity where it is no terminal. */
export function comparison(
  lab: { id: string; folder: string; title: string },
  files: readonly ComparedFile[],
  columns: number,
  style: Style,
): string {
  const beside = columns >= SIDE_BY_SIDE && columns !== Number.POSITIVE_INFINITY;
  const [yours, reference] = [`labs/${lab.folder}`, `solutions/${lab.folder}`];
  const legend = beside
    ? `left: yours, in ${yours}    right: the reference, in ${reference}`
    : `${style.bad('-')} yours, in ${yours}\n${style.good('+')} the reference, in ${reference}`;
  const parts = files.map((file) => filePart(file, beside, columns, style));
  return [`${style.strong(`${lab.id} · ${lab.title}`)}\n${legend}`, ...parts].join('\n\n');
}

function filePart({ name, own, reference }: ComparedFile, beside: boolean, columns: number, style: Style) {
  const rows = compared(own ?? '', reference ?? '');
  const head = style.strong(`── ${name} ──`);
  if (own !== undefined && reference !== undefined && isSame(rows)) return `${head} the same in both`;
  const only = own === undefined ? 'only in the reference' : reference === undefined ? 'only yours' : '';
  // The legend at the top has left the screen by then.
  const signs = beside ? '' : `${style.bad('- yours')}  ${style.good('+ the reference')}`;
  // With one side empty there is nothing to stand beside.
  const draw: (rows: readonly Row[], columns: number, style: Style) => string[] =
    beside && !only ? sideBySide : unified;
  return [`${head} ${only || signs}`.trimEnd(), ...draw(rows, columns, style)].join('\n');
}
