import type { Cell } from '../gradebook_data.ts';
import type { Student } from './columns.ts';

export interface Filter {
  text: string;
  state: keyof typeof STATES;
}

const STATES = {
  all: { title: 'Everyone', fits: () => true },
  failed: { title: 'Something not passed', fits: ([state]: Cell) => state === 'failed' },
  missing: { title: 'Something missing', fits: ([state]: Cell) => state === 'missing' },
  late: { title: 'Late', fits: ([, , late]: Cell) => late > 0 },
  unknown: { title: 'Not known', fits: ([state]: Cell) => state === 'unknown' },
  passed: { title: 'Everything passed', fits: ([state]: Cell) => state === 'passed' },
} as const;

/** Whether a student is shown; a state is asked of the lab that is shown, or of all. */
export function isWanted(
  { id, name, labs }: Student,
  { text, state }: Filter,
  lab: number | undefined,
): boolean {
  const wanted = bare(text.trim());
  if (wanted && !bare(name).includes(wanted) && !bare(id).includes(wanted)) return false;
  const cells = lab === undefined ? labs : labs.slice(lab, lab + 1);
  const { fits } = STATES[state];
  return state === 'passed' ? cells.every(fits) : cells.some(fits) || state === 'all';
}

/** Without accents and capitals: who searches for Zoe finds Zoë. */
const bare = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export interface FilterBarProps {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  shown: number;
  all: number;
}

export function FilterBar({ filter, onFilter, shown, all }: FilterBarProps) {
  return (
    <search class="toolbar">
      <label>
        <span class="unseen">Search for a student</span>
        <input
          type="search"
          placeholder="Search for a student"
          value={filter.text}
          onInput={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
        />
      </label>
      <label>
        <span class="unseen">Show</span>
        <select
          value={filter.state}
          onChange={(event) => onFilter({ ...filter, state: event.currentTarget.value as Filter['state'] })}
        >
          {Object.entries(STATES).map(([state, { title }]) => (
            <option key={state} value={state}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <output>{shown === all ? `${all} students` : `${shown} of ${all} students`}</output>
      <ul class="legend" aria-label="What the colours mean">
        <li class="heat heat-0">none</li>
        <li class="heat heat-5">half</li>
        <li class="heat heat-10">all points</li>
        <li class="heat look-missing">missing</li>
        <li class="heat look-unknown">not known</li>
      </ul>
    </search>
  );
}
