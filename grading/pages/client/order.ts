import type { Column, Student } from './columns.ts';

/** By which column the table is sorted; none: as the class was handed in. */
export interface Order {
  column: string;
  down: boolean;
}

export const NAME = 'name';

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The rows in this order. What is not known comes last, whichever way. */
export function inOrder(rows: Student[], columns: readonly Column[], order: Order | undefined): Student[] {
  if (!order) return rows;
  const way = order.down ? -1 : 1;
  if (order.column === NAME) return rows.sort((a, b) => way * collator.compare(a.name, b.name));
  const column = columns.find(({ id }) => id === order.column);
  if (!column) return rows;
  const values = new Map(rows.map((student) => [student, column.cell(student).value]));
  return rows.sort((a, b) => {
    const [one, other] = [values.get(a) ?? null, values.get(b) ?? null];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return way * (one - other) || collator.compare(a.name, b.name);
  });
}

/** A first click shows the weakest first, a name the first letter; a second one turns it round; a third leaves it. */
export function nextOrder(order: Order | undefined, column: string): Order | undefined {
  if (order?.column !== column) return { column, down: false };
  return order.down ? undefined : { column, down: true };
}
