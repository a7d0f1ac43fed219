import { expect, test } from 'vitest';
import { parseDeck } from './deck.ts';

const HEAD = '---\ntitle: A deck\nminutes: 25\nlabs: lab01 lab02\n---\n';

test('a deck is cut into slides, columns and notes; fences hide what looks like a cut', () => {
  const deck = parseDeck(
    `${HEAD}\n# One\n\nNotes:\nsay it\n\n---\n\n<!-- big -->\nleft\n\`\`\`text\n---\n|||\nNotes:\n\`\`\`\n\n|||\n\nright\n\nNotes:\n**Ask:** why?\n`,
  );
  expect(deck).toMatchObject({ title: 'A deck', minutes: 25, labs: ['lab01', 'lab02'], subtitle: '' });
  expect(deck.slides).toHaveLength(2);
  expect(deck.slides[0]).toEqual({ layout: '', columns: ['\n# One\n'], notes: 'say it' });
  expect(deck.slides[1]?.layout).toBe('big');
  expect(deck.slides[1]?.columns.map((column) => column.trim())).toEqual([
    'left\n```text\n---\n|||\nNotes:\n```',
    'right',
  ]);
  expect(deck.slides[1]?.notes).toBe('**Ask:** why?');
});

test.for([
  ['# no head', 'A deck begins with a line ---, its title, and another line ---.'],
  ['---\nminutes: 3\n---\n# x', 'The deck has no title.'],
  [`${HEAD}x\nNotes:\na\nNotes:\nb`, 'There is more than one line "Notes:" on a slide.'],
] as const)('%j: %s', ([text, message]) => {
  expect(() => parseDeck(text)).toThrow(message);
});
