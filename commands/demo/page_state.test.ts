import { expect, test } from 'vitest';
import { htmlLines, pageState } from './page_state.ts';
import { data, event, modelOf } from './testing.ts';

const NO_KEYS: never[] = [];

test('what the server has on its way is not told, what the client sends is', async () => {
  const held = [data('client', 'Hello\n'), data('server', 'secret'), event('server', 'fin')];
  const model = await modelOf('echo', 3);
  const state = pageState({ ...model, wire: { ...model.wire, held } }, NO_KEYS);
  expect(state.held).toEqual([
    { from: 'client', text: 'Hello\\n' },
    { from: 'server', text: 'some bytes' },
    { from: 'server', text: 'ends its side (FIN)' },
  ]);
  expect(JSON.stringify(state)).not.toContain('secret');
});

test('the source around its line, as HTML', async () => {
  const { sides } = pageState(await modelOf('echo', 3), NO_KEYS);
  const { first, lines, at, lit } = sides.server.source as NonNullable<typeof sides.server.source>;
  expect([first + at, lit]).toEqual([15, true]);
  expect(lines[at]).toBe(
    '    <span class="hl-keyword">if</span> (!socket.<span class="hl-name">write</span>(bytes)) {',
  );
});

test('a comment over several lines is one in each of them, and nothing is left unescaped', () => {
  expect(htmlLines(['/* a <b>', 'c */ d', "'&'"])).toEqual([
    '<span class="hl-comment">/* a &lt;b&gt;</span>',
    '<span class="hl-comment">c */</span> d',
    '<span class="hl-string">&#39;&amp;&#39;</span>',
  ]);
});

test('trouble takes the place of what is said, and a question waits for its time', async () => {
  const model = await modelOf('echo', 2);
  expect(pageState(model, NO_KEYS)).toMatchObject({ say: model.step.say, ask: model.step.ask });
  expect(pageState({ ...model, busy: 'One moment …' }, NO_KEYS).ask).toBeUndefined();
  const troubled = pageState({ ...model, trouble: 'The disk is full.' }, NO_KEYS);
  expect([troubled.trouble, troubled.say, troubled.ask]).toEqual(['The disk is full.', undefined, undefined]);
});
