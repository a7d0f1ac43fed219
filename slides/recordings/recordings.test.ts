import { expect, test } from 'vitest';
import { record } from './record.ts';

test('the conversations on the slides are those that the programs hold today', {
  timeout: 180_000,
}, async () => {
  const said = await record([], { write: false });
  expect(
    said.filter((line) => !line.endsWith(': as before')),
    'npm run slides -- record',
  ).toEqual([]);
});
