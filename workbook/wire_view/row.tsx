import { TEXTS } from '../page/texts.ts';
import { Chunk } from './chunk.tsx';
import { clockTime, gapHeight, gapWords } from './gap.ts';
import { memo } from './memo.tsx';
import type { RecordedEvent, Recording } from './record.ts';
import type { EventRow, Row } from './rows.ts';
import type { Look } from './wire_view.tsx';

/** The names above the lanes. */
export interface Who {
  client: string;
  server: string;
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
  const words = gapWords(row.gap, TEXTS.wire.gap);
  return (
    <li class={`wire-row wire-from-${from} wire-kind-${row.event.kind}`}>
      <div class="wire-gap" style={{ height: `${gapHeight(row.gap)}px` }}>
        {words && row.event.kind !== 'silence' ? <span>{words}</span> : null}
      </div>
      <span class="wire-time">{clockTime(at)}</span>
      <div class="wire-track">
        {several && conversation > 0 ? (
          <span
            class={`wire-number wire-number-${conversation % 6}`}
            title={TEXTS.wire.connection(conversation)}
          >
            #{conversation}
          </span>
        ) : null}
        {row.kind === 'chunk' ? (
          <Chunk row={row} look={look} who={who} failure={failure} />
        ) : (
          <Happening row={row} who={who} failure={failure} />
        )}
      </div>
    </li>
  );
}

function Happening({ row, who, failure }: { row: EventRow; who: Who; failure: Recording['failure'] }) {
  return (
    <div class="wire-event">
      <span class="wire-shaft" aria-hidden="true" />
      <span class="wire-words">
        {sentence(row.event, who)}
        {row.missing ? <strong class="wire-wrong">{TEXTS.wire.missing(row.missing)}</strong> : null}
        {failure ? <strong class="wire-wrong">{failure.message}</strong> : null}
      </span>
      <span class="wire-shaft wire-head" aria-hidden="true" />
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
