import type { CheckJson } from '../model.ts';

/** As in `checks/engine/report/json.ts`: what is kept begins so many bytes before the wrong one. */
const BEFORE = 200;

const NAMED: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, '\\': 92 };

/**
 * The bytes of `actual` that a report has kept, read back from their text with escapes, and the offset of the first of
 * them; so that the failure can be pointed at on the wire. Undefined where there is nothing to point at.
 */
export function evidenceBytes({
  actual,
  at,
}: Pick<CheckJson, 'actual' | 'at'>): { bytes: Buffer; from: number } | undefined {
  if (actual === null || at === null) return undefined;
  const cut = at > BEFORE && actual.startsWith('…');
  const text = cut ? actual.slice(1) : actual;
  return { bytes: bytesOf(text.replace(/…$/, '')), from: cut ? at - BEFORE : 0 };
}

function bytesOf(text: string): Buffer {
  const pieces = text.split(/\\(x[0-9a-f]{2}|[tnr\\])/);
  return Buffer.concat(
    pieces.map((piece, i) => {
      if (i % 2 === 0) return Buffer.from(piece);
      return Buffer.from([NAMED[piece] ?? Number.parseInt(piece.slice(1), 16)]);
    }),
  );
}
