import type { Style } from '../checks/engine/report/style.ts';
import type { Setting } from '../checks/engine/report/terminal.ts';
import type { LabRequest } from './check_request.ts';
import { labBehind } from './labs.ts';
import { startByHand } from './start_by_hand.ts';

/** What a report says of how to go on: how to repeat a check, how to try it by hand, what comes next. */
export function reportSetting(
  root: string,
  { entry, lab, target, own }: LabRequest,
  { style, wire = false, options = '' }: { style: Style; wire?: boolean; options?: string },
): Setting {
  const next = labBehind(root, entry);
  return {
    style,
    kind: lab.kind,
    diagnoses: lab.diagnoses ?? {},
    repeat: `npm run check ${entry.id} --${options && ` ${options}`}`,
    ...startByHand(lab, target),
    wire,
    hint: own ? `npm run hint ${entry.id}` : undefined,
    next: own && next ? `Next: ${next.id}. Its handout is labs/${next.folder}/README.md` : undefined,
  };
}
