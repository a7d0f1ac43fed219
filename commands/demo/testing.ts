// A model for the tests: a demo at one of its steps, with a wire that was made up.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_COLOUR } from '../../checks/engine/report/style.ts';
import { ROOT } from '../../checks/testing/labs.ts';
import type { End, Passage } from '../wire/looking_glass.ts';
import type { Demo, ProgramOf } from './demo.ts';
import { DEMOS } from './demos.ts';
import type { FrameSetting } from './frame.ts';
import { type Model, type Side, sidesOf, sourceOfAnchor } from './model.ts';
import { fileOf } from './programs.ts';

export const demoNamed = (name: string): Demo => DEMOS.find((demo) => demo.name === name) as Demo;

const KEYS = [
  { name: 'space', does: 'next' },
  { name: 'b', does: 'again' },
  { name: 'w', does: 'wire' },
  { name: 'q', does: 'quit' },
];

export const settingOf = (change: Partial<FrameSetting> = {}): FrameSetting => ({
  columns: 80,
  rows: 24,
  style: NO_COLOUR,
  keys: KEYS,
  ...change,
});

export const data = (from: Passage['from'], text: string, conversation = 1): Passage => ({
  conversation,
  from,
  kind: 'data',
  bytes: Buffer.from(text),
});

export const event = (from: Passage['from'], kind: Passage['kind'], conversation = 1): Passage => ({
  conversation,
  from,
  kind,
});

/** A page of the web server of lab06, as it goes over the wire. */
export const RESPONSE = `HTTP/1.1 200 OK\r\nDate: Fri, 27 Nov 2026 21:00:00 GMT\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 209\r\nConnection: close\r\n\r\n${readFileSync(join(ROOT, 'labs/web/tiny_html.html'), 'utf8')}`;

/** The first act of a demo at a step, without running any program. */
export async function modelOf(name: string, step: number, change: Partial<Model> = {}): Promise<Model> {
  const demo = demoNamed(name);
  const act = demo.acts[0] as Demo['acts'][0];
  const { client, server } = sidesOf(act, undefined, step);
  const source = async (side: End, program: ProgramOf): Promise<Partial<Side>> => {
    const anchor = act.steps[step]?.[side];
    if (!anchor) return {};
    const { file, remove } = await fileOf(program, ROOT);
    const shown = { ...sourceOfAnchor(file, anchor), lit: true };
    remove();
    return { source: shown };
  };
  const program = act.client.kind === 'program' ? act.client.program : undefined;
  return {
    demo,
    act: { title: act.title, number: 1, of: demo.acts.length },
    step: { ...(act.steps[step] as Model['step']), number: step + 1, of: act.steps.length },
    sides: {
      client: { ...client, ...(program && (await source('client', program))) },
      server: {
        ...server,
        ...(await source('server', act.server)),
        printed: 'listening on 127.0.0.1:50000\n',
      },
    },
    wire: { passed: [], held: [], fresh: 0, names: new Map(), http: act.http ?? false, several: false },
    busy: undefined,
    trouble: undefined,
    over: false,
    next: undefined,
    wide: false,
    scroll: undefined,
    ...change,
  };
}
