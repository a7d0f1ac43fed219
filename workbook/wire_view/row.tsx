import type { ComponentChild } from 'preact';
import { TEXTS } from '../page/texts.ts';
import { Chunk } from './chunk.tsx';
import { clockTime, gapHeight, gapWords } from './gap.ts';
import { memo } from './memo.tsx';
import { Pointer } from './pointer.tsx';
import type { RecordedEvent, Recording } from './record.ts';
import type { EventRow, Row } from './rows.ts';
import type { Look } from './wire_view.tsx';

/** The names above the lanes. */
export interface Who {
  client: string;
  server: string;
  names?: Recording['names'];
}

export interface RowProps {
  row: Row;
  look: Look;
  who: Who;
  several: boolean;
  /** Set where the failure is pointed at. */
  failure: Recording['failure'];
}

/** One row of the picture: the time at the left, and what happened between the lanes. */
export const RowView = memo(DrawnRow, (a, b) => {
  const names = a.who.client === b.who.client && a.who.server === b.who.server;
  return names && a.row === b.row && a.look === b.look && a.several === b.several && a.failure === b.failure;
});

function DrawnRow({ row, look, who, several, failure }: RowProps) {
  const { at, conversation, from } = row.event;
  const number =
    several && conversation > 0 ? (
      <ConnectionNumber of={conversation} name={who.names?.[conversation]} />
    ) : null;
  const words = gapWords(row.gap, TEXTS.wire.gap);
  return (
    <li class={`wire-row wire-from-${from} wire-kind-${row.event.kind}`}>
      <div class="wire-gap" style={{ height: `${gapHeight(row.gap)}px` }}>
        {words && row.event.kind !== 'silence' ? <span>{words}</span> : null}
      </div>
      <span class="wire-time">{clockTime(at)}</span>
      <div class="wire-track">
        {row.kind === 'chunk' ? (
          <Chunk row={row} look={look} who={who} failure={failure} number={number} />
        ) : (
          <Happening row={row} who={who} failure={failure} number={number} />
        )}
      </div>
    </li>
  );
}

/** Which connection it is, where there are several. */
function ConnectionNumber({ of, name }: { of: number; name: string | undefined }) {
  return (
    <span class="wire-number" title={TEXTS.wire.connection(of)}>
      {name ?? `#${of}`}
    </span>
  );
}

interface HappeningProps {
  row: EventRow;
  who: Who;
  failure: Recording['failure'];
  number: ComponentChild;
}

function Happening({ row, who, failure, number }: HappeningProps) {
  return (
    <div class="wire-happening">
      <div class="wire-event">
        <span class="wire-shaft" aria-hidden="true" />
        <span class="wire-words">
          {number}
          {sentence(row.event, who)}
          {row.missing ? <strong class="wire-wrong">{TEXTS.wire.missing(row.missing)}</strong> : null}
        </span>
        <span class="wire-shaft wire-head" aria-hidden="true" />
      </div>
      {failure ? <Pointer failure={failure} /> : null}
    </div>
  );
}

function sentence({ kind, from, text = '' }: RecordedEvent, who: Who): string {
  const words = TEXTS.wire;
  const name = who[from];
  switch (kind) {
    case 'connect':
      return words.connect(name, text);
    case 'refused':
      return words.refused(text);
    case 'fin':
      return words.fin(name);
    case 'reset':
      return words.reset(name);
    case 'silence':
      return words.silence(text);
    case 'start':
      return words.start(name, text);
    case 'signal':
      return words.signal(name, text);
    case 'exit':
      return words.exit(text);
    default:
      return text;
  }
}
