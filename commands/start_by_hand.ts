import type { Lab } from '../checks/engine/lab.ts';
import type { Target } from '../checks/engine/program/target.ts';
import { fillIn, quoteWord } from '../checks/engine/program/words.ts';
import { PORT_BY_HAND } from '../checks/engine/report/by_hand.ts';
import { whereTyped } from './command.ts';
import { shownPath } from './labs.ts';

/** The line that starts a program of a lab by hand, and the port that it names. */
export function startByHand(lab: Lab, target: Target): { port: number; start: (webRoot?: string) => string } {
  const port = lab.kind === 'server' && lab.site ? 8080 : PORT_BY_HAND;
  const template =
    target.kind === 'command'
      ? target.words.filter((word) => word !== '{args}')
      : ['npx', 'tsx', shownPath(target.file, whereTyped()), ...lab.args];
  const start = (webRoot?: string) =>
    fillIn(template, {
      port: String(port),
      host: '127.0.0.1',
      message: 'hello',
      url: `http://127.0.0.1:${port}/`,
      root: webRoot ? shownPath(webRoot, whereTyped()) : 'labs/web',
    })
      .map(quoteWord)
      .join(' ');
  return { port, start };
}
