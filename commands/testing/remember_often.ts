// Counts in the progress of a lab, one write for each step: `remember_often.ts ROOT LAB TIMES`.
import { remember } from '../progress.ts';

const [root = '', lab = '', times = '0'] = process.argv.slice(2);
for (let i = 0; i < Number(times); i++) {
  const kept = remember(root, lab, (before) => ({
    ...before,
    hints: { ...before.hints, steps: (before.hints?.steps ?? 0) + 1 },
  }));
  if (!kept) process.exit(1);
}
