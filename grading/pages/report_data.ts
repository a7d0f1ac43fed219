import type { Recording } from '../../workbook/wire_view/record.ts';

/** What the script of a report is given: what travelled, by the id of the check on the page. */
export type ReportData = Record<string, Recording>;
