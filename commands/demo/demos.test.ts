// Every demo is played to its end, with its real programs.
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NO_COLOUR } from '../../checks/engine/report/style.ts';
import { ROOT } from '../../checks/testing/labs.ts';
import { DEMOS } from './demos.ts';
import { fileOf, sourceOf } from './programs.ts';
import { lineOf, placeOf } from './source.ts';
import { rehearse } from './transcript.ts';

/** What must be seen. */
const FACTS: Record<string, (string | RegExp)[]> = {
  echo: [
    /──▶ connects[\s\S]*──▶ Hello[\s\S]*◀── Hello[\s\S]*──▶ .*FIN[\s\S]*◀── .*FIN/,
    '│ received 5 bytes',
  ],
  stream: [/──▶ oneTWO .*6 bytes[\s\S]*◀── oneTWO .*6 bytes/, /◀── th .*2 bytes[\s\S]*◀── ree .*3 bytes/],
  montreal: ['c3 a9', /◀── MontrÃ©al .*11 bytes/, '│ received 11 bytes', '│ received 9 bytes', '│ Montréal'],
  slow: [/A ──▶ .*FIN[\s\S]*B ◀── hello\\n/, /Part 2[\s\S]*B ◀── hello\\n/],
  time: [/◀── \d{4}-\d\d-\d\dT[\d:.]+Z\\r\\n/, /4 bytes\n/],
  http: [/──▶ GET \/ HTTP\/1\.1\\r\\n[\s\S]*──▶ \\r\\n[\s\S]*◀── HTTP\/1\.1 200 OK/],
  browser: [/◀── <!doctype html>\\n[\s\S]*◀── HTTP\/1\.1 200 OK/, 'User-Agent: '],
  length: [
    'more than Content-Length announced',
    'the body is cut short: 209 of 210 bytes came',
    /Part 3[\s\S]*│ {3}<\/body>\n {6}│ <\n/,
  ],
  traversal: [/ada:lovelace1815[\s\S]*A ◀── HTTP\/1\.1 404[\s\S]*B ◀── HTTP\/1\.1 404/],
  httpoxy: [/through http:\/\/evil\.example:8080\\n[\s\S]*asked the weather service\\n/],
};

describe.for(DEMOS)('$name', (demo) => {
  test('is played without a person', async () => {
    let text = '';
    const good = await rehearse(demo, { root: ROOT, style: NO_COLOUR, write: (part) => (text += part) });
    expect(good, text).toBe(true);
    for (const fact of FACTS[demo.name] as (string | RegExp)[]) {
      if (typeof fact === 'string') expect(text).toContain(fact);
      else expect(text).toMatch(fact);
    }
    for (const { say } of demo.acts.flatMap(({ steps }) => steps))
      expect(text.replaceAll(/\s+/g, ' ')).toContain(say.replaceAll(/\s+/g, ' '));
  });

  test('every line that is lit stands in its file exactly once', async () => {
    for (const { server, client, steps } of demo.acts) {
      const programs = { server, client: client.kind === 'program' ? client.program : undefined };
      for (const side of ['server', 'client'] as const) {
        const program = programs[side];
        const anchors =
          steps.flatMap((step) => step[side] ?? []).length > 0 ? steps.map((step) => step[side]) : [];
        if (!program) {
          expect(anchors).toEqual([]);
          continue;
        }
        const { file, remove } = await fileOf(program, ROOT);
        for (const anchor of anchors) {
          if (anchor === undefined) continue;
          const { file: name, text } = placeOf(anchor);
          expect(lineOf(sourceOf(file, name), text), `${name ?? program.file}: ${text}`).toBeDefined();
        }
        remove();
        expect(existsSync(file)).toBe(program.mutant === undefined && program.edits === undefined);
      }
    }
  });
});

test('every act begins with words about the server, and every name is there once', () => {
  expect(new Set(DEMOS.map(({ name }) => name)).size).toBe(DEMOS.length);
  expect(Object.keys(FACTS).sort()).toEqual(DEMOS.map(({ name }) => name).sort());
  for (const { acts } of DEMOS) {
    for (const { steps } of acts) {
      expect(steps[0]?.action).toBeUndefined();
      expect(steps[0]?.server).toBeDefined();
    }
  }
});
