import { type ComponentChild, Fragment } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ContentCount } from '../../checks/engine/wire/annotate.ts';
import { TEXTS } from '../page/texts.ts';
import { FOLD, FoldButton } from './fold.tsx';
import { Hex } from './hex.tsx';
import { LineView } from './line.tsx';
import { linesOf } from './lines.ts';
import { Pointer } from './pointer.tsx';
import type { Recording } from './record.ts';
import type { Who } from './row.tsx';
import type { ChunkRow } from './rows.ts';
import type { Look } from './wire_view.tsx';

export interface ChunkProps {
  row: ChunkRow;
  look: Look;
  who: Who;
  failure: Recording['failure'];
  /** Names the connection, where there are several. */
  number: ComponentChild;
}

const words = TEXTS.wire;

/** A chunk as a box: who sends it where, how long it is, and its bytes. */
export function Chunk({ row, look, who, failure, number }: ChunkProps) {
  const { event, size, start, bytes } = row;
  const name = who[event.from];
  const left = size - bytes.length;
  return (
    <div class="wire-flight">
      <div class="wire-chunk">
        <p class="wire-caption">
          {number}
          <span class="wire-arrow" aria-hidden="true">
            {event.from === 'client' ? '→' : '←'}
          </span>{' '}
          <strong>{verb(event.kind, name)}</strong> <span class="wire-size">{words.bytes(size)}</span>
          {event.kind === 'data' && size > 0 ? (
            <span class="wire-range">{words.range(start, start + size - 1)}</span>
          ) : null}
        </p>
        {look.hex ? <Hex row={row} failure={failure} /> : <Lines row={row} look={look} failure={failure} />}
        {left > 0 ? <p class="wire-left">{words.notKept(left)}</p> : null}
        {row.count ? <Count count={row.count} /> : null}
      </div>
      <span class="wire-shaft wire-head" aria-hidden="true" />
    </div>
  );
}

function verb(kind: string, name: string): string {
  if (kind === 'stdin') return words.types(name);
  if (kind === 'stdout') return words.prints(name);
  if (kind === 'stderr') return words.printsError(name);
  return words.sends(name);
}

function Lines({ row, look, failure }: Pick<ChunkProps, 'row' | 'look' | 'failure'>) {
  const [open, setOpen] = useState(false);
  const pointAt = failure?.at;
  const lines = useMemo(() => linesOf(row, pointAt), [row, pointAt]);
  const pointed = pointAt === undefined ? -1 : lines.findIndex(({ to }) => pointAt < to);
  // The line that is pointed at is always seen.
  // Numbers tell little: a few are enough.
  const numbers = lines.findIndex(({ hex }) => hex !== undefined);
  const fold = numbers < 0 ? FOLD : Math.min(FOLD, numbers + FOLD / 4);
  const folded = lines.length > fold + 4 && !open;
  const shown = folded ? lines.slice(0, Math.max(fold, pointed + 3)) : lines;
  return (
    <>
      <div class="wire-lines">
        {shown.map((line, i) => (
          <Fragment key={line.at}>
            <LineView line={line} above={shown[i - 1]} pointAt={pointAt} explain={look.explain} />
            {failure && i === pointed ? <Pointer row={row} failure={failure} /> : null}
          </Fragment>
        ))}
        {failure && pointed < 0 ? <Pointer row={row} failure={failure} /> : null}
      </div>
      {shown.length < lines.length || open ? (
        <FoldButton open={open} left={lines.length - shown.length} onOpen={setOpen} />
      ) : null}
    </>
  );
}

/** The body count against Content-Length. */
function Count({ count: { announced, came } }: { count: ContentCount }) {
  if (announced === undefined) return null;
  if (announced === 'chunked') return <p class="wire-count">{words.countChunked(came)}</p>;
  if (announced === 'until-close') return <p class="wire-count">{words.countUntilClose(came)}</p>;
  const over = came - announced;
  return (
    <p class={`wire-count${over > 0 ? ' wire-wrong' : over === 0 ? ' wire-complete' : ''}`}>
      <progress value={Math.min(came, announced)} max={Math.max(1, announced)} aria-hidden="true" />
      {over > 0 ? words.tooMany(came, announced) : words.count(came, announced)}
    </p>
  );
}
