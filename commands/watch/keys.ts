import { type Ladder, nextStep } from './ladder.ts';
import { firstFailure, isPassed, latest, type Model } from './model.ts';

/** A key that does something now, and what. */
export interface Key {
  /** As readline names it: a letter, or `up`, `pagedown`, … */
  name: string;
  /** What the screen says it does; without one it is not shown. */
  does?: string;
}

/** Keys that only make sense after a run; pressed during one, they wait for its end. */
const WAIT_FOR_THE_END = ['n', 'h', 'b'];

/** The keys that do something now, in the order in which they are shown. */
export function keysNow(model: Model): Key[] {
  if (model.question !== undefined) {
    // Every other key is a no as well.
    return [
      { name: 'y', does: 'yes' },
      { name: 'n', does: 'no' },
    ];
  }
  const { lab, ladder, run, view } = model;
  const failing = firstFailure(run);
  const bonus = latest(model)?.bonusLeft ?? 0;
  const keys: (Key | false | undefined)[] = [
    isPassed(model) && lab.next && { name: 'n', does: `next: ${lab.next.id}` },
    isPassed(model) && bonus > 0 && { name: 'b', does: 'bonus checks' },
    lab.own && failing && ladder && { name: 'h', does: hintKey(ladder) },
    run?.checks.some(({ result }) => result && result.wire.length > 0) && {
      name: 'w',
      does: view === 'wire' ? 'back' : 'wire',
    },
    run && run.checks.length > 0 && { name: 'a', does: view === 'checks' ? 'back' : 'all checks' },
    { name: 'r', does: model.manual ? 'check' : 'run again' },
    model.manual && { name: 'return' },
    lab.own && { name: 'x', does: 'reset' },
    { name: 'q', does: 'quit' },
    ...['up', 'down', 'pageup', 'pagedown', 'home', 'end'].map((name) => ({ name })),
  ];
  return keys.filter((key) => key !== false && key !== undefined);
}

/** Whether the key has to do with a run that is under way, and so must wait for its end. */
export function waitsForTheEnd(model: Model, name: string): boolean {
  const busy = latest(model)?.busy ?? false;
  return busy && model.question === undefined && WAIT_FOR_THE_END.includes(name);
}

/** The next hint; where they were put away, those that were seen before; and when all are seen, away with them. */
function hintKey(ladder: Ladder): string {
  const { shown, total } = ladder;
  switch (nextStep(ladder)) {
    case 'open':
      return shown.length === 1 ? 'hint' : 'hints';
    case 'climb':
      return `hint ${shown.length + 1} of ${total}`;
    case 'close':
      return 'hide hints';
  }
}
