import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { type HexLine, hexLines, hexOf } from './bytes.ts';
import { FOLD, FoldButton } from './fold.tsx';
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
            <Numbers line={line} pointAt={pointAt} />
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

function Numbers({ line: { at, bytes, text }, pointAt }: { line: HexLine; pointAt: number | undefined }) {
  const place = pointAt === undefined ? -1 : pointAt - at;
  const inside = place >= 0 && place < bytes.length;
  const digits = bytes.map(hexOf);
  if (!inside) {
    return (
      <code class="wire-hex-line">
        <span class="wire-offset">{offset(at)}</span>
        <span class="wire-digits">{digits.join(' ')}</span>
        <span class="wire-plain">{text}</span>
      </code>
    );
  }
  return (
    <code class="wire-hex-line">
      <span class="wire-offset">{offset(at)}</span>
      <span class="wire-digits">
        {digits.slice(0, place).map((digit) => `${digit} `)}
        <span class="wire-failing">{digits[place]}</span>
        {digits.slice(place + 1).map((digit) => ` ${digit}`)}
      </span>
      <span class="wire-plain">
        {text.slice(0, place)}
        <span class="wire-failing">{text[place]}</span>
        {text.slice(place + 1)}
      </span>
    </code>
  );
}

const offset = (at: number): string => at.toString(16).padStart(6, '0');
