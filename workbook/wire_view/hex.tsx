import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { hexLines } from './bytes.ts';
import { FOLD, FoldButton } from './fold.tsx';
import { Numbers } from './numbers.tsx';
import { Pointer } from './pointer.tsx';
import type { Recording } from './record.ts';
import type { ChunkRow } from './rows.ts';

/** The bytes of a chunk as numbers, sixteen in a line, with what can be read of them at the right. */
export function Hex({ row, failure }: { row: ChunkRow; failure: Recording['failure'] }) {
  const [open, setOpen] = useState(false);
  const lines = hexLines(row.bytes, row.start);
  const pointAt = failure?.at;
  const pointed =
    pointAt === undefined ? -1 : lines.findIndex(({ at, bytes }) => pointAt < at + bytes.length);
  // The line that is pointed at is always seen.
  const folded = lines.length > FOLD && !open;
  const shown = folded ? lines.slice(0, Math.max(FOLD, pointed + 3)) : lines;
  return (
    <>
      <div class="wire-hex">
        {shown.map((line, i) => (
          <Fragment key={line.at}>
            <code class="wire-hex-line">
              <span class="wire-offset">{offset(line.at)}</span>
              <Numbers line={line} pointAt={pointAt} />
            </code>
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

const offset = (at: number): string => at.toString(16).padStart(6, '0');
