import { useEffect, useMemo, useState } from 'preact/hooks';
import type { GradebookData } from '../gradebook_data.ts';
import { columnsOf } from './columns.ts';
import { FailedMost } from './failed_most.tsx';
import { type Filter, FilterBar, isWanted } from './filter.tsx';
import { MarksTable } from './marks_table.tsx';
import { inOrder, type Order } from './order.ts';
import { Troubles } from './troubles.tsx';

/** The class as a table, all labs or one of them, and what stands out. */
export function App({ data }: { data: GradebookData }) {
  const lab = useLabInAddress(data);
  const [filter, setFilter] = useState<Filter>({ text: '', state: 'all' });
  const [order, setOrder] = useState<Order>();
  const columns = useMemo(() => columnsOf(data, lab), [data, lab]);
  const rows = useMemo(
    () =>
      inOrder(
        data.students.filter((student) => isWanted(student, filter, lab)),
        columns,
        order,
      ),
    [data, lab, filter, columns, order],
  );
  const title = lab === undefined ? undefined : data.labs[lab];
  return (
    <>
      <nav class="labs" aria-label="Labs">
        <a href="#all" aria-current={title ? undefined : 'page'}>
          All labs
        </a>
        {data.labs.map(({ id, title }, i) => (
          <a key={id} href={`#${id}`} title={title} aria-current={i === lab ? 'page' : undefined}>
            {id}
          </a>
        ))}
      </nav>
      <h2 class="view-title">
        {title ? (
          <>
            <span class="lab-id">{title.id}</span> {title.title}
          </>
        ) : (
          'All labs'
        )}
      </h2>
      <FilterBar filter={filter} onFilter={setFilter} shown={rows.length} all={data.students.length} />
      <MarksTable columns={columns} rows={rows} order={order} onOrder={setOrder} />
      <FailedMost data={data} lab={title?.id} />
      <Troubles troubles={data.troubles} lab={title?.id} />
    </>
  );
}

/** The lab that the address names: `#lab06`. The browser's own way back leads back. */
function useLabInAddress({ labs }: GradebookData): number | undefined {
  const named = () => {
    const i = labs.findIndex(({ id }) => `#${id}` === location.hash);
    return i < 0 ? undefined : i;
  };
  const [lab, setLab] = useState(named);
  useEffect(() => {
    const follow = () => {
      // Other places on the page are no other view.
      if (['', '#all'].includes(location.hash) || named() !== undefined) setLab(named());
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return lab;
}
