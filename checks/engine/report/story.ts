import type { WireEvent } from '../wire/transcript.ts';
import { WIDTH } from './style.ts';
import { visibleWithin } from './visible.ts';

/** A line of the story: one event, or several pieces of data that belong together. */
interface Step {
  at: number;
  conversation: number;
  what: string;
  bytes?: Buffer;
  size?: number;
}

const MOST_STEPS = 24;

/** Tells a transcript as numbered lines, oldest first, each at most 80 columns wide. */
export function story(events: readonly WireEvent[], most = MOST_STEPS): string[] {
  const steps = merge(events);
  const several = new Set(events.map((event) => event.conversation).filter(Boolean)).size > 1;
  const lines = steps.map((step, i) => line(step, i + 1, several));
  if (lines.length <= most) return lines;
  const head = Math.floor(most / 3);
  const left = lines.length - most;
  return [...lines.slice(0, head), `      … ${left} more …`, ...lines.slice(lines.length - (most - head))];
}

/** Pieces that went the same way one after another become one step. */
function merge(events: readonly WireEvent[]): Step[] {
  const steps: Step[] = [];
  let pieces = 0;
  let last: WireEvent | undefined;
  for (const event of events) {
    const { at, conversation, kind, from } = event;
    const carries = kind === 'data' || kind === 'stdout' || kind === 'stderr';
    const step = steps.at(-1);
    const continues =
      carries &&
      last &&
      step?.bytes &&
      last.kind === kind &&
      last.from === from &&
      last.conversation === conversation;
    if (continues && step?.bytes) {
      pieces += 1;
      const complete = step.bytes.length === step.size;
      step.size = (step.size ?? 0) + (event.size ?? 0);
      // Only what follows without a gap can be shown behind it.
      if (complete && step.bytes.length < 256)
        step.bytes = Buffer.concat([step.bytes, event.bytes ?? Buffer.alloc(0)]);
      step.what = `${verb(event)} ${bytesIn(step.size)} in ${pieces} pieces`;
    } else {
      pieces = 1;
      const what =
        carries || kind === 'stdin' ? `${verb(event)} ${bytesIn(event.size ?? 0)}` : sentence(event);
      steps.push({
        at,
        conversation,
        what,
        ...(event.bytes && { bytes: event.bytes, size: event.size ?? 0 }),
      });
    }
    last = event;
  }
  return steps;
}

const bytesIn = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);

function verb({ kind, from }: WireEvent): string {
  if (kind === 'stdin') return 'the checker types';
  if (kind === 'stdout') return 'the program prints';
  if (kind === 'stderr') return 'the program prints on stderr';
  return from === 'checker' ? 'the checker sends' : 'the program sends';
}

function sentence({ kind, from, text = '' }: WireEvent): string {
  const who = from === 'checker' ? 'the checker' : 'the program';
  switch (kind) {
    case 'connect':
      return `${who} connects to ${text}`;
    case 'refused':
      return `the connection to ${text} is refused`;
    case 'fin':
      return `${who} ends its side (FIN)`;
    case 'reset':
      return `${who} cuts the connection (RST)`;
    case 'silence':
      return `nothing more comes for ${text}`;
    case 'start':
      return `the checker starts the program ${text}`.trimEnd();
    case 'signal':
      return `the checker sends the signal ${text}`;
    case 'exit':
      return `the program ends ${text}`;
    default:
      return text;
  }
}

function line(step: Step, number: number, several: boolean): string {
  const which = several && step.conversation > 0 ? `#${step.conversation} ` : '';
  const head = `${String(number).padStart(4)}  ${(step.at / 1000).toFixed(3)} s  ${which}${step.what}`;
  if (!step.bytes || step.bytes.length === 0) return head.slice(0, WIDTH);
  const room = Math.max(20, WIDTH - head.length - 2);
  const cut = step.bytes.length < (step.size ?? 0);
  const shown = visibleWithin(step.bytes, room - (cut ? 1 : 0));
  const text = `${head}  ${shown}${cut && !shown.endsWith('…') ? '…' : ''}`;
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`;
}
