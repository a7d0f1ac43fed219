import type { Recording } from './record.ts';
import type { Row } from './rows.ts';

/** Index of the row at which a failure is pointed at; undefined when it has no place on the wire. */
export function failingRow(rows: readonly Row[], failure: Recording['failure']): number | undefined {
  if (failure?.at === undefined || failure.conversation === undefined) return undefined;
  const { at, conversation, from = 'server' } = failure;
  let last: number | undefined;
  for (const [index, row] of rows.entries()) {
    if (row.kind !== 'chunk' || row.event.kind !== 'data') continue;
    if (row.event.conversation !== conversation || row.event.from !== from) continue;
    last = index;
    if (at < row.start + row.size) return index;
  }
  // Bytes are missing: at the end of what came, or where the conversation ended with nothing.
  return last ?? lastOf(rows, conversation);
}

function lastOf(rows: readonly Row[], conversation: number): number | undefined {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    if (rows[index]?.event.conversation === conversation) return index;
  }
  return undefined;
}
