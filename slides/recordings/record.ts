import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { save } from '../../commands/wire/recorder.ts';
import type { Recording } from '../../workbook/wire_view/record.ts';
import { SlideError } from '../build/deck.ts';
import { holdConversation, runTerminal } from './hold.ts';
import { TERMINALS, WIRES } from './plans.ts';
import { sameConversation, sameText } from './same.ts';

const placeOf = (file: string): string => join(import.meta.dirname, file);

/**
 * Holds the conversations with these names, or all of them. What differs from the file in more than times, dates and
 * ports is written; gives a line for each.
 */
export async function record(names: readonly string[], { write = true } = {}): Promise<string[]> {
  const known = [...WIRES, ...TERMINALS].map(({ name }) => name);
  const strange = names.find((name) => !known.includes(name));
  if (strange)
    throw new SlideError(
      `There is no plan "${strange}" in recordings/plans.ts. There are: ${known.join(', ')}.`,
    );
  const wanted = (name: string) => names.length === 0 || names.includes(name);
  const said: string[] = [];
  const tell = (name: string, same: boolean) =>
    said.push(`${name}: ${same ? 'as before' : write ? 'written' : 'differs'}`);
  for (const plan of WIRES.filter(({ name }) => wanted(name))) {
    const place = placeOf(`${plan.name}.json`);
    const now = await holdConversation(plan);
    const same =
      existsSync(place) && sameConversation(JSON.parse(readFileSync(place, 'utf8')) as Recording, now);
    if (!same && write) save(place, now);
    tell(plan.name, same);
  }
  for (const plan of TERMINALS.filter(({ name }) => wanted(name))) {
    const place = placeOf(`${plan.name}.txt`);
    const now = await runTerminal(plan);
    const same = existsSync(place) && sameText(readFileSync(place, 'utf8'), now);
    if (!same && write) writeFileSync(place, now);
    tell(plan.name, same);
  }
  return said;
}
