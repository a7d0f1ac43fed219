import { useLayoutEffect, useRef } from 'preact/hooks';
import { memo } from '../../../workbook/wire_view/memo.tsx';
import { type Column, type Shown, type Student, shown } from './columns.ts';
import { moveFocus, oneTabStop } from './keys.ts';
import { NAME, nextOrder, type Order } from './order.ts';

export interface TableProps {
  columns: readonly Column[];
  rows: readonly Student[];
  order: Order | undefined;
  onOrder: (order: Order | undefined) => void;
}

/** Students × labs, or students × the checks of a lab; every cell leads to its place in the student's report. */
export function MarksTable({ columns, rows, order, onOrder }: TableProps) {
  const table = useRef<HTMLTableElement>(null);
  useLayoutEffect(() => oneTabStop(table.current), [rows, columns]);
  const head = (column: Pick<Column, 'id' | 'title' | 'about'> & Partial<Column>) => (
    <Head key={column.id} column={column} order={order} onOrder={onOrder} />
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="marks" id="marks" aria-label="Marks" tabIndex={0}>
      <table ref={table} onKeyDown={moveFocus} style={{ '--columns': columns.length }}>
        <colgroup>
          <col class="name-column" />
        </colgroup>
        <thead>
          <tr>
            {head({ id: NAME, title: 'Student', about: 'Name of the student' })}
            {columns.map(head)}
          </tr>
        </thead>
        <tbody onFocusCapture={(event) => oneTabStop(table.current, event.target as HTMLElement)}>
          {rows.map((student) => (
            <Row key={student.id} student={student} columns={columns} />
          ))}
        </tbody>
        {rows.length > 0 ? <Averages columns={columns} rows={rows} /> : null}
      </table>
      {rows.length === 0 ? <p class="nobody">Nobody fits.</p> : null}
    </section>
  );
}

interface HeadProps {
  column: Pick<Column, 'id' | 'title' | 'about'> & Partial<Column>;
  order: Order | undefined;
  onOrder: (order: Order | undefined) => void;
}

function Head({ column: { id, title, about, opens, bonus, narrow }, order, onOrder }: HeadProps) {
  const sorted = order?.column === id ? (order.down ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" class={narrow ? 'upright' : undefined} aria-sort={sorted}>
      <button type="button" title={about} onClick={() => onOrder(nextOrder(order, id))}>
        <span>{title}</span>
        {bonus ? <span class="head-bonus">bonus</span> : null}
        <span class={`arrow${sorted ? ` arrow-${sorted}` : ''}`} aria-hidden="true" />
        <span class="unseen">{`: ${about}, sort`}</span>
      </button>
      {opens ? (
        <a class="opens" href={`#${opens}`} aria-label={`The checks of ${opens}`}>
          checks
        </a>
      ) : null}
    </th>
  );
}

const Row = memo(
  ({ student, columns }: { student: Student; columns: readonly Column[] }) => {
    const report = `students/${encodeURIComponent(student.id)}.html`;
    return (
      <tr>
        <th scope="row">
          <a href={report} title={student.name} tabIndex={-1}>
            <bdi>{student.name}</bdi>
          </a>
        </th>
        {columns.map((column) => (
          <MarkCell key={column.id} cell={column.cell(student)} report={report} />
        ))}
      </tr>
    );
  },
  (a, b) => a.student === b.student && a.columns === b.columns,
);

function MarkCell({ cell: { text, remark, heat, look, anchor }, report }: { cell: Shown; report: string }) {
  const colour = look ? `look-${look}` : `heat-${heat}`;
  return (
    <td class={`heat ${colour}`}>
      <a href={`${report}${anchor}`} class={remark ? 'with-remark' : undefined} tabIndex={-1}>
        {text}
        {remark ? <small> {remark}</small> : null}
      </a>
    </td>
  );
}

/** The averages of those who are shown. */
function Averages({ columns, rows }: Pick<TableProps, 'columns' | 'rows'>) {
  return (
    <tfoot>
      <tr>
        <th scope="row">Average</th>
        {columns.map((column) => {
          const values = rows.flatMap((student) => column.cell(student).value ?? []);
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          return <td key={column.id}>{values.length === 0 ? '–' : averageOf(column, mean, rows)}</td>;
        })}
      </tr>
    </tfoot>
  );
}

/** Points; of a check: how many in a hundred passed it. */
function averageOf(column: Column, mean: number, rows: readonly Student[]): string {
  if (!column.narrow) return shown(Math.round(mean * 10) / 10);
  const tried = rows
    .map((student) => column.cell(student).value)
    .filter((value) => value === 0 || value === 1);
  const passed = tried.filter((value) => value === 1).length;
  return tried.length === 0 ? '–' : `${Math.round((100 * passed) / tried.length)} %`;
}
