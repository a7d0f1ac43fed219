import { useMemo, useRef, useState } from 'preact/hooks';
import { TEXTS } from '../page/texts.ts';
import { Blocks } from './blocks.tsx';
import { failingRow } from './failing_row.ts';
import type { Recording } from './record.ts';
import { Rows } from './rows.ts';
import { Toolbar } from './toolbar.tsx';

export interface WireViewProps {
  recording: Recording;
  /** Draw every row at once, as for a file that is read without this program. */
  all?: boolean;
}

/** How the picture is drawn. */
export interface Look {
  hex: boolean;
  explain: boolean;
}

/**
 * A recorded exchange as a picture: two lanes, time running down, each chunk a box. It needs nothing but
 * the recording, which may grow while it is shown.
 */
export function WireView({ recording, all = false }: WireViewProps) {
  const [look, setLook] = useState<Look>({ hex: false, explain: !isNarrow() });
  const [conversation, setConversation] = useState<number | undefined>(undefined);
  const rows = useRows(recording);
  const { failure } = recording;
  const failing = useMemo(() => failingRow(rows.list, failure), [rows, rows.list.length, failure]);
  const chosen = conversation !== undefined && conversation <= rows.conversations ? conversation : undefined;
  const shown = useMemo(
    () =>
      rows.list.flatMap((row, index) =>
        chosen === undefined || row.event.conversation === chosen ? [{ row, index }] : [],
      ),
    [rows, rows.list.length, chosen],
  );
  const who = { client: recording.client, server: recording.server, names: recording.names };
  return (
    // No <section>: on a slide that would be a slide of its own.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      role="region"
      class={`wire${rows.http ? ' wire-http' : ''}`}
      aria-label={TEXTS.wire.label(recording.title)}
    >
      <Toolbar
        recording={recording}
        look={look}
        onLook={setLook}
        conversations={rows.conversations}
        conversation={chosen}
        onConversation={setConversation}
      />
      <div class="wire-lanes" aria-hidden="true">
        <span class="wire-time">{TEXTS.wire.time}</span>
        <span class="wire-lane wire-client">{recording.client}</span>
        <span class="wire-lane wire-server">{recording.server}</span>
      </div>
      {shown.length === 0 ? (
        <p class="wire-empty">{TEXTS.wire.empty}</p>
      ) : (
        <Blocks
          rows={shown}
          all={all}
          look={look}
          who={who}
          several={rows.conversations > 1 && chosen === undefined}
          failing={failing}
          failure={failure}
        />
      )}
    </div>
  );
}

/** The rows of a recording; when it only has grown, what was read before is kept. */
function useRows({ events }: Recording): Rows {
  const kept = useRef<{ rows: Rows; first: unknown; events: unknown }>(undefined);
  const known = kept.current;
  const grown = known && known.events === events && known.first === events[0];
  const current =
    grown && known.rows.list.length <= events.length ? known : { rows: new Rows(), first: events[0], events };
  for (const event of events.slice(current.rows.list.length)) current.rows.push(event);
  if (current.first === undefined) current.first = events[0];
  kept.current = current;
  return current.rows;
}

/** Where there is little room the explanations wait until they are asked for. */
const isNarrow = (): boolean => typeof matchMedia === 'function' && matchMedia('(max-width: 900px)').matches;
