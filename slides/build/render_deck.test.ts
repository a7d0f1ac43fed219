import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderDeck } from './render_deck.ts';

const ECHO = 'solutions/lab01-echo-server/echo_server.ts';
const fence = (first: string, ...rest: string[]) => [`\`\`\`${first}`, ...rest, '```'].join('\n');

/** What is said of a deck whose second slide has this content; '' when it can be built. */
function complaint(content: string, notes = 'Notes:\nsay it'): string {
  const folder = mkdtempSync(join(tmpdir(), 'deck-'));
  const file = join(folder, 'deck.md');
  writeFileSync(
    file,
    `---\ntitle: A deck\n---\n# One\n\nNotes:\na\n\n---\n\n## Two\n\n${content}\n\n${notes}\n`,
  );
  try {
    renderDeck(file);
    return '';
  } catch (error) {
    return (error as Error).message.replace(/^.*deck\.md, /, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a slide names its deck, its number and its heading', () => {
  expect(complaint('text', '')).toBe(
    'slide 2 (Two): It has no notes for the speaker: a line "Notes:", and them below it.',
  );
});

test.for([
  ['text', ''],
  [fence('http', 'GET / HTTP/1.1'), ''],
  [fence(`code ${ECHO}`, 'name: stop', 'mark: close'), ''],
  [
    fence('ts', 'const a = 1;'),
    'A block of ts is not shown: code is cut out of a file (a block "code FILE"), never typed.',
  ],
  [
    fence('code ../package.json'),
    'There is no file ../package.json. Code is shown from solutions/, labs/ and checks/*/mutants/.',
  ],
  [
    fence('code README.md'),
    'There is no file README.md. Code is shown from solutions/, labs/ and checks/*/mutants/.',
  ],
  [fence(`code ${ECHO}`, 'name: start'), `${ECHO} declares "start" 0 times at its left margin, not once.`],
  [
    fence(`code ${ECHO}`),
    'lines of up to 80 columns are too much for a slide. Choose a smaller part, or drop lines of it.',
  ],
  [fence('walk', ECHO, 'name: stop'), 'A walk has two steps at least.'],
  [
    [1, 2].map(() => fence('walk', ECHO, 'name: stop', '', ECHO, 'name: port')).join('\n\n'),
    'One walk for each slide is enough.',
  ],
  [
    fence('wire ../plans'),
    'There is no recording ../plans. Is it in recordings/plans.ts? npm run slides -- record',
  ],
  [
    fence('terminal nothing'),
    'There is no recording nothing. Is it in recordings/plans.ts? npm run slides -- record',
  ],
  [
    fence('quiz', 'Why?', '- [ ] a', '- [ ] b', 'why: because'),
    'A quiz has a question, two answers at least (- [ ] no, - [x] yes), and a line why: with the reason.',
  ],
  ['![words](drawings/nothing.svg)', 'There is no drawing drawings/nothing.svg.'],
  ['![](drawings/layers.svg)', 'The drawing drawings/layers.svg has no words for those who cannot see it.'],
  ['![words](package.json)', 'package.json is no SVG with a viewBox.'],
] as const)('%s', ([content, message]) => {
  const said = complaint(content);
  if (message === '') expect(said).toBe('');
  else expect(said.endsWith(message), said).toBe(true);
});
