import type { Cell, GradebookData, Letter } from '../gradebook_data.ts';

export type Student = GradebookData['students'][number];

/** What stands in a cell of the table. */
export interface Shown {
  /** The number, or a sign where there is none. */
  text: string;
  /** One or two words below it. */
  remark?: string;
  /** From 0 (red) to 10 (green); none: no colour. */
  heat?: number;
  look?: 'missing' | 'unknown' | 'skipped';
  /** What it is sorted by; `null` comes last in any order. */
  value: number | null;
  /** The place in the student's report. */
  anchor: string;
}

export interface Column {
  id: string;
  title: string;
  /** A longer name, for those who hover or listen. */
  about: string;
  /** Leads to a view of its own. */
  opens?: string;
  bonus?: boolean;
  narrow?: boolean;
  cell: (student: Student) => Shown;
}

/** The columns of all labs, or those of one. */
export const columnsOf = (data: GradebookData, lab: number | undefined): Column[] =>
  lab === undefined ? labColumns(data) : checkColumns(data, lab);

function labColumns({ labs }: GradebookData): Column[] {
  const total: Column = {
    id: 'total',
    title: 'Total',
    about: 'Total, in points in a hundred',
    cell: ({ total }) => ({
      ...(total === null
        ? { text: '?', remark: 'not known', look: 'unknown' as const }
        : { text: shown(total), heat: heatOf(total, 100) }),
      value: total,
      anchor: '',
    }),
  };
  return [total, ...labs.map((_, i) => labColumn(labs, i, true))];
}

function labColumn(labs: GradebookData['labs'], i: number, opens: boolean): Column {
  const lab = labs[i] as GradebookData['labs'][number];
  return {
    id: opens ? lab.id : 'points',
    title: opens ? lab.id : 'Points',
    about: `${lab.title}, of ${shown(lab.max)} points`,
    ...(opens && { opens: lab.id }),
    cell: ({ labs: cells }) => labCell(cells[i], lab),
  };
}

function labCell(cell: Cell | undefined, { id, max }: GradebookData['labs'][number]): Shown {
  const [state, points, late] = cell ?? ['unknown', null, 0, ''];
  const place = { value: points, anchor: `#${id}` };
  if (state === 'missing') return { ...place, text: '0', remark: 'missing', look: 'missing' };
  if (points === null) return { ...place, text: '?', remark: 'not known', look: 'unknown' };
  const remark = late > 0 ? { remark: late === 1 ? '1 day late' : `${late} days late` } : {};
  return { ...place, text: shown(points), ...remark, heat: heatOf(points, max) };
}

function checkColumns({ labs }: GradebookData, lab: number): Column[] {
  const { id, checks } = labs[lab] as GradebookData['labs'][number];
  return [
    labColumn(labs, lab, false),
    ...checks.map(
      (check, i): Column => ({
        id: check.id,
        title: check.id,
        about: `${check.title}${check.bonus ? ' (bonus)' : ''}, ${shown(check.max)} points`,
        bonus: check.bonus,
        narrow: true,
        cell: ({ labs: cells }) => {
          const letter = (cells[lab]?.[3][i] ?? ' ') as Letter;
          return {
            ...checkCell(letter, check.max),
            anchor: letter === ' ' ? `#${id}` : `#${id}-${check.id}`,
          };
        },
      }),
    ),
  ];
}

function checkCell(letter: Letter, max: number): Omit<Shown, 'anchor'> {
  // Checks that are worth nothing have no number: passed or not is all there is to say.
  const worth = max > 0;
  switch (letter) {
    case 'p':
      return { text: worth ? shown(max) : '✔', heat: 10, value: 1 };
    case 'f':
      return { text: worth ? '0' : '✘', remark: 'failed', heat: 0, value: 0 };
    case 's':
      return { text: '0', remark: 'skipped', look: 'skipped', value: 0.5 };
    case 'e':
      return { text: '?', remark: 'not tried', look: 'unknown', value: null };
    case 'n':
      return { text: 'n/a', look: 'skipped', value: null };
    default:
      return { text: '–', look: 'missing', value: null };
  }
}

export const shown = (points: number): string => String(Math.round(points * 100) / 100);

const heatOf = (points: number, max: number): number => (max > 0 ? Math.round((10 * points) / max) : 10);
