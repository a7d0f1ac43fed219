import { type Style, WIDTH, wrap } from '../checks/engine/report/style.ts';
import type { Standing } from './standing.ts';
import { widthOf } from './talk/rows.ts';

/** A lab as a line of the list. */
export interface ListedLab extends Standing {
  title: string;
  /** `lab01-echo-server` */
  folder: string;
  /** The files of the lab that are not on the disk; all of them where the folder is gone. */
  missing: readonly string[] | 'folder';
}

const MARKS = { passed: '✔', begun: '…', new: ' ' } as const;

/** All labs, one a line of at most 80 columns, and what to do next. */
export function listOf(labs: readonly ListedLab[], next: string | undefined, style: Style): string {
  const rows = labs.map((lab) => ({ lab, before: beginning(lab, next), behind: ending(lab, labs) }));
  const taken = Math.max(...rows.map(({ before, behind }) => widthOf(before) + 1 + widthOf(behind)));
  const width = Math.min(WIDTH - taken, Math.max(...labs.map(({ title }) => widthOf(title))));
  const lines = rows.map(({ lab, before, behind }) => {
    const colour = { passed: style.good, begun: style.warn, new: style.dim }[lab.state];
    const begin = lab.id === next ? style.strong : colour;
    return `${begin(before)}${fitted(lab.title, width)} ${colour(behind.trimEnd())}`.trimEnd();
  });
  const lost = labs.filter(({ missing }) => missing.length > 0).map((lab) => style.warn(whatIsLost(lab)));
  return [...lines, '', ...lost.flatMap((text) => [text, '']), summary(labs, next)].join('\n');
}

const beginning = ({ id, state }: ListedLab, next: string | undefined) =>
  `${id === next ? '→' : ' '} ${MARKS[state]} ${id}  `;

function ending({ state, score, maxScore, bonusScore, maxBonusScore }: ListedLab, all: readonly ListedLab[]) {
  const room = Math.max(...all.map((lab) => points(lab.score, lab.maxScore).length));
  const bonus = points(bonusScore, maxBonusScore);
  return ` ${state.padEnd(6)}  ${points(score, maxScore).padStart(room)}${bonus && `  bonus ${bonus}`}`;
}

const points = (score?: number, most?: number) => (most === undefined ? '' : `${score} of ${most}`);

/** The title in so many columns; one that is too long is cut, and shows it. */
function fitted(title: string, width: number): string {
  let text = title;
  while (widthOf(text) > width) text = `${[...text].slice(0, -2).join('')}…`;
  return text + ' '.repeat(width - widthOf(text));
}

function whatIsLost({ id, folder, missing }: ListedLab): string {
  if (missing === 'folder') {
    // The starter alone is no lab: the handout went with the folder.
    return `! ${id}: the folder labs/${folder} is gone.\n  What git has of it comes back with: git checkout -- labs/${folder}`;
  }
  const [are, starters, come] = missing.length > 1 ? ['are', 'starters', 'come'] : ['is', 'starter', 'comes'];
  return `${wrap(`! ${id}: ${missing.join(', ')} ${are} gone.`, '')}\n  The ${starters} ${come} back with: npm run reset ${id}`;
}

function summary(labs: readonly ListedLab[], next: string | undefined): string {
  const count = (state: Standing['state']) => labs.filter((lab) => lab.state === state).length;
  const begun = count('begun') > 0 ? `, ${count('begun')} begun` : '';
  const passed = `${count('passed')} of ${labs.length} labs passed${begun}.`;
  const lab = labs.find(({ id }) => id === next);
  if (!lab) return `${passed} That was all of them.`;
  return `${passed}\nNext: ${lab.id}. Its handout is labs/${lab.folder}/README.md\n      npm run check ${lab.id}`;
}
