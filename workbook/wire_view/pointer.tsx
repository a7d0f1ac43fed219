import { TEXTS } from '../page/texts.ts';
import type { Recording } from './record.ts';
import type { ChunkRow } from './rows.ts';

/** Says below the failing byte, or below what happened instead of it, what is wrong. */
export function Pointer({ row, failure }: { row?: ChunkRow; failure: NonNullable<Recording['failure']> }) {
  const { at = 0, message } = failure;
  const place = row && (at < row.start + row.size ? TEXTS.wire.here(at) : TEXTS.wire.endsHere(at));
  return (
    <p class="wire-pointer">
      <strong>
        <span aria-hidden="true">▲ </span>
        {place}
      </strong>{' '}
      {message}
    </p>
  );
}
