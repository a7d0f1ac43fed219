import { cleanStop } from '../engine/common_checks.ts';
import { defineServerLab } from '../engine/lab.ts';
import { ANSWER_CHECKS } from './answer_checks.ts';
import { BONUS_CHECKS } from './bonus_checks.ts';
import { leavesEarly, silentNeighbour, survivesReset } from './neighbour_checks.ts';
import { site } from './page.ts';
import { splits, waitsForBlankLine } from './piece_checks.ts';
import { printsPieces, printsRequest } from './print_checks.ts';

export default defineServerLab({
  title: 'HTTP server 1: one page for everybody',
  program: 'http_serve1.ts',
  args: ['{port}', '{root}'],
  site,
  diagnoses: {
    // The page.
    echoes: 'The request is sent back instead of the page',
    'has-a-head': 'A status line stands before the page, and that is the next lab',
    'other-page': 'Another page was sent than the one in the web root',
    'cut-short': 'Only the beginning of the page came',
    decorated: 'The page came with something added around it',
    'sent-twice': 'The page came more than once',
    picky: 'Some requests get the page and others get nothing',
    'blank-line-only-at-the-end': 'The blank line is seen only where nothing stands behind it',

    // What is printed.
    'prints-nothing': 'The request is not printed',
    'prints-a-part': 'Only a part of the request is printed',
    'prints-a-piece': 'Only one piece of the request is printed',
    'prints-bytes': 'The request is printed as numbers, not as text',
    'terminal-obeys': 'What a client sends can give commands to your terminal',

    // Several clients.
    'shared-buffer': 'What one client sends is taken for a part of the request of another',
    'one-at-a-time': 'While one client is connected, no other is served',
    'loses-clients': 'With several clients at once, some get no page',
    'stores-without-limit': 'The program keeps a request in memory, however long it is',
  },
  checks: [
    ...ANSWER_CHECKS,
    printsRequest,
    waitsForBlankLine,
    splits,
    printsPieces,
    leavesEarly,
    silentNeighbour,
    survivesReset,
    cleanStop(),
    ...BONUS_CHECKS,
  ],
});
