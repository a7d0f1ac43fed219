import { HandoutView } from './handout.tsx';
import type { Workbook } from './workbook.ts';

/** What holds for all labs, from labs/README.md. */
export function Contract({ workbook, anchor }: { workbook: Workbook; anchor: string | undefined }) {
  return (
    <div class="contract">
      <HandoutView lab="labs" version={workbook.handouts.get('labs') ?? 0} anchor={anchor} />
    </div>
  );
}
